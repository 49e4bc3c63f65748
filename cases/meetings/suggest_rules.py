"""Which cases ask for a place on the agenda, why, and in which order. PURE.

No source makes an order of reasons a norm: danger now comes first, then what was promised and did not happen,
then what is new, then what only has to be looked at again (design choice M16; domain 7.4 names the subjects
of a standard agenda). Nothing is counted into a score: the gravest reason leads, among equals the oldest.
A case that was left off stays away until a reason comes that was not there then.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.workdays import elapsed
from organisations.compartments import Compartment


class Reason(StrEnum):
    """Why a case asks for a place, the gravest first."""

    RED_EPISODE = "red_episode"
    ACUTE = "acute"
    CONDITION_NOT_HELD = "condition_not_held"
    PROPOSED = "proposed"
    VACANT = "vacant"
    SILENCE = "silence"
    CONDITION_LATE = "condition_late"
    TRIAGE_LATE = "triage_late"
    REPEATED = "repeated"
    DRIFT = "drift"
    ACTION_LATE = "action_late"
    NEW_CASE = "new_case"
    REVIEW_DUE = "review_due"
    MEASURE_ENDS = "measure_ends"
    TURNS_ADULT = "turns_adult"
    PLAN_REVIEW = "plan_review"
    GRANT_LAPSES = "grant_lapses"


#: The part of a case that a reason tells of; whoever does not read that part never hears the reason.
PARTS = {
    Reason.RED_EPISODE: Compartment.MISSING,
    Reason.REPEATED: Compartment.MISSING,
    Reason.SILENCE: Compartment.MELDCODE,
    Reason.CONDITION_NOT_HELD: Compartment.MELDCODE,
    Reason.CONDITION_LATE: Compartment.MELDCODE,
    Reason.TRIAGE_LATE: Compartment.SIGNALS,
    Reason.REVIEW_DUE: Compartment.SIGNALS,
    Reason.MEASURE_ENDS: Compartment.IDENTITY,
    Reason.TURNS_ADULT: Compartment.IDENTITY,
    Reason.PLAN_REVIEW: Compartment.IDENTITY,
}
IN_CORE = frozenset(Reason) - PARTS.keys() - {Reason.PROPOSED}
ORDER = {reason: place for place, reason in enumerate(Reason)}
#: Before the first meeting "new" means: of the last four weeks, about the time between two tables.
NEW_WITHOUT_MEETING = timedelta(days=28)
#: What ends or lapses so soon after the meeting can't wait for the next one.
AHEAD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason of one case. ``at`` (aware): since when it is so. ``key``: tells it from every other."""

    case_id: int
    reason: Reason
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that asks for a place, with its reasons, the gravest first."""

    case_id: int
    signs: tuple[Sign, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Give each reason once."""
        return tuple(dict.fromkeys(sign.reason for sign in self.signs))

    @property
    def shared(self) -> tuple[Reason, ...]:
        """Give the reasons that everybody on the case may read, to stand with the item."""
        return tuple(reason for reason in self.reasons if reason in IN_CORE)

    @property
    def keys(self) -> list[str]:
        """Give what is remembered when the case is left off."""
        return sorted(sign.key for sign in self.signs)


def sign(case_id: int, reason: Reason, at: datetime, number: int | str) -> Sign:
    """Make a sign about the row ``number`` (of the table that the reason comes from)."""
    return Sign(case_id, reason, at, f"{reason.value}:{number}")


def suggestions(
    signs: Iterable[Sign], *, left_off: Mapping[int, Container[str]], taken: Container[int]
) -> tuple[Suggestion, ...]:
    """Put the cases in order that ask for a place.

    ``left_off``: per case the keys that somebody knew who left it off. ``taken``: on the agenda already.
    """
    found: dict[int, dict[str, Sign]] = {}
    for one in signs:
        if one.case_id not in taken:
            found.setdefault(one.case_id, {}).setdefault(one.key, one)
    asking = {
        case_id: rows
        for case_id, rows in found.items()
        if any(key not in left_off.get(case_id, ()) for key in rows)
    }
    made = [Suggestion(case_id, tuple(sorted(rows.values(), key=_grave))) for case_id, rows in asking.items()]
    return tuple(sorted(made, key=lambda one: (*_grave(one.signs[0]), one.case_id)))


def is_new(started_at: datetime, *, last_met_at: datetime | None, now: datetime) -> bool:
    """Tell whether a case began since the last meeting (all moments aware)."""
    if last_met_at is None:
        return elapsed(started_at, now) <= NEW_WITHOUT_MEETING
    return elapsed(last_met_at, started_at) > timedelta(0)


def _grave(one: Sign) -> tuple[int, float, str]:
    return ORDER[one.reason], one.at.timestamp(), one.key
