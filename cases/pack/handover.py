"""A grab pack moves along with the young person: offered by who keeps it, taken over by who accepts.

Until then the old owner keeps it: a pack is never without one.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import audience, gate
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications import outbox
from cases.pack import door
from cases.pack.grab_pack import record
from cases.pack.models import GrabPack, PackOffer
from cases.pack.rules import OfferState, may_keep
from organisations import duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation


def candidates(case: Case, *, without: Organisation, now: datetime) -> list[Organisation]:
    """Give who could take the pack over: who keeps packs and takes part in the part *missing* now."""
    admitted = audience.admitted(case, Compartment.MISSING, now=now)
    return [home for home in admitted if may_keep(home.kind) and home != without]


def waiting(pack: GrabPack) -> PackOffer | None:
    """Give the question that waits for an answer, if there is one."""
    rows = PackOffer.objects.filter(pack=pack, state=OfferState.WAITING.value)
    return rows.select_related("to_organisation", "from_organisation", "offered_by", "pack__case").first()


def offer(pack: GrabPack, *, actor: Actor, to: Organisation, now: datetime) -> PackOffer:
    """Ask another organisation at the case to take the pack over.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StateConflictError: they can't keep it, a question waits already, or handed over meanwhile.
    """
    door.require_owner(pack, actor=actor, now=now)
    with transaction.atomic():
        standing = door.lock(pack, actor=actor)
        if waiting(standing) is not None:
            raise StateConflictError(
                _("You asked an organisation already. Take that back first."), code="offer_waits"
            )
        if to not in candidates(standing.case, without=actor.organisation, now=now):
            raise StateConflictError(
                _("This organisation does not take part in this case in a way that lets it keep the pack."),
                code="no_keeper",
                field="to",
            )
        asked = PackOffer(
            pack=standing,
            from_organisation=actor.organisation,
            to_organisation=to,
            offered_at=now,
            offered_by=actor.user,
        )
        write(asked, actor=actor, now=now)
        record(standing, Event.PACK_OFFERED, actor=actor, now=now, party=to.pk)
        points = duty.contact_points([to.pk], at=now)[to.pk]
        _tell(
            "pack_offered",
            asked,
            [outbox.Recipient(user, to, path_of(standing.case)) for user in points],
            now,
        )
    return asked


def accept(asked: PackOffer, *, actor: Actor, now: datetime) -> GrabPack:
    """Take the pack over; from now on the actor's organisation keeps it, and the actor owns it.

    Raises:
        AccessDenied: the question is not to the actor's organisation.
        StateConflictError: it was answered or taken back meanwhile.
    """
    _require_asked(asked, actor=actor, now=now)
    with transaction.atomic():
        pack, standing = _lock(asked)
        _answer(standing, OfferState.ACCEPTED, actor=actor, now=now)
        pack.owner_organisation, pack.owner = actor.organisation, actor.user
        write(pack, actor=actor, now=now, reason="taken over")
        record(pack, Event.PACK_TAKEN_OVER, actor=actor, now=now, party=standing.from_organisation_id)
        _tell("pack_taken_over", standing, _asker(standing), now)
    return pack


def decline(asked: PackOffer, *, actor: Actor, now: datetime) -> PackOffer:
    """Say that the actor's organisation does not take the pack over; the owner keeps it and hears it.

    Raises:
        AccessDenied: the question is not to the actor's organisation.
        StateConflictError: it was answered or taken back meanwhile.
    """
    _require_asked(asked, actor=actor, now=now)
    with transaction.atomic():
        pack, standing = _lock(asked)
        _answer(standing, OfferState.DECLINED, actor=actor, now=now)
        record(pack, Event.PACK_DECLINED, actor=actor, now=now, party=standing.from_organisation_id)
        _tell("pack_declined", standing, _asker(standing), now)
    return standing


def is_left_behind(pack: GrabPack, *, now: datetime) -> bool:
    """Tell whether the organisation that keeps the pack no longer takes part, so that nobody keeps it up."""
    return pack.owner_organisation not in audience.admitted(pack.case, Compartment.MISSING, now=now)


def take_up(pack: GrabPack, *, actor: Actor, now: datetime) -> GrabPack:
    """Take over a pack that was left behind; from now on the actor's organisation keeps it.

    Raises:
        AccessDenied: the actor keeps no packs on this case.
        StateConflictError: whoever keeps it takes part, so that they can be asked.
    """
    door.require_keeper(pack.case, actor=actor, now=now)
    with transaction.atomic():
        rows = GrabPack.objects.select_for_update(of=("self",))
        standing = rows.select_related("case", "owner_organisation").get(pk=pack.pk)
        if not is_left_behind(standing, now=now):
            raise StateConflictError(
                _("Another organisation at this case keeps the grab pack. Ask them to hand it over."),
                code="is_kept",
            )
        asked = PackOffer.objects.select_for_update(of=("self",)).filter(pack=standing, state="waiting")
        for question in asked:
            _answer(question, OfferState.TAKEN_BACK, actor=actor, now=now)
        before = standing.owner_organisation_id
        standing.owner_organisation, standing.owner = actor.organisation, actor.user
        write(standing, actor=actor, now=now, reason="taken up")
        record(standing, Event.PACK_TAKEN_OVER, actor=actor, now=now, party=before)
    return standing


def take_back(asked: PackOffer, *, actor: Actor, now: datetime) -> PackOffer:
    """Take the question back; the pack stays where it is.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StateConflictError: it was answered or taken back meanwhile.
    """
    door.require_owner(asked.pack, actor=actor, now=now)
    with transaction.atomic():
        pack, standing = _lock(asked)
        _answer(standing, OfferState.TAKEN_BACK, actor=actor, now=now)
        record(pack, Event.PACK_OFFER_TAKEN_BACK, actor=actor, now=now, party=standing.to_organisation_id)
        outbox.cancel("pack_offered", number=pack.case.number, organisation=standing.to_organisation)
    return standing


def path_of(case: Case) -> str:
    """Give the address of the pack of a case."""
    return f"/cases/{case.number}/pack/"


def _require_asked(asked: PackOffer, *, actor: Actor, now: datetime) -> None:
    case = asked.pack.case
    door.require_keeper(case, actor=actor, now=now)
    if asked.to_organisation_id != actor.organisation_id:
        raise gate.not_found(case.number, act=Act.KEEP_PACK)


def _lock(asked: PackOffer) -> tuple[GrabPack, PackOffer]:
    """Lock the pack first and then the question, as an offer does."""
    pack = GrabPack.objects.select_for_update(of=("self",)).select_related("case").get(pk=asked.pack_id)
    rows = PackOffer.objects.select_for_update(of=("self",))
    return pack, rows.select_related("from_organisation", "to_organisation", "offered_by").get(pk=asked.pk)


def _answer(standing: PackOffer, state: OfferState, *, actor: Actor, now: datetime) -> None:
    if standing.state != OfferState.WAITING.value:
        raise StateConflictError(
            _("This question was answered or taken back in the meantime. Nothing was changed."),
            code="offer_answered",
        )
    standing.state, standing.answered_at, standing.answered_by = state.value, now, actor.user
    write(standing, actor=actor, now=now, reason=state.value)


def _asker(standing: PackOffer) -> list[outbox.Recipient]:
    path = f"/cases/{standing.pack.case.number}/missing/"
    return [outbox.Recipient(standing.offered_by, standing.from_organisation, path)]


def _tell(kind: str, asked: PackOffer, to: list[outbox.Recipient], now: datetime) -> None:
    case = asked.pack.case
    outbox.put(kind, number=case.number, to=to, now=now, stage=str(asked.pk), case=case)
