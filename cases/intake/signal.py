"""A signal: log it, walk it through triage, link it to a case or start one, tell the reporter."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import ages
from cases.access import gate, signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake import arrival, chain, pair, rules
from cases.intake import desk as desks
from cases.intake.arrival import path
from cases.intake.channel_rules import Door
from cases.intake.models import Signal, SignalFeedback
from cases.intake.report import Report, faults
from cases.intake.rules import SignalStatus, Urgency
from cases.notifications import outbox
from organisations import duty, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write
from organisations.models import Covenant, Organisation, User

NO_OTHERS: Mapping[str, str] = MappingProxyType({})
EVERY_REPORTER = _("Write to the reporter of every signal that goes on in this one.")
OF_ORIGINAL = _("This is half of a signal that was split: its reporter hears back on the original.")
NO_DESK = _(
    "At this moment no desk in your covenant can receive signals. Call the care coordination in your region, "
    "and 112 when somebody is in danger now."
)


def log(
    *, actor: Actor, report: Report, desk: Organisation, table: Covenant | None = None, now: datetime
) -> Signal:
    """Log a signal, start its clocks and tell the desk it is addressed to.

    ``table``: the covenant at which it is the desk; nobody needs to say so when they share one.

    Raises:
        AccessDenied: the actor's role logs no signals.
        StateConflictError: an answer can't be true, or the desk can't receive signals now.
    """
    actor.demand(Act.LOG_SIGNAL)
    with transaction.atomic():
        meant = _check_report(report, actor, desk, table, now=now)
        return _take_in(report, meant, actor=actor, now=now)


def log_from_outside(*, actor: Actor, report: Report, desk: desks.Desk, now: datetime) -> Signal:
    """Log a signal of somebody without an account, at a desk that takes in those; see ``outsider``.

    Raises:
        AccessDenied: the actor logs no signals.
        StateConflictError: an answer can't be true, or the desk can't receive signals now.
    """
    actor.demand(Act.LOG_SIGNAL)
    with transaction.atomic():
        for fault in faults(report, door=Door.PAGE, now=now):
            raise fault
        if desk not in desks.open_to_everybody(now=now):
            raise StateConflictError(NO_DESK, code="no_desk", field="desk")
        return _take_in(report, desk, actor=actor, now=now)


def log_many(
    *, actor: Actor, reports: Sequence[Report], desk: desks.Desk, lines: list[LedgerLine], now: datetime
) -> list[Signal]:
    """Log what the desk itself kept elsewhere, in the caller's transaction and in this order.

    Each gets its number, clocks and marks as every signal does. Of an acute one the desk hears at once; of
    the others whoever brings them in tells in one message.

    ``lines``: here their lines of the ledger are added, which the caller writes last in its transaction.
    Whoever seals the ledger waits for all who write in it, and such a transaction may take half a minute.

    Raises:
        AccessDenied: the actor logs no signals, or triages none.
        StateConflictError: an answer can't be true.
    """
    actor.demand(Act.LOG_SIGNAL)
    actor.demand(Act.TRIAGE_SIGNAL)
    for report in reports:
        for fault in faults(report, door=Door.DESK, now=now):
            raise fault
    made = arrival.take_in_unrecorded(reports, desk, actor=actor, now=now)
    acute = [signal for signal in made if signal.urgency == Urgency.ACUTE]
    arrival.tell_desk(acute, actor=actor, now=now)
    lines += arrival.lines(made, actor=actor, now=now)
    return made


def door_of(actor: Actor) -> Door:
    """Tell whether somebody writes down what others told the desk too, or only what they know themselves."""
    return Door.DESK if actor.holds(Act.TRIAGE_SIGNAL) else Door.ACCOUNT


def move(
    signal: Signal, *, actor: Actor, to: str, reason: str, version: int | None = None, now: datetime
) -> Signal:
    """Take one step of the triage chain; feeding back is an act of its own (``feed_back``).

    Raises:
        AccessDenied: the actor does not triage this signal.
        StaleWriteError: somebody else took a step since the page was opened.
        StateConflictError: the step does not exist from here, or its reason is missing.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    with transaction.atomic():
        standing, along = pair.locked(signal)
        check_version(standing, version)
        if to == SignalStatus.FED_BACK:
            raise StateConflictError(
                _("Write to the reporter first: the signal is fed back by that."), code="write_feedback"
            )
        for one in (standing, *along):
            chain.take(one, to, reason, actor=actor, now=now)
            _record(one, Event.SIGNAL_MOVED, Act.TRIAGE_SIGNAL, actor=actor, now=now, to=to)
        on_timeline(standing, "signal_moved", actor=actor, now=now, to=to)
    return standing


