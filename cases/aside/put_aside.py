"""Acts on the own queue: put a piece of work aside until later, bring it back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate, signal_gate
from cases.aside.choices import GROUNDS
from cases.aside.models import PutAside, key_of
from cases.aside.rules import MOST, About, limit
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of work as it stands in the queue now. ``due``: aware instant or local date."""

    about: About
    urgency: str
    due: date | datetime | None
    stamp: str


def put(waiting: Waiting, *, actor: Actor, reason: str, until: datetime, now: datetime) -> PutAside:
    """Put a piece of work aside in the own queue until a moment (aware); who did before puts it aside anew.

    Raises:
        AccessDenied: the actor may not see what it is about.
        StateConflictError: it may not wait that long, or too much is put aside.
    """
    _require(waiting.about, actor=actor, now=now)
    with transaction.atomic():
        mine = _standing(actor)
        _check(waiting, mine, until, now)
        for former in mine:
            if former.item == waiting.about.name:
                former.ended_at = now
                write(former, actor=actor, now=now)
        made = _made(waiting, actor=actor, reason=reason, until=until, now=now)
        write(made, actor=actor, now=now)
        _note(made, Event.WORK_PUT_ASIDE, actor=actor, now=now)
    return made


def bring_back(about: About, *, actor: Actor, now: datetime) -> None:
    """Take a piece of work back into the own queue; nothing happens when it stands there already.

    Raises:
        AccessDenied: the actor may not see what it is about.
    """
    _require(about, actor=actor, now=now)
    with transaction.atomic():
        for row in _standing(actor):
            if row.item == about.name:
                row.ended_at = now
                write(row, actor=actor, now=now)
                _note(row, Event.WORK_BROUGHT_BACK, actor=actor, now=now)


def _require(about: About, *, actor: Actor, now: datetime) -> None:
    """Ask the gate by the same door as the queue did."""
    meant = PutAside(case_id=about.case_id, signal_id=about.signal_id)
    if meant.case is not None:
        gate.require(actor, about.act, on=meant.case, compartment=about.part, now=now)
    else:
        signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=meant.signal, now=now)


def _standing(actor: Actor) -> list[PutAside]:
    """Give what this person has put aside. Their own row is locked: two screens take turns."""
    User.objects.select_for_update().only("pk").get(pk=actor.user_id)
    rows = PutAside.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
    return list(rows.filter(ended_at=None))


def _check(waiting: Waiting, mine: list[PutAside], until: datetime, now: datetime) -> None:
    allowed = limit(waiting.about.work, waiting.urgency, waiting.due, now=now)
    if allowed.until is None or until > allowed.until:
        raise StateConflictError(GROUNDS[allowed.ground], code="too_long", field="until")
    if until <= now:
        raise StateConflictError(_("Choose a moment that is still to come."), code="past", field="until")
    others = [row for row in mine if row.until > now and row.item != waiting.about.name]
    if len(others) >= MOST:
        raise StateConflictError(
            _("You have put a lot aside already. Bring something back first, or hand work over."), code="many"
        )


def _made(waiting: Waiting, *, actor: Actor, reason: str, until: datetime, now: datetime) -> PutAside:
    about = waiting.about
    return PutAside(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        case_id=about.case_id,
        signal_id=about.signal_id,
        work=about.work.value,
        item=about.name,
        key=key_of(actor.user_id, actor.organisation_id, about.name),
        stamp=waiting.stamp,
        reason=reason,
        put_at=now,
        until=until,
    )


def _note(row: PutAside, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=row, case=row.case, now=now, act=Act.READ_INBOX, work=row.work)
