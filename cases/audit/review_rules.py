"""Which lines of the ledger a person must look at, and what a review may become.

PURE. A rule never says that somebody did wrong: it says that somebody could be asked. Logs that nobody looked
at are what hospitals were fined for; an emergency button is a field of its own in NEN 7513 ("controles",
https://logius-standaarden.github.io/logboek-extensie-nen7513) and is always looked at, and a reader of a
thousand cases in five minutes is signalled within five.
"""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases import moves
from cases.casefile.names import PREFIXES
from cases.moves import Move


class Reason(StrEnum):
    """Why a line is looked at. The code is all that is stored: what was compared stays in the job."""

    HONEYTOKEN = "honeytoken"
    BURST = "burst"
    EMERGENCY = "emergency"
    TIE = "tie"
    NOT_NAMED = "not_named"
    NIGHT = "night"
    DENIED = "denied"
    LEFT = "left"
    EXPORT = "export"
    AUDITOR = "auditor"
    SAMPLE = "sample"


#: The auditors hear of these at once; the others wait in the inbox.
URGENT = frozenset({Reason.HONEYTOKEN, Reason.BURST})

BURST_CASES = 30
BURST_WINDOW = timedelta(minutes=5)
DENIED_TIMES = 5
DENIED_WINDOW = timedelta(hours=1)
NIGHT_FROM, NIGHT_UNTIL = 23, 6  # local hours
#: Who changed something in a case in the last ninety days works on it; so long lasts a confirmed grant too.
WORKED_WITHIN = timedelta(days=90)
#: What somebody read in the fortnight before they left.
BEFORE_LEAVING = timedelta(days=14)
#: Events that take content out of the system.
TAKES_OUT = ("exported", "printed", "downloaded")

#: Roles that reach all cases of their organisation; the others see only what they are named on.
WIDE_ROLES = frozenset({"contact_point", "care_coordinator", "process_director", "duty_officer"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger with what the job looked up beside it. ``at`` is local time."""

    id: int
    at: datetime
    event: str
    action: str
    outcome: str
    user: int
    organisation: int
    role: str
    case: int | None
    is_emergency: bool = False
    is_named: bool = False
    works_on_it: bool = False
    is_on_duty: bool = False
    is_missing: bool = False
    may_be_tied: bool = False

    @property
    def is_reading(self) -> bool:
        """Tell whether content of a case was read."""
        return self.action == "R" and self.outcome == "allowed" and self.case is not None


@dataclass(frozen=True, slots=True)
class Found:
    """Lines to look at together. Equal groups that still wait are one and the same review."""

    reason: Reason
    group: str
    user: int
    organisation: int
    case: int | None
    lines: tuple[int, ...]


def single(line: Line) -> Iterator[Found]:
    """Give every reason that one line has by itself."""
    day = line.at.date().isoformat()
    if line.is_emergency:
        yield _found(Reason.EMERGENCY, line, line.case, day)
    if line.event.endswith(TAKES_OUT) and not line.event.startswith("review."):
        yield _found(Reason.EXPORT, line, line.case, day)
    if line.role == "auditor" and line.event == "ledger.read":
        yield _found(Reason.AUDITOR, line, None, day[:7])
    if not line.is_reading:
        return
    if line.may_be_tied:
        yield _found(Reason.TIE, line, line.case, day[:7])
    if _is_unusual(line):
        yield _found(Reason.NOT_NAMED, line, line.case, day)
    if is_night(line.at) and not (line.is_on_duty or line.is_missing or line.is_emergency):
        yield _found(Reason.NIGHT, line, None, _night_of(line.at).isoformat())


def is_night(at: datetime) -> bool:
    """Tell whether a local instant lies in the night (23:00 to 06:00)."""
    return at.hour >= NIGHT_FROM or at.hour < NIGHT_UNTIL


def bursts(lines: Iterable[Line]) -> Iterator[Found]:
    """Give readings of many different cases within minutes, per person.

    ``lines`` reaches back one window before the lines that are new. A search counts as one more case: a
    rightful reader can scrape with either. The auditors are told at once; only who goes on at the pace of a
    program is slowed down as well (``cases/access/pace.py``).
    """
    wanted = [line for line in lines if line.is_reading or line.event == "case.searched"]
    for mine in _by_person(wanted):
        hit = _crowded(mine, BURST_WINDOW, BURST_CASES, _looked_for)
        yield from _grouped(Reason.BURST, hit)


def denials(lines: Iterable[Line]) -> Iterator[Found]:
    """Give refusals that pile up within an hour, per person; one wrong turn is nothing to look at."""
    for mine in _by_person(line for line in lines if line.outcome == "refused"):
        hit = _crowded(mine, DENIED_WINDOW, DENIED_TIMES, lambda line: line.id)
        yield from _grouped(Reason.DENIED, hit)


def merged(found: Iterable[Found]) -> list[Found]:
    """Bring what belongs together under one group, in the order in which it was found."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return [
        Found(
            reason=ones[0].reason,
            group=group,
            user=ones[0].user,
            organisation=ones[0].organisation,
            case=ones[0].case if len({one.case for one in ones}) == 1 else None,
            lines=tuple(dict.fromkeys(line for one in ones for line in one.lines)),
        )
        for group, ones in groups.items()
    ]


def surname(name: str) -> str:
    """Give the folded surname, empty when there is no telling: ``"Noor van der Véén"`` -> ``"veen"``."""
    before, comma, _after = name.partition(",")
    words = [word for word in _fold(before if comma else name).split() if word not in PREFIXES]
    if comma:
        return words[-1] if words else ""
    return words[-1] if len(words) > 1 else ""


def arrived(
    lines: Sequence[tuple[int, datetime]], *, after: int, now: datetime, patience: timedelta
) -> list[int]:
    """Give the ids that can be looked at now: up to the first gap that may still be filled.

    ``lines``: id and instant (aware) in order of id. An id that is missing may belong to a transaction that
    has not ended; it is waited for until what follows is older than ``patience``.
    """
    whole, expected = [], after + 1
    for pk, at in lines:
        if pk != expected and after and now - at < patience:
            break
        whole.append(pk)
        expected = pk + 1
    return whole


def _is_unusual(line: Line) -> bool:
    """Tell whether somebody with a wide reach read a case that they do not work on."""
    usual = line.is_named or line.works_on_it or line.is_emergency
    at_work = line.role == "duty_officer" and (line.is_on_duty or line.is_missing)
    return line.role in WIDE_ROLES and not usual and not at_work


def _found(reason: Reason, line: Line, case: int | None, when: str) -> Found:
    group = f"{reason}:{line.user}:{line.organisation}:{case or ''}:{when}"
    return Found(reason, group, line.user, line.organisation, case, (line.id,))


def _grouped(reason: Reason, lines: Sequence[Line]) -> Iterator[Found]:
    """Put lines of one person together per day."""
    return (_found(reason, line, None, line.at.date().isoformat()) for line in lines)


def _by_person(lines: Iterable[Line]) -> Iterable[list[Line]]:
    people: dict[tuple[int, int], list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.at, line.id)):
        people.setdefault((line.user, line.organisation), []).append(line)
    return people.values()


