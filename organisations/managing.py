"""Whose affairs these are: an administrator manages the own organisation, the platform's keeper any.

Asked by the acts themselves, so that a command or a task meets the same answer as a page.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.models import Organisation
from organisations.roles import Role

#: Who looks at every organisation; the auditor looks and changes nothing.
SEES_ALL = frozenset({Role.PLATFORM_ADMIN, Role.AUDITOR})


def may_manage(actor: Actor, act: Act, organisation: Organisation) -> bool:
    """Tell whether ``demand_at`` would pass."""
    at_home = actor.organisation_id == organisation.pk
    keeps_all = actor.is_system or actor.role is Role.PLATFORM_ADMIN
    return actor.holds(act) and (at_home or keeps_all)


def demand_at(actor: Actor, act: Act, organisation: Organisation) -> None:
    """Pass when the actor's role includes the act and reaches this organisation.

    Raises:
        AccessDenied: the role does not include it, or it is another organisation's affair.
    """
    actor.demand(act)
    if not may_manage(actor, act, organisation):
        raise elsewhere(act)


def in_sight(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations whose members and roles this actor may look at."""
    actor.demand(Act.SEE_ORGANISATIONS)
    if actor.role in SEES_ALL:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk=actor.organisation_id)


def elsewhere(act: Act) -> AccessDenied:
    """Give the answer for another organisation's affairs; the same as for what does not exist."""
    return AccessDenied(
        _("This belongs to another organisation. You manage your own organisation only."),
        code="other_organisation",
        conceal=True,
        act=act,
    )
