"""The answer to the question who will coordinate: yes, or no with a reason; or it is taken back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import checklist, coordinator
from cases.coordination.models import CoordinationOffer
from cases.coordination.offer import awaited, complete, end, named_homes, of, path_of, person_in, record, tell
from cases.coordination.offer_rules import OfferState, Seat, move, not_seen
from cases.moves import MoveRefusal, MoveRefused
from cases.notifications import outbox
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import User

SENTENCES = {
    MoveRefusal.NOT_FROM_HERE: _(
        "This question was answered or taken back in the meantime. Nothing was changed."
    ),
    MoveRefusal.REASON_MISSING: _("Write down why not. Who asked you then knows whom to ask next."),
}


def accept(
    offer: CoordinationOffer, *, actor: Actor, seen: Collection[str] = (), now: datetime
) -> CoordinationOffer:
    """Say yes for one's own chair; with the last yes the case changes hands.

    ``seen``: the lines of the checklist that were walked through; who will coordinate owes them all.

    Raises:
        AccessDenied: the actor was not asked.
        StateConflictError: it was answered or taken back, the case is closed, something open was not walked
            through, or one of the two no longer works at an organisation of the case.
    """
    access = require_asked(offer, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(offer)
        check_open(standing.case)
        seat = _own_seat(standing, actor)
        if seat is Seat.COORDINATOR:
            _check_seen(standing, access, seen)
        homes = coordinator.check_pair(standing.case, standing.coordinator, standing.deputy, now=now)
        setattr(standing, f"{seat.value}_yes_at", now)
        write(standing, actor=actor, now=now, reason="yes")
        record(standing, Event.COORDINATION_ACCEPTED, act=Act.WORK_ON_ACTIONS, actor=actor, now=now)
        if not awaited(standing):
            complete(standing, homes, actor=actor, now=now)
    return standing


def refuse(offer: CoordinationOffer, *, actor: Actor, reason: str, now: datetime) -> CoordinationOffer:
    """Say no with a reason; the question goes back to who asked it, and the case stays where it is.

    Raises:
        AccessDenied: the actor was not asked.
        StateConflictError: it was answered or taken back, or the reason is missing.
    """
    require_asked(offer, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(offer)
        _own_seat(standing, actor)
        _check_move(standing, OfferState.REFUSED, reason)
        end(standing, OfferState.REFUSED, actor=actor, now=now, refusal=reason.strip())
        record(standing, Event.COORDINATION_REFUSED, act=Act.WORK_ON_ACTIONS, actor=actor, now=now)
        url = path_of(standing)
        timeline.add(
            standing.case,
            "coordination_refused",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            url=url,
        )
        asker = {standing.offered_by_id: standing.organisation}
        tell("coordination_refused", standing, [standing.offered_by], asker, now=now)
        _withdraw_names(standing, actor=actor, now=now)
    return standing


def revoke(offer: CoordinationOffer, *, actor: Actor, now: datetime) -> CoordinationOffer:
    """Take a question back; or leave it, after a no, at who holds the case now.

    Raises:
        AccessDenied: the actor may not assign on this case.
        StateConflictError: it was answered with yes, or taken back already.
    """
    gate.require(actor, Act.ASSIGN_COORDINATOR, on=offer.case, now=now)
    with transaction.atomic():
        standing = _lock(offer)
        if standing.state == OfferState.REFUSED.value and standing.settled_at is None:
            standing.settled_at = now
            write(standing, actor=actor, now=now, reason="left as it was")
        else:
            _take_back(standing, actor=actor, now=now)
        record(standing, Event.COORDINATION_OFFER_REVOKED, act=Act.ASSIGN_COORDINATOR, actor=actor, now=now)
    return standing


def asked_seat(offer: CoordinationOffer, user_id: int | None) -> Seat | None:
    """Give the chair for which a person still has to answer a question that waits."""
    if offer.state != OfferState.WAITING.value:
        return None
    return next((seat for seat in awaited(offer) if person_in(offer, seat).pk == user_id), None)


def _take_back(standing: CoordinationOffer, *, actor: Actor, now: datetime) -> None:
    _check_move(standing, OfferState.REVOKED)
    homes = named_homes(standing.case)
    asked = [person_in(standing, seat) for seat in Seat if person_in(standing, seat).pk != actor.user_id]
    end(standing, OfferState.REVOKED, actor=actor, now=now)
    timeline.add(
        standing.case, "coordination_offer_revoked", actor=actor, compartment=Compartment.CORE, now=now
    )
    outbox.cancel("coordination_offered", number=standing.case.number)
    tell("coordination_offer_revoked", standing, asked, homes, now=now, path="/")
    _withdraw_names(standing, actor=actor, now=now)


def require_asked(offer: CoordinationOffer, *, actor: Actor, now: datetime) -> gate.CaseAccess:
    """Pass when the question was to this actor.

    Raises:
        AccessDenied: it was to somebody else.
    """
    access = gate.require(actor, Act.WORK_ON_ACTIONS, on=offer.case, now=now)
    if actor.user_id not in (offer.coordinator_id, offer.deputy_id):
        raise AccessDenied(
            _("This was asked of somebody else. Only they can answer."),
            code="not_asked",
            act=Act.WORK_ON_ACTIONS,
            case=offer.case,
        )
    return access


def _lock(offer: CoordinationOffer) -> CoordinationOffer:
    """Lock the case and then the question; give the question as it stands after the wait."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=offer.case_id)
    CoordinationOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    standing = of(case).get(pk=offer.pk)
    standing.case = case
    return standing


def _own_seat(standing: CoordinationOffer, actor: Actor) -> Seat:
    seat = asked_seat(standing, actor.user_id)
    if seat is None:
        raise StateConflictError(SENTENCES[MoveRefusal.NOT_FROM_HERE], code="offer_answered")
    return seat


def _check_move(standing: CoordinationOffer, to: OfferState, reason: str = "") -> None:
    try:
        move(OfferState(standing.state), to, reason=reason)
    except MoveRefused as refused:
        field = "reason" if refused.code is MoveRefusal.REASON_MISSING else None
        raise StateConflictError(SENTENCES[refused.code], code=refused.code.value, field=field) from refused


def _check_seen(standing: CoordinationOffer, access: gate.CaseAccess, seen: Collection[str]) -> None:
    found = checklist.open_items(standing.case, access.readable, introduce=standing.introduce)
    unseen = not_seen(found, seen)
    if unseen:
        labels = ", ".join(str(checklist.LABELS[item.value]).lower() for item in unseen)
        raise StateConflictError(
            _("Walk through these first, and tick them: %(items)s.") % {"items": labels},
            code="not_walked_through",
            field="seen",
        )
    standing.seen = " ".join(item for item in checklist.LABELS if item in seen)


def _withdraw_names(standing: CoordinationOffer, *, actor: Actor, now: datetime) -> None:
    """Take off the case whoever was named only to answer; each is a line of its own."""
    homes = named_homes(standing.case)
    for seat in standing.newly_named.split():
        person: User = person_in(standing, Seat(seat))
        if person.pk in homes and grants.take_off_case(
            standing.case, person, organisation=homes[person.pk], actor=actor, now=now
        ):
            about = {"on": standing.case, "case": standing.case, "act": Act.ASSIGN_COORDINATOR}
            ledger.record(actor, Event.COLLEAGUE_REMOVED, now=now, named=person.pk, **about)