def _crowded(
    lines: Sequence[Line], window: timedelta, many: int, what: Callable[[Line], Hashable]
) -> list[Line]:
    """Give the lines that lie in a window with so many different things; each is entered and left once."""
    inside: dict[Hashable, int] = {}
    hit: dict[int, Line] = {}
    first = 0
    for last, line in enumerate(lines):
        inside[what(line)] = inside.get(what(line), 0) + 1
        while line.at - lines[first].at > window:
            gone = what(lines[first])
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) >= many:
            if last and lines[last - 1].id in hit:  # then all before it in this window are there too
                hit[line.id] = line
            else:
                hit |= {one.id: one for one in lines[first : last + 1]}
    return list(hit.values())


def _looked_for(line: Line) -> Hashable:
    return f"search {line.id}" if line.case is None else line.case


def _night_of(at: datetime) -> date:
    """Give the day on which a night began."""
    return (at - timedelta(hours=NIGHT_UNTIL)).date()


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))


# -- What a review becomes ---------------------------------------------------------------------------------


class State(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    SECOND = "second"
    FOLLOW_UP = "follow_up"
    DONE = "done"


MOVES: Mapping[State, Set[State]] = {
    State.OPEN: {State.ASKED, State.SECOND, State.DONE},
    State.ASKED: {State.ANSWERED, State.SECOND, State.DONE},
    State.ANSWERED: {State.ASKED, State.SECOND, State.DONE},
    State.SECOND: {State.OPEN, State.FOLLOW_UP, State.DONE},
    State.FOLLOW_UP: {State.DONE},
    State.DONE: set(),
}

#: Somebody must still judge these.
TO_JUDGE = frozenset({State.OPEN, State.ASKED, State.ANSWERED})


class Verdict(StrEnum):
    """What a reviewer made of it."""

    IN_ORDER = "in_order"
    EXPLAINED = "explained"
    NEEDS_FOLLOW_UP = "needs_follow_up"


#: Within so long after it came in, somebody should have judged it.
PATIENCE_URGENT, PATIENCE_USUAL = timedelta(days=1), timedelta(days=14)

#: One in so many verdicts "in order" is looked at again by somebody else.
SECOND_LOOK_ONE_IN = 10


def needs_second(verdict: Verdict, *, draw: int) -> bool:
    """Tell whether another reviewer must look: for a follow-up always, else as the lot says (``draw``)."""
    return verdict is Verdict.NEEDS_FOLLOW_UP or draw % SECOND_LOOK_ONE_IN == 0


def due(reason: Reason, opened_at: datetime) -> datetime:
    """Give before when somebody should have judged a review."""
    return opened_at + (PATIENCE_URGENT if reason in URGENT else PATIENCE_USUAL)


def move(current: State, to: State) -> Move[State]:
    """Take one step.

    Raises: MoveRefused when the step is not in the table.
    """
    return moves.take(MOVES, current, to)


def after_second(verdict: Verdict, *, agrees: bool) -> State:
    """Give where a review goes when the second pair of eyes has looked."""
    if not agrees:
        return State.OPEN
    return State.FOLLOW_UP if verdict is Verdict.NEEDS_FOLLOW_UP else State.DONE
