"""A sign on a signal: ticked when the signal is told, or noted afterwards, for or against."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.conflict import StateConflictError
from cases.intake import desk as desks
from cases.intake import pair, rules
from cases.intake.evidence_rules import Knowledge
from cases.intake.indicator_rules import CURRENT
from cases.intake.models import Signal, SignalIndicator
from cases.intake.report import Report, fault_of
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

NOTED_BEFORE = _(
    "This sign stands on the signal already. When somebody else noticed it too, let them log a signal "
    "of their own: then it can be seen that it comes from two sides."
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that somebody adds: whether it was noticed or its opposite, how it is known, on which day."""

    code: str
    says: str
    knowledge: str
    seen_on: date
    source: str = ""


def write_ticked(signal: Signal, report: Report, *, actor: Actor, now: datetime) -> None:
    """Write the signs that were ticked with a new signal, within the transaction of its act."""
    otherwise = dict(report.known_otherwise)
    for code in report.indicators:
        knowledge = otherwise.get(code, report.knowledge)
        own_words = knowledge == report.knowledge and knowledge != Knowledge.FIRST_HAND
        row = SignalIndicator(
            signal=signal,
            code=code,
            list_version=CURRENT.version,
            knowledge=knowledge,
            source=report.source if own_words else "",
            seen_on=timezone.localdate(report.noticed_at),
            noted_at=now,
            noted_by=actor.user,
        )
        write(row, actor=actor, now=now)


def note(signal: Signal, *, actor: Actor, sign: Sign, now: datetime) -> SignalIndicator:
    """Note a sign on a signal that one reported or triages; whose desk it is hears of it.

    Raises:
        AccessDenied: the actor neither reported this signal nor triages it.
        StateConflictError: the sign stands there already, is on no list, or its day can't be true.
    """
    signal_gate.require_own(actor, Act.LOG_SIGNAL, on=signal, now=now)
    with transaction.atomic():
        standing = Signal.objects.select_for_update().get(pk=signal.pk)
        _check(standing, sign, now=now)
        row = SignalIndicator(
            signal=standing,
            code=sign.code,
            list_version=CURRENT.version,
            says=sign.says,
            knowledge=sign.knowledge,
            source="" if sign.knowledge == Knowledge.FIRST_HAND else sign.source,
            seen_on=sign.seen_on,
            noted_at=now,
            noted_by=actor.user,
        )
        write(row, actor=actor, now=now)
        _tell(standing, row, actor=actor, now=now)
    return row


def _check(signal: Signal, sign: Sign, *, now: datetime) -> None:
    if sign.code not in CURRENT.codes:
        raise StateConflictError(_("This sign is not on the list any more."), code="not_listed", field="code")
    fault = fault_of(lambda: rules.check_day(sign.seen_on, today=timezone.localdate(now), field="seen_on"))
    if fault is not None:
        raise fault
    if signal.indicators.filter(code=sign.code, says=sign.says).exists():
        raise StateConflictError(NOTED_BEFORE, code="noted_before", field="code")


def _tell(signal: Signal, row: SignalIndicator, *, actor: Actor, now: datetime) -> None:
    """Write the ledger line and the case's timeline, and tell the desk when it did not note it itself."""
    ledger.record(
        actor,
        Event.SIGNAL_SIGN_NOTED,
        on=signal,
        case=signal.case,
        now=now,
        act=Act.LOG_SIGNAL,
        compartments=[Compartment.SIGNALS],
    )
    path = f"/signals/{signal.number}/"
    if signal.case is not None:
        named = pair.face(signal)
        timeline.add(
            signal.case,
            "signal_sign_noted",
            actor=actor,
            compartment=Compartment.SIGNALS,
            now=now,
            url=f"/signals/{named.number}/",
            signal=named.number,
        )
    if actor.organisation_id == signal.addressed_to_id:
        return
    people = desks.to_tell(signal.addressed_to, actor=actor, now=now)
    recipients = [outbox.Recipient(user, signal.addressed_to, path) for user in people]
    outbox.put("signal_added_to", number=signal.number, stage=f"sign-{row.pk}", to=recipients, now=now)
