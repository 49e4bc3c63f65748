"""Which page an opinion is about, and who reads which opinions."""

from django.db.models import QuerySet
from django.urls import get_resolver

from cases.access import gate
from cases.opinions.models import Opinion
from organisations.actor import Actor
from organisations.acts import Act


def route_name(given: str) -> str:
    """Give the name of a route when there is one with this name; anything else is nothing."""
    return given if given in get_resolver().reverse_dict else ""


def every(actor: Actor) -> QuerySet[Opinion]:
    """Give all opinions, for who keeps the platform.

    Raises:
        AccessDenied: the actor does not.
    """
    actor.demand(Act.MANAGE_COVENANT)
    return Opinion.objects.select_related("by", "organisation", "handled_by")


def one(actor: Actor, number: str) -> Opinion:
    """Give one opinion, for who keeps the platform.

    Raises:
        AccessDenied: the actor does not, or there is none.
    """
    found = every(actor).filter(number=number).first()
    if found is None:
        raise gate.not_found(number, act=Act.MANAGE_COVENANT)
    return found


def own(actor: Actor) -> QuerySet[Opinion]:
    """Give what this person said at this organisation and may be asked about."""
    rows = Opinion.objects.filter(by_id=actor.user_id, organisation_id=actor.organisation_id)
    return rows.order_by("-given_on", "-id")
