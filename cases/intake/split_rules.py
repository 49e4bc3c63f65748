"""When a signal may be split in two, how much haste both halves have, and until when it can be undone. PURE.

One report may turn out to be about two young persons. Each then needs a signal of their own, for a case has
one young person and what is in it is read for that one (GDPR art. 5.1.b-c). The original stays as it was
told: its number, words and reporter are not touched, and its reporter hears of it and of nothing else.
No source prescribes how a desk does this; the rules are a design choice, as those of joining are.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.intake.merge_rules import BY_HASTE, Flags
from cases.intake.rules import SignalStatus, Urgency, triage_due

#: Where both halves begin: who splits a signal is investigating it.
BEGIN = SignalStatus.UNDER_INVESTIGATION
#: What is still being weighed; after it the desk said what it is.
UNDECIDED = frozenset(
    {
        SignalStatus.RECEIVED,
        SignalStatus.UNDER_INVESTIGATION,
        SignalStatus.VERIFIED,
        SignalStatus.ESTABLISHED,
    }
)
#: What a half is when somebody said what becomes of it.
DECIDED = frozenset({SignalStatus.CLASSIFIED, SignalStatus.NOT_SUBSTANTIATED, SignalStatus.FED_BACK})


class SplitFault(StrEnum):
    """Why a signal can't be split, or a splitting not be undone."""

    TAKEN_BACK = "taken_back"
    DECIDED = "decided"
    IN_A_CASE = "in_a_case"
    JOINED = "joined"
    IS_HALF = "is_half"
    IS_SPLIT = "is_split"
    NOT_SPLIT = "not_split"
    TOO_CALM = "too_calm"
    HALF_WENT_ON = "half_went_on"
    HALF_UNDECIDED = "half_undecided"


class SplitRefused(Exception):
    """It can't be done now; ``code`` says why."""

    def __init__(self, code: SplitFault) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Stand:
    """What the rules ask of a signal that somebody wants to split."""

    status: SignalStatus
    is_in_case: bool = False
    is_taken_back: bool = False
    is_joined: bool = False
    is_half: bool = False
    is_split: bool = False


@dataclass(frozen=True, slots=True)
class HalfStand:
    """What the rules ask of one of both halves."""

    status: SignalStatus
    is_in_case: bool = False


def fault(signal: Stand) -> SplitFault | None:
    """Give why a signal can't be split; None when it can."""
    found = (
        (SplitFault.IS_SPLIT, signal.is_split),
        (SplitFault.IS_HALF, signal.is_half),
        (SplitFault.TAKEN_BACK, signal.is_taken_back),
        (SplitFault.JOINED, signal.is_joined),
        (SplitFault.IN_A_CASE, signal.is_in_case),
        (SplitFault.DECIDED, SignalStatus(signal.status) not in UNDECIDED),
    )
    return next((code for code, is_so in found if is_so), None)


def check(signal: Stand) -> None:
    """Pass when a signal may be split.

    Raises: SplitRefused when not.
    """
    if (code := fault(signal)) is not None:
        raise SplitRefused(code)


def haste(original: Flags, urgency: Urgency, *, received_at: datetime) -> Flags:
    """Give the flags of both halves: never calmer than the original, and no clock starts anew.

    ``received_at`` (aware): when the original came in.

    Raises: SplitRefused when the urgency is calmer than that of the original.
    """
    if BY_HASTE.index(Urgency(urgency)) > BY_HASTE.index(original.urgency):
        raise SplitRefused(SplitFault.TOO_CALM)
    due = triage_due(received_at, Urgency(urgency))
    return Flags(Urgency(urgency), min(due, original.triage_due_at), original.feedback_due_at)


def check_undo(halves: tuple[HalfStand, HalfStand]) -> None:
    """Pass while nothing was done yet with either half.

    Raises: SplitRefused when one went on.
    """
    if any(half.is_in_case or half.status != BEGIN for half in halves):
        raise SplitRefused(SplitFault.HALF_WENT_ON)


def check_feedback(halves: tuple[HalfStand, HalfStand]) -> None:
    """Pass when the reporter of the original may hear that it was decided: both halves were.

    Raises: SplitRefused when one was not.
    """
    if not all(SignalStatus(half.status) in DECIDED for half in halves):
        raise SplitRefused(SplitFault.HALF_UNDECIDED)
