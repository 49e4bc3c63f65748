"""Coordination is offered to two people and moves when both say yes; until then nothing changes.

Whoever is asked and was not named on the case is named with the question: nobody can answer for a case that
they may not read. With a no, or when the question is taken back, they go off it again (``answer``).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.conflict import StateConflictError
from cases.coordination import coordinator
from cases.coordination.models import CoordinationOffer, CoordinatorAssignment
from cases.coordination.offer_rules import OfferState, Pair, Seat, assign_before, to_ask
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation, User

#: user id -> the organisation for which somebody holds a case, or would
Homes = dict[int, Organisation]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would hold the case, why it changes, and whom they are introduced to."""

    to: User
    deputy: User
    reason: str = ""
    introduce: str = ""

    @property
    def pair(self) -> Pair:
        """Give the two people as the rules know them."""
        return Pair(self.to.pk, self.deputy.pk)


def make(
    case: Case, *, actor: Actor, proposal: Proposal, replaces: int | None = None, now: datetime
) -> CoordinationOffer:
    """Ask two people to hold a case; when neither has to be asked, they hold it at once.

    ``replaces`` is the id of the pair that the page showed.

    Raises:
        AccessDenied: the actor may not assign on this case.
        StateConflictError: the case is closed, somebody was asked already or was faster, or these two can't.
    """
    gate.require(actor, Act.ASSIGN_COORDINATOR, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        # Who may do this only because they hold the case may have handed it over while this waited.
        gate.require(actor, Act.ASSIGN_COORDINATOR, on=case, now=now)
        check_open(case)
        standing = _check_free(case, proposal, replaces)
        homes = coordinator.check_pair(case, proposal.to, proposal.deputy, now=now)
        made = _ask(_drafted(case, standing, proposal, actor=actor, now=now), homes, actor=actor, now=now)
        if not awaited(made):
            return complete(made, homes, actor=actor, now=now)
        timeline.add(
            case,
            "coordination_offered",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            url=path_of(made),
            coordinator=made.coordinator.name,
            deputy=made.deputy.name,
        )
        tell("coordination_offered", made, [person_in(made, seat) for seat in awaited(made)], homes, now=now)
    return made


def opened(case: Case) -> CoordinationOffer | None:
    """Give the question that is not settled yet: it waits, or was refused and nobody went on."""
    return of(case).filter(settled_at=None).first()


def of(case: Case) -> QuerySet[CoordinationOffer]:
    """Give what was offered in a case, the newest first, with its people."""
    people = ("coordinator", "deputy", "offered_by", "ended_by", "organisation", "case")
    return case.coordination_offers.select_related(*people).order_by("-offered_at", "-id")


def awaited(offer: CoordinationOffer) -> list[Seat]:
    """Give the chairs whose people did not say yes yet."""
    said_yes = {Seat.COORDINATOR: offer.coordinator_yes_at, Seat.DEPUTY: offer.deputy_yes_at}
    return [seat for seat in Seat if said_yes[seat] is None]


def person_in(offer: CoordinationOffer, seat: Seat) -> User:
    """Give who is asked for a chair."""
    return offer.coordinator if seat is Seat.COORDINATOR else offer.deputy


def path_of(offer: CoordinationOffer) -> str:
    """Give the address of a question."""
    return f"/cases/{offer.case.number}/people/coordinator/{offer.pk}/"


def record(offer: CoordinationOffer, event: Event, *, act: Act, actor: Actor, now: datetime) -> None:
    """Write the line of the ledger about a question."""
    pair = {"coordinator": offer.coordinator_id, "deputy": offer.deputy_id}
    ledger.record(actor, event, on=offer, case=offer.case, now=now, act=act, **pair)


def tell(
    kind: str, offer: CoordinationOffer, people: list[User], homes: Homes, *, now: datetime, path: str = ""
) -> None:
    """Owe these people a message; who works for no organisation of the case any more gets none."""
    link = path or path_of(offer)
    to = [outbox.Recipient(person, homes[person.pk], link) for person in people if person.pk in homes]
    outbox.put(kind, number=offer.case.number, to=to, now=now, stage=str(offer.pk), case=offer.case)


def complete(offer: CoordinationOffer, homes: Homes, *, actor: Actor, now: datetime) -> CoordinationOffer:
    """Let the case change hands inside the caller's transaction; the pair before hears of it.

    Raises:
        StateConflictError: somebody else holds the case than when it was offered.
    """
    standing = coordinator.standing_pair(offer.case)
    if standing is None or standing.pk != offer.replaces_id:
        raise coordinator.somebody_was_faster(standing)
    end(offer, OfferState.ACCEPTED, actor=actor, now=now)
    standing.ended_at = now
    write(standing, actor=actor, now=now, reason=offer.reason)
    pair = {"to": offer.coordinator, "deputy": offer.deputy}
    coordinator.install(offer.case, actor=actor, **pair, homes=homes, reason=offer.reason, now=now)
    before = {standing.coordinator, standing.deputy, offer.offered_by} - {offer.coordinator, offer.deputy}
    told = sorted((person for person in before if person.pk != actor.user_id), key=lambda person: person.pk)
    tell(
        "coordination_moved",
        offer,
        told,
        {**named_homes(offer.case), offer.offered_by_id: offer.organisation},
        now=now,
    )
    return offer


def end(
    offer: CoordinationOffer, state: OfferState, *, actor: Actor, now: datetime, refusal: str = ""
) -> None:
    """Write down how a question ended; a refusal stays open until who offered it goes on."""
    offer.state, offer.ended_at, offer.ended_by, offer.refusal = state.value, now, actor.user, refusal
    offer.settled_at = None if state is OfferState.REFUSED else now
    write(offer, actor=actor, now=now, reason=state.value)


def named_homes(case: Case) -> Homes:
    """Give for which organisation people are named on a case."""
    rows = CaseUserObjectPermission.objects.filter(content_object=case).select_related("organisation")
    return {row.user_id: row.organisation for row in rows}


def _check_free(case: Case, proposal: Proposal, replaces: int | None) -> CoordinatorAssignment:
    """Pass when nobody is being asked, and these two are not who hold the case already."""
    standing = coordinator.standing_pair(case)
    if standing is None or (replaces is not None and standing.pk != replaces):
        raise coordinator.somebody_was_faster(standing)
    before = opened(case)
    if before is not None and before.state == OfferState.WAITING.value:
        raise StateConflictError(
            _("%(coordinator)s and %(deputy)s were asked already. Take that question back first.")
            % {"coordinator": before.coordinator.name, "deputy": before.deputy.name},
            code="offer_waits",
        )
    if proposal.pair == Pair(standing.coordinator_id, standing.deputy_id):
        raise StateConflictError(
            _("These two hold the case already. Choose at least one other person."),
            code="same_pair",
            field="to",
        )
    return standing


def _drafted(
    case: Case, standing: CoordinatorAssignment, proposal: Proposal, *, actor: Actor, now: datetime
) -> CoordinationOffer:
    """Give the question, not saved. After a refusal the clock runs on: it is the same empty chair."""
    pair = Pair(standing.coordinator_id, standing.deputy_id)
    asked = to_ask(proposal.pair, standing=pair, offered_by=actor.user_id)
    drafted = CoordinationOffer(
        case=case,
        replaces=standing,
        coordinator=proposal.to,
        deputy=proposal.deputy,
        reason=proposal.reason,
        introduce=proposal.introduce,
        offered_at=now,
        offered_by=actor.user,
        organisation=actor.organisation,
        due_at=assign_before(standing.vacant_since or now, urgency=case.urgency),
        escalated_at=standing.escalated_at,
        coordinator_yes_at=None if Seat.COORDINATOR in asked else now,
        deputy_yes_at=None if Seat.DEPUTY in asked else now,
    )
    before = opened(case)
    if before is not None:
        drafted.due_at, drafted.escalated_at = before.due_at, before.escalated_at
        before.settled_at = now
        write(before, actor=actor, now=now, reason="asked somebody else")
    return drafted


def _ask(drafted: CoordinationOffer, homes: Homes, *, actor: Actor, now: datetime) -> CoordinationOffer:
    """Save the question and name on the case whoever must answer it and was not named."""
    named = named_homes(drafted.case)
    unnamed = [seat for seat in awaited(drafted) if person_in(drafted, seat).pk not in named]
    drafted.newly_named = " ".join(seat.value for seat in unnamed)
    write(drafted, actor=actor, now=now, reason=drafted.reason)
    record(drafted, Event.COORDINATION_OFFERED, act=Act.ASSIGN_COORDINATOR, actor=actor, now=now)
    for seat in unnamed:
        person = person_in(drafted, seat)
        home = homes[person.pk]
        grants.name_on_case(drafted.case, person, organisation=home, actor=actor, now=now)
        about = {"on": drafted.case, "case": drafted.case, "act": Act.ASSIGN_COORDINATOR}
        ledger.record(actor, Event.COLLEAGUE_NAMED, now=now, named=person.pk, **about)
    return drafted
