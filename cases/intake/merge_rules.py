"""When two signals may go on as one, how far the joined one comes along, and whose flag counts. PURE.

Joining moves nothing and copies nothing: both signals keep their number, their words, their reporter and
their own clocks. While they go on together the desk works with the most cautious of their flags, so that
joining an acute signal to a calm one never slows it down. Taking the joining back leaves each with what was
always its own. No source prescribes this; the rules are a design choice, as ``rules.TriageTerms`` are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.intake.rules import MOVES, WAITING, SignalStatus, Urgency

#: From the most cautious down.
BY_HASTE = (Urgency.ACUTE, Urgency.URGENT, Urgency.NORMAL)


@dataclass(frozen=True, slots=True)
class Flags:
    """How much haste a signal has, and by when (aware) somebody takes it up and the reporter hears back."""

    urgency: Urgency
    triage_due_at: datetime
    feedback_due_at: datetime


def most_cautious(flags: Iterable[Flags]) -> Flags:
    """Give the flags of signals that go on together: the highest urgency and the earliest of each clock."""
    every = list(flags)
    return Flags(
        urgency=min((Urgency(one.urgency) for one in every), key=BY_HASTE.index),
        triage_due_at=min(one.triage_due_at for one in every),
        feedback_due_at=min(one.feedback_due_at for one in every),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """What the rules ask of one of the two signals. ``table``, ``desk`` and ``case`` are ids."""

    pk: int
    status: SignalStatus
    table: int
    desk: int
    case: int | None = None
    is_taken_back: bool = False
    goes_on_elsewhere: bool = False
    carries_others: bool = False
    is_half: bool = False


class JoinFault(StrEnum):
    """Why two signals can't go on as one."""

    SAME_SIGNAL = "same_signal"
    ANOTHER_TABLE = "another_table"
    TAKEN_BACK = "taken_back"
    DECIDED = "decided"
    GOES_ON_ELSEWHERE = "goes_on_elsewhere"
    CARRIES_OTHERS = "carries_others"
    IS_HALF = "is_half"
    TWO_CASES = "two_cases"
    OTHER_IS_IN_A_CASE = "other_is_in_a_case"
    OTHER_IS_FURTHER = "other_is_further"
    TAKE_UP_FIRST = "take_up_first"


#: What is solved by letting the other one go on.
OTHER_WAY_ROUND = frozenset(
    {JoinFault.CARRIES_OTHERS, JoinFault.OTHER_IS_IN_A_CASE, JoinFault.OTHER_IS_FURTHER}
)


class JoinRefused(Exception):
    """These two can't go on as one in this way; ``code`` says why."""

    def __init__(self, code: JoinFault) -> None:
        super().__init__(str(code))
        self.code = code


def check(kept: Side, joined: Side) -> tuple[SignalStatus, ...]:
    """Give the steps that the joined signal takes to stand where the kept one stands.

    Nothing goes on in a signal that goes on elsewhere itself, so that there are no chains and no rings.

    Raises: JoinRefused when they can't go on as one, or not in this direction.
    """
    for code, is_so in _faults(kept, joined):
        if is_so:
            raise JoinRefused(code)
    steps = way(joined.status, kept.status)
    if steps is None:
        is_open = way(kept.status, joined.status) is not None
        raise JoinRefused(JoinFault.OTHER_IS_FURTHER if is_open else JoinFault.TAKE_UP_FIRST)
    return steps


def fault(kept: Side, joined: Side) -> JoinFault | None:
    """Give why these two can't go on as one in this direction; None when they can."""
    try:
        check(kept, joined)
    except JoinRefused as refused:
        return refused.code
    return None


def are_joinable(one: Side, other: Side) -> bool:
    """Tell whether these two can go on as one in either direction."""
    return fault(one, other) is None or fault(other, one) is None


def way(current: SignalStatus, to: SignalStatus) -> tuple[SignalStatus, ...] | None:
    """Give the shortest row of steps of the triage chain from one status to another; None without one.

    What was not put aside is never put aside by joining it, not for a moment: the more cautious judgement
    stands.
    """
    found: dict[SignalStatus, tuple[SignalStatus, ...]] = {current: ()}
    ahead = [current]
    while ahead and to not in found:
        here = ahead.pop(0)
        for step in sorted(MOVES[here] - found.keys() - {SignalStatus.NOT_SUBSTANTIATED}):
            found[step] = (*found[here], step)
            ahead.append(step)
    return found.get(to)


def _faults(kept: Side, joined: Side) -> tuple[tuple[JoinFault, bool], ...]:
    both = (kept, joined)
    cases = {side.case for side in both} - {None}
    return (
        (JoinFault.SAME_SIGNAL, kept.pk == joined.pk),
        (JoinFault.ANOTHER_TABLE, (kept.table, kept.desk) != (joined.table, joined.desk)),
        (JoinFault.TAKEN_BACK, any(side.is_taken_back for side in both)),
        (JoinFault.DECIDED, any(side.status not in WAITING for side in both)),
        (JoinFault.IS_HALF, any(side.is_half for side in both)),
        (JoinFault.GOES_ON_ELSEWHERE, any(side.goes_on_elsewhere for side in both)),
        (JoinFault.CARRIES_OTHERS, joined.carries_others),
        (JoinFault.TWO_CASES, len(cases) > 1),
        (JoinFault.OTHER_IS_IN_A_CASE, kept.case is None and joined.case is not None),
    )
