"""Who works where and as what: invite, change role, end."""

from datetime import datetime

from django.db import transaction

from cases.audit import ledger
from cases.audit.events import Event
from organisations import grants
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import Membership, Organisation, User
from organisations.roles import Role


def start(*, actor: Actor, user: User, organisation: Organisation, role: Role, now: datetime) -> Membership:
    """Give a person a role at an organisation, from now.

    Raises:
        AccessDenied: the actor does not manage members.
    """
    actor.demand(Act.MANAGE_MEMBERS)
    with transaction.atomic():
        membership = Membership(user=user, organisation=organisation, role=role.value, starts_at=now)
        write(membership, actor=actor, now=now)
        grants.join(membership)
        ledger.record(
            actor, Event.MEMBER_INVITED, on=membership, now=now, act=Act.MANAGE_MEMBERS, given_role=role.value
        )
    return membership


def change_role(membership: Membership, *, actor: Actor, role: Role, now: datetime) -> Membership:
    """Give a member another role."""
    actor.demand(Act.MANAGE_MEMBERS)
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        membership.role = role.value
        write(membership, actor=actor, now=now)
        grants.join(membership)
        ledger.record(
            actor, Event.MEMBER_CHANGED, on=membership, now=now, act=Act.MANAGE_MEMBERS, given_role=role.value
        )
    return membership


def end(membership: Membership, *, actor: Actor, now: datetime) -> Membership:
    """End a membership; the very next request of that person finds the door closed."""
    actor.demand(Act.MANAGE_MEMBERS)
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        if membership.ended_at is None:
            membership.ended_at = now
            write(membership, actor=actor, now=now)
            grants.leave(membership.user, membership.organisation)
            ledger.record(actor, Event.MEMBER_ENDED, on=membership, now=now, act=Act.MANAGE_MEMBERS)
    return membership


def in_force(user: User, *, now: datetime) -> list[Membership]:
    """Give the person's memberships at ``now`` (aware), oldest first; none for a disabled account."""
    if not user.is_active:
        return []
    return list(
        Membership.objects.filter(user=user, ended_at=None, starts_at__lte=now, organisation__is_active=True)
        .select_related("organisation")
        .order_by("starts_at", "id")
    )
