"""Patterns in episodes that are worth a place on the agenda: named with their episodes, never a score.

Often, long, the same companion, the same place: what inquiries found that nobody had laid side by side
(https://goededoelen.nl/nieuws/actie-vereist-voor-aanpak-weglopen-slachtoffers-seksuele-uitbuiting-uit-jeugdinstelling).
No source makes any of the numbers a norm, so they are settings. A person decides what to do with a pattern.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.casefile.names import fold
from cases.missing.rules import REPEATED_FROM
from cases.workdays import after, elapsed, is_after

#: A pattern is of now: its newest episode began in these days.
RECENT = timedelta(days=90)
#: How far back the same companion or place is looked for.
LOOK_BACK = timedelta(days=365)
LONG_AWAY = timedelta(hours=24)
#: Shorter than this a text names nobody: "ja", "?", "-".
SHORTEST = 3
#: What stands between two names.
BETWEEN = re.compile(r"\s*(?:[,;/&+]|\ben\b|\band\b)\s*", re.IGNORECASE)


class Pattern(StrEnum):
    """What is worth a look."""

    OFTEN = "often"
    LONG = "long"
    SAME_COMPANION = "same_companion"
    SAME_PLACE = "same_place"


@dataclass(frozen=True, slots=True)
class Seen:
    """One episode as far as patterns go; moments are aware. ``ended_at`` None: still missing.

    ``companions`` and ``places`` are texts as people typed them. ``is_own``: of the case that is looked at.
    """

    number: str
    missing_since: datetime
    ended_at: datetime | None = None
    companions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One pattern with its episodes: those of this case, and those of others that the reader may see.

    ``what``: the companion or place, as it was typed last.
    """

    pattern: Pattern
    episodes: tuple[str, ...]
    others: tuple[str, ...] = ()
    what: str = ""


def patterns(episodes: Iterable[Seen], *, now: datetime) -> tuple[Found, ...]:
    """Name every pattern at an aware moment, with its episodes, the newest first."""
    rows = sorted(episodes, key=lambda row: (row.missing_since, row.number), reverse=True)
    since = after(now, -RECENT)
    recent = [row for row in rows if row.is_own and is_after(row.missing_since, since)]
    if not recent:
        return ()
    found = [*_often(recent), *_long(recent, now=now)]
    back = after(now, -LOOK_BACK)
    known = [row for row in rows if is_after(row.missing_since, back)]
    found += _shared(Pattern.SAME_COMPANION, known, recent, {row.number: row.companions for row in known})
    found += _shared(Pattern.SAME_PLACE, known, recent, {row.number: row.places for row in known})
    return tuple(found)


def undecided(found: Iterable[Found], known: Mapping[Pattern, frozenset[str]]) -> tuple[Found, ...]:
    """Leave out what a person decided on already; a new episode in a pattern asks anew.

    ``known``: per pattern the numbers of this case's episodes that a decision looked at.
    """
    nothing: frozenset[str] = frozenset()
    return tuple(one for one in found if not set(one.episodes) <= known.get(one.pattern, nothing))


def decided(records: Iterable[Mapping[str, Iterable[str]]]) -> dict[Pattern, frozenset[str]]:
    """Lay decisions together: per pattern the episodes that one of them looked at."""
    found: dict[Pattern, frozenset[str]] = {}
    for record in records:
        for code, numbers in record.items():
            pattern = Pattern(code)
            found[pattern] = found.get(pattern, frozenset()) | frozenset(numbers)
    return found


def _often(recent: Sequence[Seen]) -> list[Found]:
    if len(recent) < REPEATED_FROM:
        return []
    return [Found(Pattern.OFTEN, tuple(row.number for row in recent))]


def _long(recent: Sequence[Seen], *, now: datetime) -> list[Found]:
    long = [row.number for row in recent if elapsed(row.missing_since, row.ended_at or now) > LONG_AWAY]
    return [Found(Pattern.LONG, tuple(long))] if long else []


def _shared(
    pattern: Pattern, known: Sequence[Seen], recent: Sequence[Seen], texts: Mapping[str, Sequence[str]]
) -> list[Found]:
    """Find what comes back in two episodes or more, of which a recent one is of this case."""
    keys = {number: _keys(typed) for number, typed in texts.items()}
    wanted = dict.fromkeys(key for row in recent for key in keys[row.number])
    found = []
    for key in wanted:
        having = [row for row in known if key in keys[row.number]]
        if len(having) > 1:
            own = tuple(row.number for row in having if row.is_own)
            others = tuple(row.number for row in having if not row.is_own)
            typed = next(keys[row.number][key] for row in recent if key in keys[row.number])
            found.append(Found(pattern, own, others, typed))
    return found


def _keys(texts: Iterable[str]) -> dict[str, str]:
    """Give what a text names, folded (case, accents, order of names), with the words as they were typed."""
    parts = [part.strip() for text in texts for part in BETWEEN.split(text)]
    return {key: part for part in parts if len(key := fold(part)) >= SHORTEST}
