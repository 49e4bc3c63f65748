"""Who may decide about the end of a case: those who coordinate it, and a second organisation.

Deciding needs no reading: the pages show a number, days and counts. So an organisation that took part, and
whose part has ended since, can still be the second pair of eyes. Where a covenant names one party as
controller of the core, that party's people can stand in for either side.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import facts, gate
from cases.access.models import ConflictBlock, OrganisationBlock
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.retention.models import DestructionProposal
from cases.retention.rules import STANDING
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantController, Membership
from organisations.roles import Role, acts_of

#: Roles of people who can agree or hold.
DECIDING_ROLES = [role.value for role in Role if Act.AGREE_DESTRUCTION in acts_of(role)]


def judged_by(actor: Actor, *, now: datetime) -> QuerySet[DestructionProposal]:
    """Give the standing proposals on which this actor may decide."""
    if not actor.holds(Act.AGREE_DESTRUCTION):
        return DestructionProposal.objects.none()
    rows = DestructionProposal.objects.filter(state__in=STANDING, case__status="closed")
    mine = Q(pk__in=_coordinated(actor, now=now).values("pk")) | _controlling(actor)
    rows = rows.filter(mine | _took_part(actor, now=now))
    return rows.filter(facts.not_barred(actor, OuterRef("case_id")))


def leads(actor: Actor, proposal: DestructionProposal, *, now: datetime) -> bool:
    """Tell whether this actor speaks for the coordination or the controller."""
    one = DestructionProposal.objects.filter(pk=proposal.pk)
    return (
        _coordinated(actor, now=now).filter(pk=proposal.pk).exists()
        or one.filter(_controlling(actor)).exists()
    )


def require(actor: Actor, proposal: DestructionProposal, *, now: datetime) -> bool:
    """Pass when the actor may decide here; tells whether they speak for the coordination or the controller.

    Raises:
        AccessDenied: they may not; for them this proposal does not exist.
    """
    actor.demand(Act.AGREE_DESTRUCTION)
    if not judged_by(actor, now=now).filter(pk=proposal.pk).exists():
        raise gate.not_found(proposal.number, act=Act.AGREE_DESTRUCTION)
    return leads(actor, proposal, now=now)


def coordinating(case: Case, *, now: datetime) -> list[Membership]:
    """Give coordinator and deputy, as far as they work at an organisation that takes part."""
    standing = case.assignments.filter(ended_at=None).first()
    pair = [] if standing is None else [standing.coordinator_id, standing.deputy_id]
    taking_part = facts.in_force(now=now).filter(case=case).values("organisation")
    rows = present.members(at=now).filter(user__in=pair, organisation__in=taking_part)
    return list(rows.select_related("user", "organisation").order_by("id"))


def second_eyes(proposal: DestructionProposal, *, now: datetime) -> list[Membership]:
    """Give who can decide beside the coordinator and the deputy; of a sealed case only who is named."""
    case = proposal.case
    took_part = CaseParticipation.objects.filter(case=case).values("organisation")
    controller = _controllers().filter(version=proposal.covenant_version_id).values("organisation")
    rows = present.caseworkers(at=now).filter(
        Q(organisation__in=took_part) | Q(organisation__in=controller), role__in=DECIDING_ROLES
    )
    rows = rows.exclude(user__in=ConflictBlock.objects.filter(case=case, ended_at=None).values("user"))
    barred = OrganisationBlock.objects.filter(case=case, ended_at=None).values("organisation")
    rows = rows.exclude(organisation__in=barred)
    rows = rows.exclude(organisation__in={home.organisation_id for home in coordinating(case, now=now)})
    if case.is_sealed:
        named = CaseUserObjectPermission.objects.filter(
            content_object=case, user=OuterRef("user"), organisation=OuterRef("organisation")
        )
        rows = rows.filter(Exists(named))
    return list(rows.select_related("user", "organisation").order_by("organisation__name", "id"))


def _coordinated(actor: Actor, *, now: datetime) -> QuerySet[DestructionProposal]:
    pair = Q(case__assignments__coordinator_id=actor.user_id) | Q(case__assignments__deputy_id=actor.user_id)
    rows = DestructionProposal.objects.filter(pair, case__assignments__ended_at=None)
    return gate.visible(actor, rows, act=Act.AGREE_DESTRUCTION, now=now)


def _took_part(actor: Actor, *, now: datetime) -> Q:
    """Say "my organisation takes or took part"; a covenant binds it, and a sealed case asks to be named."""
    tables = facts.opening(actor, Compartment.CORE, now=now)
    part = CaseParticipation.objects.filter(case=OuterRef("case_id"), organisation_id=actor.organisation_id)
    named = Exists(facts.namings(actor).filter(content_object=OuterRef("case_id")))
    return Q(Exists(part), case__covenant__in=tables) & (Q(case__is_sealed=False) | Q(named))


def _controlling(actor: Actor) -> Q:
    mine = _controllers().filter(version=OuterRef("covenant_version"), organisation=actor.organisation_id)
    return Q(Exists(mine)) & Q(case__is_sealed=False)


def _controllers() -> QuerySet[CovenantController]:
    return CovenantController.objects.filter(compartment=Compartment.CORE.value, rule="party")
