"""Hand a case over as people do: ask two people, and let whoever was asked say yes."""

from datetime import datetime

from cases.casefile.models import Case
from cases.coordination import answer, offer
from cases.coordination.models import CoordinationOffer, CoordinatorAssignment
from cases.coordination.offer_rules import Item
from organisations import grants, membership
from organisations.models import Membership, User
from organisations.roles import Role
from tests.cast import FOUNDER, Region

ALL_SEEN = [item.value for item in Item]


def ask(
    region: Region,
    case: Case,
    to: User,
    deputy: User,
    *,
    by: str = "anna",
    introduce: str = "",
    replaces: int | None = None,
    now: datetime | None = None,
) -> CoordinationOffer:
    """Let somebody ask two people to hold a case."""
    proposal = offer.Proposal(to, deputy, reason="verlof", introduce=introduce)
    at = now or region.now
    return offer.make(case, actor=region.actor(by, now=at), proposal=proposal, replaces=replaces, now=at)


def say_yes(
    region: Region, asked: CoordinationOffer, name: str, *, now: datetime | None = None
) -> CoordinationOffer:
    """Let somebody who was asked say yes, with the whole checklist walked through."""
    at = now or region.now
    return answer.accept(asked, actor=region.actor(name, now=at), seen=ALL_SEEN, now=at)


def hand_over(
    region: Region, case: Case, to: User, deputy: User, *, by: str = "anna", now: datetime | None = None
) -> CoordinatorAssignment:
    """Ask, and let everybody say yes; give the pair that holds the case from now on."""
    asked = ask(region, case, to, deputy, by=by, now=now)
    for seat in offer.awaited(asked):
        name = next(key for key, user in region.people.items() if user == offer.person_in(asked, seat))
        asked = say_yes(region, asked, name, now=now)
    return case.assignments.get(ended_at=None)


def hire(region: Region, name: str, organisation: str, role: Role = Role.CARE_COORDINATOR) -> Membership:
    """Let an organisation take on somebody, who is of the cast from then on."""
    user = User.objects.create_user(f"{name}@zorgtafel.example", name.title())
    region.people[name], home = user, region.organisations[organisation]
    made = membership.start(actor=FOUNDER, user=user, organisation=home, role=role, now=region.now)
    grants.sync(home)
    return made
