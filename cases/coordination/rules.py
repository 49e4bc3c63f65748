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
        (ActionStatus.DONE, ActionStatus.OPEN),
        (ActionStatus.CANCELLED, ActionStatus.OPEN),
    }
)


class MoveRefusal(StrEnum):
    """Why an action cannot change like this."""

    NOT_FROM_HERE = "not_from_here"
    REASON_MISSING = "reason_missing"


class MoveRefused(Exception):
    """The action cannot change like this; `code` says why."""

    def __init__(self, code: MoveRefusal, *, current: ActionStatus, to: ActionStatus) -> None:
        super().__init__(f"{current} -> {to}: {code}")
        self.code, self.current, self.to = code, current, to


@dataclass(frozen=True, slots=True)
class Move:
    """A change that may be made, with the reason that goes on record."""

    current: ActionStatus
    to: ActionStatus
    reason: str


def move(current: ActionStatus, to: ActionStatus, *, reason: str = "") -> Move:
    """Let an action become done, cancelled or open again.

    Raises: MoveRefused when the change does not exist or its reason is missing.
    """
    current, to = ActionStatus(current), ActionStatus(to)
    if to not in MOVES[current]:
        raise MoveRefused(MoveRefusal.NOT_FROM_HERE, current=current, to=to)
    if (current, to) in NEEDS_REASON and not reason.strip():
        raise MoveRefused(MoveRefusal.REASON_MISSING, current=current, to=to)
    return Move(current, to, reason.strip())


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
