"""The ledger as a file, with care: declared, told to others at once, made to wait, and behind a password.

Whoever asks says for whom and why. The other auditors and the platform administrator hear of it and can
stop it. The file is made while it is fetched and stands nowhere; its password is shown once, to who asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import export, ledger
from cases.audit.bulk_rules import FETCHABLE, Refusal
from cases.audit.events import Event
from cases.audit.models import LedgerExport
from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.numbers import draw
from cases.waiting_file import WaitingFile
from organisations import present
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.history import write
from organisations.roles import Role, acts_of

STOPPING_ROLES = [role.value for role in Role if Act.STOP_EXPORT in acts_of(role)]

FILE = WaitingFile(
    "ledger export",
    {
        Refusal.TOO_EARLY: _("The file is not ready yet. Others get time to stop it."),
        Refusal.EXPIRED: _("The week in which the file could be fetched is over. Ask for it again."),
        Refusal.STOPPED: _("This export was stopped."),
        Refusal.SHOWN_ALREADY: _(
            "The password was shown already. Did you lose it? Stop this export and ask again."
        ),
        Refusal.NOT_SHOWN: _("Let the password be shown first: without it nobody can open the file."),
    },
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which period (local days, both included; empty: all that is sealed), for whom, and why."""

    recipient: str
    reason: str
    since: date | None = None
    until: date | None = None


def ask(*, actor: Actor, wish: Wish, now: datetime) -> LedgerExport:
    """Ask for a part of the ledger as a file, and tell everybody who can stop it.

    Raises:
        AccessDenied: the actor does not review the ledger.
        StateConflictError: nothing is sealed in this period.
    """
    actor.demand(Act.REVIEW_AUDIT)
    export.choose(wish.since, wish.until)
    with transaction.atomic():
        made = LedgerExport(
            number=draw("X", now.year, lambda number: LedgerExport.objects.filter(number=number).exists()),
            recipient=wish.recipient,
            reason=wish.reason,
            since=wish.since,
            until=wish.until,
            asked_by=actor.user,
            organisation=actor.organisation,
            **FILE.terms(now=now),
        )
        write(made, actor=actor, now=now)
        _record(Event.EXPORT_ASKED, made, actor, now)
        _tell("export_asked", made, _others(made, now=now), now=now)
    return made


def show_password(asked: LedgerExport, *, actor: Actor, now: datetime) -> str:
    """Give the password, once.

    Raises:
        AccessDenied: somebody else asked for this export.
        StateConflictError: it was shown, stopped, or is over.
    """
    _require_own(asked, actor)
    with transaction.atomic():
        standing = _lock(asked)
        FILE.show(standing, actor=actor, now=now)
        _record(Event.EXPORT_PASSWORD_SHOWN, standing, actor, now)
    return FILE.password_of(standing)


def fetch(asked: LedgerExport, *, actor: Actor, now: datetime) -> Iterator[bytes]:
    """Record that somebody fetches the file; then give it, piece by piece, encrypted with its password.

    Raises:
        AccessDenied: somebody else asked for this export.
        StateConflictError: too early, too late, stopped, or nobody knows the password.
    """
    _require_own(asked, actor)
    with transaction.atomic():
        standing = _lock(asked)
        FILE.fetch(standing, actor=actor, now=now)
        pieces = export.take(
            actor=actor, now=now, since=standing.since, until=standing.until, number=standing.number
        )
    return FILE.packed(standing, f"ledger-{standing.number}.jsonl", pieces, now=now)


def stop(asked: LedgerExport, *, actor: Actor, reason: str, now: datetime) -> LedgerExport:
    """Stop an export, also one's own; who asked hears of it.

    Raises:
        AccessDenied: the actor does not watch over exports.
        StateConflictError: stopped already, or over.
    """
    actor.demand(Act.STOP_EXPORT)
    with transaction.atomic():
        standing = _lock(asked)
        FILE.stop(standing, actor=actor, reason=reason, now=now)
        _record(Event.EXPORT_STOPPED, standing, actor, now)
        if standing.asked_by_id != actor.user_id:
            to = [outbox.Recipient(standing.asked_by, standing.organisation, address(standing))]
            _tell("export_stopped", standing, to, now=now)
    return standing


def tell_ready(*, now: datetime) -> int:
    """Tell who asked that the file can be fetched from now on, once each; gives how many were told.

    ``now``: aware. For the sweep.
    """
    told = Notification.objects.filter(kind="export_ready", number=OuterRef("number"))
    ready = LedgerExport.objects.filter(
        ~Exists(told),
        stopped_at=None,
        fetched_at=None,
        ready_at__lte=now,
        ready_at__gt=now - FETCHABLE,
    )
    found = list(ready.select_related("asked_by", "organisation").order_by("id"))
    for asked in found:
        to = [outbox.Recipient(asked.asked_by, asked.organisation, address(asked))]
        with transaction.atomic():
            _tell("export_ready", asked, to, now=now)
    return len(found)


def all_asked() -> QuerySet[LedgerExport]:
    """Give every export that was ever asked, with who asked and who stopped it."""
    return LedgerExport.objects.select_related("asked_by", "organisation", "stopped_by")


def address(asked: LedgerExport) -> str:
    """Give the page of an export."""
    return f"/exports/{asked.number}/"


def _require_own(asked: LedgerExport, actor: Actor) -> None:
    actor.demand(Act.REVIEW_AUDIT)
    if not FILE.is_own(asked, actor):
        raise AccessDenied(
            _("Only who asked for this export can fetch it. You can stop it."),
            code="not_the_asker",
            act=Act.REVIEW_AUDIT,
        )


def _lock(asked: LedgerExport) -> LedgerExport:
    return LedgerExport.objects.select_for_update(of=("self",)).get(pk=asked.pk)


def _others(made: LedgerExport, *, now: datetime) -> list[outbox.Recipient]:
    members = present.members(at=now).filter(role__in=STOPPING_ROLES).exclude(user_id=made.asked_by_id)
    return [
        outbox.Recipient(member.user, member.organisation, address(made))
        for member in members.select_related("user", "organisation").order_by("id")
    ]


def _tell(kind: str, made: LedgerExport, to: list[outbox.Recipient], *, now: datetime) -> None:
    outbox.put(kind, number=made.number, to=to, now=now)


def _record(event: Event, on: LedgerExport, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=on, now=now, act=Act.REVIEW_AUDIT)