def feed_back(
    signal: Signal,
    *,
    actor: Actor,
    text: str,
    others: Mapping[str, str] = NO_OTHERS,
    version: int | None = None,
    now: datetime,
) -> SignalFeedback:
    """Tell the reporter what was decided; that closes the chain. The text holds nothing of a case.

    ``others``: by number, what the reporters of the signals that go on in this one hear, each by themselves.

    Raises:
        AccessDenied: the actor does not triage this signal.
        StaleWriteError: somebody else took a step since the page was opened.
        StateConflictError: the signal is not classified, nor not substantiated, it is half of one that was
            split, or a reporter hears nothing.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    with transaction.atomic():
        standing, along = pair.locked(signal)
        check_version(standing, version)
        if pair.sides([standing])[standing.pk].is_half:
            raise StateConflictError(OF_ORIGINAL, code="is_half")
        feedback = close(standing, text, actor=actor, now=now)
        for other in along:
            words = others.get(other.number, "")
            if other.reported_by_id is not None and not words.strip():
                raise StateConflictError(EVERY_REPORTER, code="text_missing", field=f"text_{other.number}")
            close(other, words, actor=actor, now=now)
        on_timeline(standing, "signal_fed_back", actor=actor, now=now)
    return feedback


def link(signal: Signal, *, actor: Actor, case: Case, now: datetime) -> Signal:
    """Put a signal in a case that exists: from then on its readers of signals read it too.

    Raises:
        AccessDenied: the actor does not triage this signal, or may not read signals of this case.
        StateConflictError: linked already, not substantiated, of another table, or the case is closed.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    gate.require(actor, Act.TRIAGE_SIGNAL, on=case, compartment=Compartment.SIGNALS, now=now)
    with transaction.atomic():
        standing, along = _linkable(signal)
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        _check_same_table(standing, case)
        _put_in_case(standing, along, case, actor=actor, now=now)
    return standing


