"""Somebody without an account: tells something, adds to it, takes it back, reads whether it was decided.

Nothing of them leads to a person: no address of their device stands in the ledger, and their code is kept
as a keyed hash. What they can read is one of two words; of a case, a number or a name they never hear.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cases.audit import ledger
from cases.audit.events import Event
from cases.intake import code_rules, signal
from cases.intake import desk as desks
from cases.intake.models import OutsiderCode, Signal, SignalAddition
from cases.intake.report import Report
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

NAME = "page without an account"
NOBODY = OutsiderCode(digest="")


class UnknownCodeError(Exception):
    """No signal that can still be found has this code; why is never told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows after somebody told something; the code only in the minutes after that."""

    desk_name: str
    code: str


def actor_of(request_id: str) -> Actor:
    """Give the actor for what comes in through the page: nobody, from nowhere, who may log a signal."""
    return Actor(system_name=NAME, acts=frozenset({Act.LOG_SIGNAL}), origin="outside", request_id=request_id)


def tell(*, actor: Actor, report: Report, desk: desks.Desk, key: str, now: datetime) -> Told:
    """Log what somebody without an account tells; the same form (``key``) again gives what it made before.

    Raises:
        StateConflictError: an answer can't be true, or the desk can't receive signals now.
    """
    code = code_rules.made_from(key, secret=settings.SECRET_KEY)
    before = _kept(code)
    if before.pk is None:
        try:
            with transaction.atomic():
                made = signal.log_from_outside(actor=actor, report=report, desk=desk, now=now)
                OutsiderCode.objects.create(signal=made, digest=_digest(code), made_at=now)
            return Told(made.addressed_to.name, code_rules.written(code))
        except IntegrityError:  # the same form came in twice at once: the first one made it
            before = _kept(code)
    again = code_rules.may_show_again(before.made_at, now=now)
    return Told(before.signal.addressed_to.name, code_rules.written(code) if again else "")


def find(typed: str, *, now: datetime) -> Signal:
    """Give the signal that belongs to a code, as it was typed.

    Every code is looked up in the same way, one that can't exist as well.

    Raises:
        UnknownCodeError: there is none, it ended, or what was told was taken back.
    """
    kept = _kept(code_rules.read(typed))
    if kept.pk is None or code_rules.is_over(kept.made_at, now=now) or kept.signal.withdrawn_at is not None:
        raise UnknownCodeError
    return kept.signal


def is_decided(found: Signal, *, actor: Actor, now: datetime) -> bool:
    """Tell whether the desk decided, and record that it was asked. Nothing else is told."""
    _record(found, Event.SIGNAL_STANDING_READ, actor=actor, now=now)
    return found.fed_back_at is not None


def add(found: Signal, *, actor: Actor, text: str, key: str, now: datetime) -> None:
    """Add something to what was told, once per form (``key``); the desk hears that something came."""
    with transaction.atomic():
        standing = _locked(found)
        if standing.additions.filter(key=key).exists():
            return
        row = write(SignalAddition(signal=standing, text=text, key=key, at=now), actor=actor, now=now)
        _record(standing, Event.SIGNAL_ADDED_TO, actor=actor, now=now)
        _tell_desk(standing, f"addition-{row.pk}", actor=actor, now=now)


def withdraw(found: Signal, *, actor: Actor, now: datetime) -> None:
    """Take back what was told: the reporter's name and number are shown to nobody any more.

    What was seen stays with the desk, which weighs it; it may be about somebody's safety.
    """
    with transaction.atomic():
        standing = _locked(found)
        standing.withdrawn_at = now
        write(standing, actor=actor, now=now, reason="withdrawn")
        _record(standing, Event.SIGNAL_WITHDRAWN, actor=actor, now=now)
        _tell_desk(standing, "withdrawn", actor=actor, now=now)


def _locked(found: Signal) -> Signal:
    standing = Signal.objects.select_for_update().get(pk=found.pk)
    if standing.withdrawn_at is not None:
        raise UnknownCodeError
    return standing


def _digest(code: str) -> str:
    return code_rules.digest(code, secret=settings.SECRET_KEY)


def _kept(code: str) -> OutsiderCode:
    """Look a code up by its hash; compares once more, and as long, when there is none."""
    wanted = _digest(code)
    found = (
        OutsiderCode.objects.select_related("signal__addressed_to").filter(digest=wanted).first() or NOBODY
    )
    return found if hmac.compare_digest(found.digest.ljust(64), wanted) else NOBODY


def _record(found: Signal, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        event,
        on=found,
        now=now,
        act=Act.LOG_SIGNAL,
        compartments=[Compartment.SIGNALS],
    )


def _tell_desk(found: Signal, stage: str, *, actor: Actor, now: datetime) -> None:
    people = desks.to_tell(found.addressed_to, actor=actor, now=now)
    recipients = [outbox.Recipient(user, found.addressed_to, signal.path(found)) for user in people]
    outbox.put("signal_added_to", number=found.number, stage=stage, to=recipients, now=now)
