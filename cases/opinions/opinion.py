"""Acts on opinions: give one, answer one, forget those that are a year old.

Who keeps the platform reads them (``MANAGE_COVENANT``, as for the texts that everybody promises): that role
can change something about the software, belongs to no organisation's hierarchy of the writer, and opens no
case. Not the process director, who directs the writers.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.notifications import outbox
from cases.notifications.outbox import Recipient
from cases.numbers import draw
from cases.opinions.choices import KINDS, refusal
from cases.opinions.models import Opinion
from cases.opinions.rules import LONGEST, given_before
from cases.telltale_rules import tells
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write

#: In the ledger stands that an opinion was given, and not by whom, unless they may be asked about it.
SYSTEM = Actor.system("opinions")
OWN = "/opinions/mine/"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about the page of a route; ``may_ask``: they can be answered, so are known."""

    kind: str
    text: str = ""
    page: str = ""
    may_ask: bool = False


def give(said: Said, *, actor: Actor, now: datetime) -> Opinion:
    """Keep an opinion; of the writer the role and the kind of organisation. ``now`` is aware.

    Raises:
        AccessDenied: the actor has no start page.
        StateConflictError: an unknown kind, too long, or the text looks like data of a case.
    """
    actor.demand(Act.READ_INBOX)
    if said.kind not in dict(KINDS):
        raise StateConflictError(_("Choose one of these."), code="unknown", field="kind")
    made = Opinion(
        kind=said.kind,
        text=_clean(said.text, field="text"),
        page=said.page,
        role=actor.role.value,
        organisation_kind=actor.organisation.kind,
        given_on=timezone.localdate(now),
        by=actor.user if said.may_ask else None,
        organisation=actor.organisation if said.may_ask else None,
    )
    with transaction.atomic():
        made.number = draw("M", now.year, lambda number: Opinion.objects.filter(number=number).exists())
        write(made, actor=actor if said.may_ask else SYSTEM, now=now)
        if said.may_ask:
            ledger.record(actor, Event.OPINION_GIVEN, on=made, now=now, act=Act.READ_INBOX)
        else:
            ledger.record(SYSTEM, Event.OPINION_GIVEN, now=now, act=Act.READ_INBOX)
    return made


def answer(row: Opinion, *, actor: Actor, text: str, version: int | None, now: datetime) -> Opinion:
    """Mark an opinion as handled; what is answered reaches who may be asked. ``now`` is aware.

    Raises:
        AccessDenied: the actor does not keep the platform.
        StateConflictError: it was handled already, or the answer looks like data of a case.
        StaleWriteError: it changed since the page was opened.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        found = Opinion.objects.select_for_update().get(pk=row.pk)
        if found.handled_at is not None:
            raise StateConflictError(_("Somebody handled this already."), code="handled")
        check_version(found, version)
        found.answer = _clean(text, field="answer")
        found.handled_at, found.handled_by = now, actor.user
        write(found, actor=actor, now=now)
        ledger.record(actor, Event.OPINION_HANDLED, on=found, now=now, act=Act.MANAGE_COVENANT)
        if found.by is not None and found.answer:
            told = Recipient(found.by, found.organisation, OWN)
            outbox.put("opinion_answered", number=found.number, to=[told], now=now)
    return found


def forget(*, now: datetime) -> int:
    """Remove what was said more than a year before ``now`` (aware); tells how much."""
    before = given_before(timezone.localdate(now))
    return Opinion.objects.filter(given_on__lt=before).delete()[0]


def _clean(typed: str, *, field: str) -> str:
    text = typed.strip()
    if len(text) > LONGEST:
        raise StateConflictError(
            _("This is too long. Use at most %(most)s characters.") % {"most": LONGEST},
            code="long",
            field=field,
        )
    if found := tells(text):
        raise StateConflictError(refusal(found), code="telltale", field=field)
    return text
