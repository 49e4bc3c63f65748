"""Where a question between organisations stands, and when somebody is reminded of it. PURE.

A design choice: with who asked, who answers and a date, a question can't stay lying between two chairs.
Cooperation between organisations is what a care coordinator watches over
(https://www.wegwijzermensenhandel.nl/Zorgcoordinatoren/Zorgcoordinatoren.aspx).
"""

from datetime import date
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import add_workdays


class AskState(StrEnum):
    """Where a question stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    DECLINED = "declined"
    REVOKED = "revoked"


OPEN = frozenset({AskState.WAITING, AskState.ACCEPTED})
_ENDS = frozenset({AskState.ANSWERED, AskState.DECLINED, AskState.REVOKED})

MOVES: dict[AskState, frozenset[AskState]] = {
    AskState.WAITING: _ENDS | {AskState.ACCEPTED},
    AskState.ACCEPTED: _ENDS,
    AskState.ANSWERED: frozenset(),
    AskState.DECLINED: frozenset(),
    AskState.REVOKED: frozenset(),
}
#: Who asked must know why, to find another way.
NEEDS_REASON = frozenset((state, AskState.DECLINED) for state in OPEN)


def move(current: AskState, to: AskState, *, reason: str = "") -> Move[AskState]:
    """Let a question be taken on, answered, declined with a reason, or taken back.

    Raises: MoveRefused when it ended already, or the reason of a no is missing.
    """
    return take(MOVES, AskState(current), AskState(to), reason=reason, needs_reason=NEEDS_REASON)


class Reminder(StrEnum):
    """What an open question asks of people today."""

    NONE = ""
    NEAR = "near"
    PAST = "past"


def reminder(due_on: date, *, today: date) -> Reminder:
    """Tell whether the day of an open question comes near or has passed; both are local dates.

    Near is from the last working day before it on, so that somebody is at work to answer.
    """
    if today > due_on:
        return Reminder.PAST
    return Reminder.NEAR if add_workdays(today, 1) >= due_on else Reminder.NONE


def told_already(told: str, now: Reminder) -> bool:
    """Tell whether people heard this, or something later, of the same question."""
    order = list(Reminder)
    return order.index(Reminder(told)) >= order.index(now)
