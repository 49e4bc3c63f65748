"""A grab pack is made, kept up to date and confirmed by the institution that looks after a young person."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.pack import door, seal
from cases.pack.models import GrabPack
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write
from organisations.models import User


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that stands in a pack; empty is not known. ``height_cm`` in centimetres."""

    build: str = ""
    height_cm: int | None = None
    hair: str = ""
    eyes: str = ""
    marks: str = ""
    usual_clothes: str = ""
    phones: str = ""
    accounts: str = ""
    places: str = ""
    friends: str = ""
    addresses: str = ""
    vehicles: str = ""
    medical_needs: str = ""
    legal_title: str = "unknown"
    legal_title_note: str = ""
    guardian: str = ""
    return_to: str = ""


class AlreadyKeptError(StateConflictError):
    """There is a pack of this young person; two would tell two things."""

    def __init__(self, pack: GrabPack) -> None:
        sentence = _(
            "%(organisation)s keeps a grab pack of this young person already. "
            "Does the young person stay with you now? Ask them to hand it over."
        )
        told = {"organisation": pack.owner_organisation.name}
        super().__init__(sentence % told, code="already_kept")


def make(case: Case, *, actor: Actor, content: Content, owner: User | None = None, now: datetime) -> GrabPack:
    """Make the pack of a young person; the actor's organisation keeps it, ``owner`` (or the actor) owns it.

    Raises:
        AccessDenied: the actor keeps no packs on this case.
        AlreadyKeptError: there is one already.
        StateConflictError: the case is closed, or the owner can't be one.
    """
    door.require_keeper(case, actor=actor, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        _check_free(case)
        pack = GrabPack(
            case=case,
            owner_organisation=actor.organisation,
            owner=_owner(owner, actor=actor, now=now),
            made_at=now,
            confirmed_at=now,
            confirmed_by=actor.user,
        )
        _fill(pack, content)
        write(pack, actor=actor, now=now)
        record(pack, Event.PACK_MADE, actor=actor, now=now)
        running = case.episodes.filter(status="running").first()
        if running is not None:
            seal.opened(running, actor=actor, organisations=running.calls.count(), now=now)
    return pack


def change(
    pack: GrabPack,
    *,
    actor: Actor,
    content: Content,
    owner: User | None = None,
    version: int | None = None,
    now: datetime,
) -> GrabPack:
    """Write down what is known now; ``owner`` hands the care of the pack to a colleague.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StaleWriteError: somebody saved since version ``version`` was shown.
        StateConflictError: handed over meanwhile, or the owner can't be one.
    """
    door.require_owner(pack, actor=actor, now=now)
    with transaction.atomic():
        standing = door.lock(pack, actor=actor)
        check_version(standing, version)
        _fill(standing, content)
        if owner is not None:
            standing.owner = _owner(owner, actor=actor, now=now)
        write(standing, actor=actor, now=now)
        record(standing, Event.PACK_CHANGED, actor=actor, now=now)
    return standing


def confirm(pack: GrabPack, *, actor: Actor, version: int | None = None, now: datetime) -> GrabPack:
    """Say that everything in the pack is still right; the next quarter begins.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StaleWriteError: somebody saved since version ``version`` was shown.
        StateConflictError: handed over meanwhile.
    """
    door.require_owner(pack, actor=actor, now=now)
    with transaction.atomic():
        standing = door.lock(pack, actor=actor)
        check_version(standing, version)
        standing.confirmed_at, standing.confirmed_by, standing.reminded_at = now, actor.user, None
        write(standing, actor=actor, now=now, reason="confirmed")
        record(standing, Event.PACK_CONFIRMED, actor=actor, now=now)
    return standing


def record(pack: GrabPack, event: Event, *, actor: Actor, now: datetime, **detail: int) -> None:
    """Write the ledger line of something done with a pack."""
    ledger.record(
        actor,
        event,
        on=pack,
        case=pack.case,
        now=now,
        act=Act.KEEP_PACK,
        compartments=[Compartment.MISSING],
        **detail,
    )


def _fill(pack: GrabPack, content: Content) -> None:
    for field in fields(content):
        setattr(pack, field.name, getattr(content, field.name))


def _owner(chosen: User | None, *, actor: Actor, now: datetime) -> User:
    """Give who owns the pack: somebody who works with cases at the organisation that keeps it."""
    if chosen is None or chosen.pk == actor.user_id:
        return actor.user
    if not present.caseworkers(at=now).filter(user=chosen, organisation=actor.organisation).exists():
        raise StateConflictError(
            _("This colleague does not work with cases at your organisation. Choose somebody else."),
            code="no_owner",
            field="owner",
        )
    return chosen


def _check_free(case: Case) -> None:
    if case.status == "closed":
        raise StateConflictError(
            _("This case is closed. Ask the coordinator to reopen it first."), code="case_closed"
        )
    standing = GrabPack.objects.filter(case=case).select_related("owner_organisation").first()
    if standing is not None:
        raise AlreadyKeptError(standing)