def start_case(
    signal: Signal, *, actor: Actor, opening: casefile.Opening, deputy: User, now: datetime
) -> Case:
    """Start a case from a signal, with the actor as coordinator, and link the signal to it.

    Raises:
        AccessDenied: the actor does not triage this signal, or starts no cases.
        StateConflictError: linked already, not substantiated, or the deputy is no colleague.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    actor.demand(Act.START_CASE)
    with transaction.atomic():
        standing, along = _linkable(signal)
        table = standing.covenant_id
        case = casefile.start(actor=actor, opening=opening, deputy=deputy, table=table, now=now)
        _put_in_case(standing, along, case, actor=actor, now=now)
    return case


def opening_of(signal: Signal, *, now: datetime) -> casefile.Opening:
    """Give what the signal already says about a case to start; a name only of a young person."""
    is_about_youth = signal.subject == rules.Subject.YOUNG_PERSON
    return casefile.Opening(
        form_of_concern=signal.form_of_concern,
        urgency=signal.flags.urgency.value,
        age_band=ages.band(signal.subject_birth_date, on=timezone.localdate(now)),
        name=signal.subject_name if is_about_youth else "",
        birth_date=signal.subject_birth_date if is_about_youth else None,
        municipality=signal.municipality,
    )


def walked(signal: Signal) -> tuple[SignalStatus, ...]:
    """Give the statuses the signal went through, oldest first."""
    return tuple(SignalStatus(status) for status in signal.steps.values_list("to_status", flat=True))


def _check_report(
    report: Report, actor: Actor, desk: Organisation, table: Covenant | None, *, now: datetime
) -> desks.Desk:
    for fault in faults(report, door=door_of(actor), now=now):
        raise fault
    meant = desks.choose(actor.organisation, desk, table, now=now)
    if meant is None:
        raise StateConflictError(NO_DESK, code="no_desk", field="desk")
    return meant


def _take_in(report: Report, desk: desks.Desk, *, actor: Actor, now: datetime) -> Signal:
    """Write a new signal, and tell its desk."""
    (signal,) = arrival.take_in([report], desk, actor=actor, now=now)
    arrival.tell_desk([signal], actor=actor, now=now)
    return signal


def close(
    standing: Signal, text: str, *, step: Callable[..., None] = chain.take, actor: Actor, now: datetime
) -> SignalFeedback:
    """Close the chain of one locked signal, and tell its own reporter, in the caller's transaction.

    ``step``: how the last step is written; a signal that was split takes it from wherever it stands.

    Raises: StateConflictError when the step does not exist from here.
    """
    standing.fed_back_at = now
    step(standing, SignalStatus.FED_BACK, "", actor=actor, now=now)
    feedback = SignalFeedback(signal=standing, moment="decided", text=text, at=now, by=actor.user)
    write(feedback, actor=actor, now=now)
    _record(standing, Event.SIGNAL_FED_BACK, Act.TRIAGE_SIGNAL, actor=actor, now=now)
    recipients = _who_reported(standing, actor=actor, now=now)
    outbox.put("signal_fed_back", number=standing.number, to=recipients, now=now)
    return feedback


def _linkable(signal: Signal) -> tuple[Signal, list[Signal]]:
    standing, along = pair.locked(signal)
    if standing.case_id is not None:
        raise StateConflictError(_("This signal is linked to a case already."), code="linked")
    if rules.is_set_aside(walked(standing)):
        raise StateConflictError(
            _("This signal was not substantiated: it does not belong in a case. Investigate it again first."),
            code="set_aside",
        )
    return standing, along


def _check_same_table(standing: Signal, case: Case) -> None:
    if standing.covenant_id != case.covenant_id:
        raise StateConflictError(
            _(
                "This case is at another table than the signal, under another covenant. "
                "Choose a case of the same table."
            ),
            code="another_table",
            field="case",
        )


def _put_in_case(standing: Signal, along: list[Signal], case: Case, *, actor: Actor, now: datetime) -> None:
    for one in (standing, *along):
        one.case = case
        write(one, actor=actor, now=now, reason="linked")
        _record(one, Event.SIGNAL_LINKED, Act.TRIAGE_SIGNAL, actor=actor, now=now)
    on_timeline(standing, "signal_linked", actor=actor, now=now)


def _record(signal: Signal, event: Event, act: Act, *, actor: Actor, now: datetime, **detail: str) -> None:
    ledger.record(
        actor,
        event,
        on=signal,
        case=signal.case,
        now=now,
        act=act,
        compartments=[Compartment.SIGNALS],
        **detail,
    )


def on_timeline(signal: Signal, kind: str, *, actor: Actor, now: datetime, **params: str) -> None:
    """Add a line to the case's timeline; a signal that is in no case has none."""
    if signal.case is None:
        return
    timeline.add(
        signal.case,
        kind,
        actor=actor,
        compartment=Compartment.SIGNALS,
        now=now,
        url=path(signal),
        signal=signal.number,
        **params,
    )


def _who_reported(signal: Signal, *, actor: Actor, now: datetime) -> list[outbox.Recipient]:
    """Give the reporter, or the contact points of their organisation when they left it."""
    home = signal.reported_by_organisation
    if home is None:
        return []  # without an account: with the code they see that it was decided
    works_there = present.members(at=now).filter(user=signal.reported_by, organisation=home)
    people = [signal.reported_by] if works_there.exists() else duty.contact_points([home.pk], at=now)[home.pk]
    return [outbox.Recipient(user, home, path(signal)) for user in people if user.pk != actor.user_id]
