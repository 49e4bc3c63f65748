"""For which organisation somebody acts: chosen at login, kept in the session, checked at each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from organisations import grants, membership, oversight, present
from organisations.actor import Actor
from organisations.models import Membership, User
from organisations.roles import Role

SESSION_KEY = "acting_organisation"


class ActingOrganisation:
    """Sets ``request.actor``: an Actor for a member in force, else None. Never trusts the session alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the membership in force and build the actor from it."""
        request.memberships = (
            membership.in_force(request.user, now=request.now) if request.user.is_authenticated else []
        )
        chosen = choose(request.memberships, request.session.get(SESSION_KEY))
        request.actor = None if chosen is None else actor_for(chosen, request, user=request.user)
        return self.get_response(request)


def choose(memberships: list[Membership], organisation_id: int | None) -> Membership | None:
    """Give the membership at the chosen organisation, or the first one."""
    for candidate in memberships:
        if candidate.organisation_id == organisation_id:
            return candidate
    return memberships[0] if memberships else None


def actor_for(chosen: Membership, request: HttpRequest, *, user: User) -> Actor:
    """Build the actor of one request: mostly who is logged in, once who a signed link was made for."""
    withheld = present.withheld(chosen) | oversight.withheld(chosen, now=request.now)
    return Actor(
        user=user,
        organisation=chosen.organisation,
        role=Role(chosen.role),
        acts=grants.acts_at(chosen) - withheld,
        withheld=withheld,
        origin=request.META.get("REMOTE_ADDR", ""),
        request_id=request.request_id,
    )
