"""The door of the grab pack: behind the gate, and asked again at each request.

Who may not open it gets the answer of something that does not exist, also inside the case.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.rules import Way as CaseWay
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.pack import rules
from cases.pack.models import GrabPack
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

#: A meeting and an emergency open a case, not the pack in it.
ADMITTED = frozenset({CaseWay.NAMED, CaseWay.ORGANISATION})


class HandedOverError(StateConflictError):
    """Another organisation took the pack over in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _("Another organisation took this grab pack over in the meantime. Nothing was changed."),
            code="handed_over",
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack that somebody may read now, and by which way."""

    pack: GrabPack
    way: rules.Way


def require_keeper(case: Case, *, actor: Actor, now: datetime) -> gate.CaseAccess:
    """Pass for who keeps packs at an organisation that takes part and looks after young people.

    Raises:
        AccessDenied: not this actor; for who may know of the case, there is no pack.
    """
    access = gate.require(actor, Act.KEEP_PACK, on=case, compartment=Compartment.MISSING, now=now)
    if access.way not in ADMITTED or not rules.may_keep(actor.organisation.kind):
        raise gate.not_found(case.number, act=Act.KEEP_PACK)
    return access


def require_owner(pack: GrabPack, *, actor: Actor, now: datetime) -> None:
    """Pass for who keeps this very pack.

    Raises:
        AccessDenied: not this actor; for them there is no pack.
    """
    require_keeper(pack.case, actor=actor, now=now)
    if pack.owner_organisation_id != actor.organisation_id:
        raise gate.not_found(pack.case.number, act=Act.KEEP_PACK)


def lock(pack: GrabPack, *, actor: Actor) -> GrabPack:
    """Give the pack as it is now, locked until the end of the transaction.

    Raises:
        HandedOverError: it belongs to another organisation by now.
    """
    standing = GrabPack.objects.select_for_update(of=("self",)).select_related("case").get(pk=pack.pk)
    if standing.owner_organisation_id != actor.organisation_id:
        raise HandedOverError
    return standing


def look(case: Case, *, actor: Actor, now: datetime) -> Opened | None:
    """Give the pack of a case that was opened, when this actor may read it at ``now`` (aware); else None."""
    pack = GrabPack.objects.filter(case=case).select_related("owner_organisation", "owner", "case").first()
    way = None if pack is None else rules.way_in(_knock(pack, case.access, actor=actor, now=now))
    return None if way is None else Opened(pack, way)


def open_pack(actor: Actor, number: str, *, event: Event, now: datetime) -> GrabPack:
    """Fetch the pack of a case by the case's number, ask the door, and record the reading.

    Raises:
        AccessDenied: not for this actor at ``now`` (aware), or there is none.
    """
    rows = GrabPack.objects.select_related("case__young_person")
    pack = rows.filter(case__number=number.upper()).first()
    if pack is None:
        raise gate.nothing_here(actor, number, act=Act.READ_CASE, now=now)
    case = pack.case
    case.access = gate.require(actor, Act.READ_CASE, on=case, compartment=Compartment.MISSING, now=now)
    if rules.way_in(_knock(pack, case.access, actor=actor, now=now)) is None:
        raise gate.not_found(number, act=Act.READ_CASE)
    record_reading(pack, case, event=event, now=now)
    return pack


def record_reading(pack: GrabPack, case: Case, *, event: Event = Event.PACK_READ, now: datetime) -> None:
    """Write the ledger line of a reading; if this fails the page is not served."""
    gate.record_reading(case, event=event, compartment=Compartment.MISSING, now=now, on=pack)


def _knock(pack: GrabPack, access: gate.CaseAccess, *, actor: Actor, now: datetime) -> rules.Knock:
    def may(act: Act) -> bool:
        return gate.may(actor, act, on=pack.case, compartment=Compartment.MISSING, access=access, now=now)

    return rules.Knock(
        is_admitted=access.way in ADMITTED,
        is_owner=pack.owner_organisation_id == actor.organisation_id,
        keeps=may(Act.KEEP_PACK) and rules.may_keep(actor.organisation.kind),
        answers=may(Act.ANSWER_ALERT),
        is_missing=pack.case.episodes.filter(status="running").exists(),
    )
