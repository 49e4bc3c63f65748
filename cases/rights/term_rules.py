"""A request about rights: its kinds, its states and its clock. PURE.

GDPR art. 12(3): an answer without undue delay and within one month of receipt; two further months where
necessary, told within the first month with the reasons. How a month is counted: Regulation 1182/71 art. 3
(the same day of the later month, or its last day; a term never ends on a Saturday, Sunday or holiday).
GDPR art. 12(4): who is refused hears why, and where to complain. Rights: art. 15, 16, 17 and 21.
"""

import calendar
from datetime import date, timedelta
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import is_workday

MONTHS, MONTHS_AT_MOST = 1, 3


class Kind(StrEnum):
    """Which right somebody uses."""

    ACCESS = "access"  # art. 15
    RECTIFICATION = "rectification"  # art. 16
    ERASURE = "erasure"  # art. 17
    OBJECTION = "objection"  # art. 21


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    EXTENDED = "extended"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DECISIONS = frozenset({State.GRANTED, State.PARTLY, State.REFUSED})
OPEN = frozenset({State.RECEIVED, State.EXTENDED})
MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.EXTENDED, State.WITHDRAWN}) | DECISIONS,
    State.EXTENDED: frozenset({State.WITHDRAWN}) | DECISIONS,
    **{state: frozenset() for state in State if state not in OPEN},
}
#: Art. 12(3) and (4): longer, less or nothing, only with the reasons.
NEEDS_REASON = frozenset((state, to) for state in OPEN for to in DECISIONS | {State.EXTENDED})


def move(current: State, to: State, *, reason: str = "") -> Move[State]:
    """Take a request a step further.

    Raises: MoveRefused when it has ended or was extended before, or the reason is missing.
    """
    return take(MOVES, current, to, reason=reason, needs_reason=NEEDS_REASON)


def due(received_on: date, *, is_extended: bool = False) -> date:
    """Give the last day (local) for an answer."""
    day = _months_later(received_on, MONTHS_AT_MOST if is_extended else MONTHS)
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def may_extend(received_on: date, *, today: date) -> bool:
    """Tell whether more time can still be taken: only within the first month."""
    return today <= due(received_on)


def needs_ground(to: State) -> bool:
    """Tell whether a decision names the article on which less is given than was asked."""
    return to in {State.PARTLY, State.REFUSED}


def needs_correction(kind: Kind, to: State) -> bool:
    """Tell whether a decision brings a correction note, beside what was written and stays."""
    return kind is Kind.RECTIFICATION and to in {State.GRANTED, State.PARTLY}


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
