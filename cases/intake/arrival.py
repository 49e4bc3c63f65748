"""New signals arrive: written with all that belongs to each, in as many statements for many as for one."""

from collections.abc import Sequence
from datetime import datetime

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import marks
from cases.intake import alike, indicator, rules
from cases.intake import desk as desks
from cases.intake.models import Signal, SignalFeedback, TriageStep
from cases.intake.report import Report
from cases.intake.rules import SignalStatus, Urgency
from cases.notifications import outbox
from cases.numbers import draw_many
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write_all

#: What a message outside the application may say of the urgency.
COLOURS = {"acute": "red", "urgent": "orange", "normal": "green"}
#: What a report says beside the columns of a signal.
SIGNS = frozenset({"indicators", "known_otherwise"})
COLUMNS = tuple(name for name in Report.__slots__ if name not in SIGNS)


def take_in(reports: Sequence[Report], desk: desks.Desk, *, actor: Actor, now: datetime) -> list[Signal]:
    """Write signals with all that belongs to them and their ledger lines, in the caller's transaction.

    Whoever reported hears back at once that it arrived: the words stand on the screen, in their language.
    """
    made = take_in_unrecorded(reports, desk, actor=actor, now=now)
    ledger.record_all(lines(made, actor=actor, now=now))
    return made


def take_in_unrecorded(
    reports: Sequence[Report], desk: desks.Desk, *, actor: Actor, now: datetime
) -> list[Signal]:
    """Write signals with their first step, signs and marks; ``lines`` gives what the caller still records."""
    numbers = draw_many("S", now.year, len(reports), taken)
    clocks = {urgency.value: _clocks(urgency, now) for urgency in Urgency}
    pairs = [
        (_new(said, number, desk, actor, clocks[said.urgency]), said)
        for number, said in zip(numbers, reports, strict=True)
    ]
    made = write_all([signal for signal, _report in pairs], actor=actor, now=now)
    for signal, report in pairs:
        indicator.write_ticked(signal, report, actor=actor, now=now)
    alike.write_new_marks(made)
    marks.to_compare([{"signal": signal} for signal in made], actor=actor, now=now)
    TriageStep.objects.bulk_create(_first_step(signal, actor, now) for signal in made)
    arrived = [SignalFeedback(signal=signal, moment="received", at=now) for signal in made]
    write_all(arrived, actor=actor, now=now)
    return made


def lines(made: Sequence[Signal], *, actor: Actor, now: datetime) -> list[ledger.LedgerLine]:
    """Give the lines of the ledger that say that these signals were logged; not written yet."""
    return [_line(signal, actor, now) for signal in made]


def tell_desk(new: Sequence[Signal], *, actor: Actor, now: datetime) -> None:
    """Tell who triages at the desk of each of these signals that it waits, but not who logged it."""
    for signal in new:
        people = desks.to_tell(signal.addressed_to, actor=actor, now=now)
        recipients = [outbox.Recipient(user, signal.addressed_to, path(signal)) for user in people]
        colour = COLOURS[signal.urgency]
        outbox.put("signal_received", number=signal.number, to=recipients, now=now, colour=colour)


def path(signal: Signal) -> str:
    """Give the address of the signal's page."""
    return f"/signals/{signal.number}/"


def taken(numbers: set[str]) -> set[str]:
    """Give which of these numbers a signal has already."""
    return set(Signal.objects.filter(number__in=numbers).values_list("number", flat=True))


def _clocks(urgency: Urgency, now: datetime) -> dict[str, datetime]:
    """Give the moments of a signal that comes in now: the same for each of this urgency."""
    return {
        "received_at": now,
        "triage_due_at": rules.triage_due(now, urgency),
        "feedback_due_at": rules.feedback_due(now),
    }


def _new(report: Report, number: str, desk: desks.Desk, actor: Actor, clocks: dict[str, datetime]) -> Signal:
    return Signal(
        **{name: getattr(report, name) for name in COLUMNS},
        number=number,
        reported_by=actor.user,
        reported_by_organisation=actor.organisation,
        covenant=desk.table,
        addressed_to=desk.organisation,
        **clocks,
    )


def _first_step(signal: Signal, actor: Actor, now: datetime) -> TriageStep:
    return TriageStep(
        signal=signal,
        to_status=SignalStatus.RECEIVED.value,
        at=now,
        by=actor.user,
        organisation=actor.organisation,
    )


def _line(signal: Signal, actor: Actor, now: datetime) -> ledger.LedgerLine:
    return ledger.draft(
        actor,
        Event.SIGNAL_LOGGED,
        on=signal,
        now=now,
        act=Act.LOG_SIGNAL,
        compartments=[Compartment.SIGNALS],
        urgency=signal.urgency,
    )
