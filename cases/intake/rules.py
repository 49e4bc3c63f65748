"""How a signal walks from "somebody saw something" to "the person who told us has heard back".

A signal takes one step at a time: received, under investigation, verified, established, classified, fed back.
The order is that of the Limburg reporting desk, which investigates, verifies, establishes, classifies and
feeds back (https://www.meldpuntaanpakloverboyslimburg.nl/meldpunt; the states are a design choice).
A signal that cannot be substantiated says so with a reason, is fed back too, and may be opened again.
Nothing here adds signals up: one signal means little, absence proves nothing, and people do the weighing
(https://www.hetckm.nl/zelf-mensenhandel-herkennen/).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.workdays import LiberationDay, after, deadline, is_after


class SignalStatus(StrEnum):
    """Where a signal stands in the triage chain."""

    RECEIVED = "received"
    UNDER_INVESTIGATION = "under_investigation"
    VERIFIED = "verified"
    ESTABLISHED = "established"
    CLASSIFIED = "classified"
    FED_BACK = "fed_back"
    NOT_SUBSTANTIATED = "not_substantiated"


MOVES: dict[SignalStatus, frozenset[SignalStatus]] = {
    SignalStatus.RECEIVED: frozenset({SignalStatus.UNDER_INVESTIGATION}),
    SignalStatus.UNDER_INVESTIGATION: frozenset({SignalStatus.VERIFIED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.VERIFIED: frozenset({SignalStatus.ESTABLISHED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.ESTABLISHED: frozenset({SignalStatus.CLASSIFIED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.CLASSIFIED: frozenset({SignalStatus.FED_BACK}),
    SignalStatus.NOT_SUBSTANTIATED: frozenset({SignalStatus.FED_BACK, SignalStatus.UNDER_INVESTIGATION}),
    SignalStatus.FED_BACK: frozenset(),
}

# What is put aside, and what is taken up again, must be explained to whoever reads the file later.
NEEDS_REASON: frozenset[tuple[SignalStatus, SignalStatus]] = frozenset(
    {(status, SignalStatus.NOT_SUBSTANTIATED) for status in SignalStatus}
    | {(SignalStatus.NOT_SUBSTANTIATED, SignalStatus.UNDER_INVESTIGATION)}
)


class MoveRefusal(StrEnum):
    """Why a signal cannot take this step."""

    NOT_FROM_HERE = "not_from_here"
    REASON_MISSING = "reason_missing"


class MoveRefused(Exception):
    """The signal cannot take this step; `code` says why, `current` and `to` name the step."""

    def __init__(self, code: MoveRefusal, *, current: SignalStatus, to: SignalStatus) -> None:
        super().__init__(f"{current} -> {to}: {code}")
        self.code, self.current, self.to = code, current, to


@dataclass(frozen=True, slots=True)
class Move:
    """A step that may be taken, with the reason that goes on record (empty when none was needed)."""

    current: SignalStatus
    to: SignalStatus
    reason: str


def needs_reason(current: SignalStatus, to: SignalStatus) -> bool:
    """Tell whether a reason is obligatory for this step."""
    return (current, to) in NEEDS_REASON


def move(current: SignalStatus, to: SignalStatus, *, reason: str = "") -> Move:
    """Let a signal take one step of the chain.

    Raises: MoveRefused when the step does not exist or its reason is missing.
    """
    current, to = SignalStatus(current), SignalStatus(to)
    if to not in MOVES[current]:
        raise MoveRefused(MoveRefusal.NOT_FROM_HERE, current=current, to=to)
    if needs_reason(current, to) and not reason.strip():
        raise MoveRefused(MoveRefusal.REASON_MISSING, current=current, to=to)
    return Move(current, to, reason.strip())


class Urgency(StrEnum):
    """How soon somebody must look at a signal, as the person who logs it judges."""

    ACUTE = "acute"
    URGENT = "urgent"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class TriageTerms:
    """The terms a region agrees on; no source prescribes them, so all four are settings."""

    acute: timedelta = timedelta(hours=1)
    urgent_workdays: int = 1
    normal_workdays: int = 5
    feedback_workdays: int = 10


USUAL_TERMS = TriageTerms()


def triage_due(
    received_at: datetime,
    urgency: Urgency,
    *,
    terms: TriageTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the moment by which somebody must have taken up a signal that came in at an aware moment.

    The acute term runs day and night; the other terms end at the end of a Dutch working day.
    """
    if Urgency(urgency) == Urgency.ACUTE:
        return after(received_at, terms.acute)
    days = terms.urgent_workdays if urgency == Urgency.URGENT else terms.normal_workdays
    return deadline(received_at, days, liberation_day=liberation_day)


def feedback_due(
    received_at: datetime,
    *,
    terms: TriageTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the moment by which whoever gave the signal hears back: every signal has one."""
    return deadline(received_at, terms.feedback_workdays, liberation_day=liberation_day)


class TimeFault(StrEnum):
    """What cannot be true about the times of a signal."""

    FUTURE = "future"
    NOTICED_BEFORE_HAPPENED = "noticed_before_happened"


class ImpossibleTimes(Exception):
    """The times cannot be true; `code` says why and `field` names the answer to look at again."""

    def __init__(self, code: TimeFault, *, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code, self.field = code, field


def check_times(happened_at: datetime | None, noticed_at: datetime | None, now: datetime) -> None:
    """Check when it happened and when it was noticed (aware moments); either may be unknown.

    Raises: ImpossibleTimes when a moment lies in the future, or it was noticed before it happened.
    """
    for field, moment in (("happened_at", happened_at), ("noticed_at", noticed_at)):
        if moment is not None and is_after(moment, now):
            raise ImpossibleTimes(TimeFault.FUTURE, field=field)
    if happened_at is not None and noticed_at is not None and is_after(happened_at, noticed_at):
        raise ImpossibleTimes(TimeFault.NOTICED_BEFORE_HAPPENED, field="noticed_at")
