"""Who holds a case, and how its agreements count down.

A case has one coordinator and one deputy: never nobody, never the same person twice, so that a holiday or
an illness leaves no gap between two chairs (the pair is a design choice; the tasks of a coordinator:
https://www.wegwijzermensenhandel.nl/Zorgcoordinatoren/Zorgcoordinatoren.aspx).
An action is open until it is done or cancelled with a reason, and either may be taken up again.
Its date counts down in whole hours; a date without a time runs until the end of that day in Amsterdam.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import elapsed, end_of_day


class PairFault(StrEnum):
    """What is wrong with a coordinator and deputy."""

    COORDINATOR_MISSING = "coordinator_missing"
    DEPUTY_MISSING = "deputy_missing"
    SAME_PERSON = "same_person"


class PairRefused(Exception):
    """A case cannot be held by this pair; `code` says why."""

    def __init__(self, code: PairFault) -> None:
        super().__init__(str(code))
        self.code = code


def check_pair(coordinator_id: Hashable | None, deputy_id: Hashable | None) -> None:
    """Check that a case has a coordinator and a deputy who are two different people.

    Raises: PairRefused when either is missing, or both are the same person.
    """
    if coordinator_id is None or coordinator_id == "":
        raise PairRefused(PairFault.COORDINATOR_MISSING)
    if deputy_id is None or deputy_id == "":
        raise PairRefused(PairFault.DEPUTY_MISSING)
    if coordinator_id == deputy_id:
        raise PairRefused(PairFault.SAME_PERSON)


class Vacancy(StrEnum):
    """Who of a pair left every organisation that takes part in the case."""

    NONE = ""
    ONE = "one"
    BOTH = "both"


def vacancy(*, is_coordinator_here: bool, is_deputy_here: bool) -> Vacancy:
    """Tell how many of a pair left, from whether each still works where the case is known."""
    here = is_coordinator_here + is_deputy_here
    return (Vacancy.BOTH, Vacancy.ONE, Vacancy.NONE)[here]


class ActionStatus(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


MOVES: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.OPEN: frozenset({ActionStatus.DONE, ActionStatus.CANCELLED}),
    ActionStatus.DONE: frozenset({ActionStatus.OPEN}),
    ActionStatus.CANCELLED: frozenset({ActionStatus.OPEN}),
}

# Whoever counted on the action must be able to read why it will not happen, or why it came back.
NEEDS_REASON = frozenset(
    {
        (ActionStatus.OPEN, ActionStatus.CANCELLED),
        (ActionStatus.OPEN, ActionStatus.DONE),  # what came of it: else nobody can see that it was done
        (ActionStatus.DONE, ActionStatus.OPEN),
        (ActionStatus.CANCELLED, ActionStatus.OPEN),
    }
)


def move(current: ActionStatus, to: ActionStatus, *, reason: str = "") -> Move[ActionStatus]:
    """Let an action become done, cancelled or open again.

    Raises: MoveRefused when the change does not exist or its reason is missing.
    """
    return take(MOVES, ActionStatus(current), ActionStatus(to), reason=reason, needs_reason=NEEDS_REASON)


class DueKind(StrEnum):
    """How near a date is."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DueState:
    """How near a date is: whole hours still to go, or whole hours since it passed when overdue."""

    kind: DueKind
    hours: int


SOON = timedelta(hours=48)
HOUR = timedelta(hours=1)


def due_state(due: date | datetime | None, now: datetime, *, soon: timedelta = SOON) -> DueState:
    """Tell how near a date is at an aware moment; hours are elapsed hours and never negative."""
    if due is None:
        return DueState(DueKind.NONE, 0)
    # A datetime is also a date in Python, so the question has to be asked in this order.
    moment = due if isinstance(due, datetime) else end_of_day(due)
    left = elapsed(now, moment)
    if left < timedelta(0):
        return DueState(DueKind.OVERDUE, -left // HOUR)
    return DueState(DueKind.SOON if left <= soon else DueKind.LATER, left // HOUR)
