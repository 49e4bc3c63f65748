"""The only writer of guardian rows for acts per organisation × role.

One Django group per organisation × role holds object permissions on the organisation,
named after the acts: ``roles.py`` minus what the organisation took away. Nobody can add.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import remove, write
from organisations.managing import demand_at
from organisations.models import (
    ActNarrowing,
    Membership,
    Organisation,
    OrganisationGroupObjectPermission,
    User,
)
from organisations.prepared import prepared
from organisations.roles import ALWAYS_KEPT, Role, acts_of


def group_name(organisation_id: int, role: Role | str) -> str:
    """Give the name of the group that carries a role's acts at an organisation."""
    return f"organisation {organisation_id}: {Role(role).value}"


def sync(organisation: Organisation) -> None:
    """Make the guardian rows of all roles say exactly what ``roles.py`` and the narrowings say."""
    taken_away = set(organisation.narrowings.values_list("role", "act"))
    permissions = _permissions()
    for role in Role:
        group, _ = Group.objects.get_or_create(name=group_name(organisation.pk, role))
        wanted = {act for act in acts_of(role) if (role.value, act.value) not in taken_away}
        rows = OrganisationGroupObjectPermission.objects.filter(group=group, content_object=organisation)
        rows.exclude(permission__codename__in=[act.value for act in wanted]).delete()
        OrganisationGroupObjectPermission.objects.bulk_create(
            [
                OrganisationGroupObjectPermission(
                    group=group, permission=permissions[act.value], content_object=organisation
                )
                for act in wanted
            ],
            ignore_conflicts=True,
        )


def narrow(organisation: Organisation, *, actor: Actor, role: Role, act: Act, now: datetime) -> None:
    """Take an act away from a role at one organisation.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: the role has no such act, always keeps it, or lost it already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        _check_can_be_taken(organisation, role, act)
        narrowing = ActNarrowing(organisation=organisation, role=role.value, act=act.value)
        write(narrowing, actor=actor, now=now)
        _take_effect(narrowing, "taken_away", actor=actor, now=now)


def widen_back(organisation: Organisation, *, actor: Actor, role: Role, act: Act, now: datetime) -> None:
    """Give back an act that the organisation took away earlier.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: it was not taken away.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        narrowing = organisation.narrowings.filter(role=role, act=act).first()
        if narrowing is None:
            raise StateConflictError(
                _("Nobody took this away from the role; there is nothing to give back."), code="not_narrowed"
            )
        remove(narrowing, actor=actor, now=now)
        _take_effect(narrowing, "given_back", actor=actor, now=now)


def _take_effect(narrowing: ActNarrowing, change: str, *, actor: Actor, now: datetime) -> None:
    """Let the groups follow what was taken away or given back, and leave its line."""
    sync(narrowing.organisation)
    ledger.record(
        actor,
        Event.ACT_NARROWED,
        on=narrowing.organisation,
        now=now,
        act=Act.MANAGE_MEMBERS,
        change=change,
        changed_role=narrowing.role,
        changed_act=narrowing.act,
    )


def _check_can_be_taken(organisation: Organisation, role: Role, act: Act) -> None:
    if act not in acts_of(role):
        raise StateConflictError(
            _("This role does not include that; there is nothing to take away."), code="not_in_role"
        )
    if (role, act) in ALWAYS_KEPT:
        raise StateConflictError(
            _("This role always keeps this: without it nobody could manage or review."), code="always_kept"
        )
    if organisation.narrowings.filter(role=role.value, act=act.value).exists():
        raise StateConflictError(_("This was taken away from the role already."), code="narrowed_already")


def join(membership: Membership) -> None:
    """Put the member in the group of their role, and in no other group of this organisation."""
    leave(membership.user, membership.organisation)
    group, _ = Group.objects.get_or_create(name=group_name(membership.organisation_id, membership.role))
    membership.user.groups.add(group)


def leave(user: User, organisation: Organisation) -> None:
    """Take the person out of every role group of the organisation."""
    names = [group_name(organisation.pk, role) for role in Role]
    user.groups.remove(*Group.objects.filter(name__in=names))


def acts_at(membership: Membership) -> frozenset[Act]:
    """Give the acts this member holds, never more than the role's ceiling. One query.

    Who is not introduced yet, where the organisation asks for it, holds no act on a case.
    """
    home = membership.organisation_id
    group = group_name(home, membership.role)
    held = _held(user_id=membership.user_id, organisation_id=home, group=group)
    ceiling = acts_of(Role(membership.role)) - present.withheld(membership)
    return frozenset(Act(name) for name in held) & ceiling


@prepared
def _held(*, user_id: Any, organisation_id: Any, group: Any) -> QuerySet:
    rows = OrganisationGroupObjectPermission.objects.filter(
        group__user=user_id, group__name=group, content_object=organisation_id
    )
    return rows.values_list("permission__codename", flat=True)


def roles_holding(act: Act, organisation: Organisation) -> frozenset[Role]:
    """Give the roles that include an act at this organisation, what it took away left out. One query."""
    taken_away = set(organisation.narrowings.filter(act=act.value).values_list("role", flat=True))
    return frozenset(role for role in Role if act in acts_of(role) and role.value not in taken_away)


def excess(*, at: datetime) -> list[str]:
    """Name every guardian row that exceeds ``roles.py`` or a narrowing, and every group member
    without a membership at ``at`` (aware). Empty when all is well."""
    return [*_excess_acts(), *_excess_members(at)]


def _excess_acts() -> list[str]:
    narrowed = set(ActNarrowing.objects.values_list("organisation_id", "role", "act"))
    allowed = {
        (group_name(organisation.pk, role), act.value)
        for organisation in Organisation.objects.all()
        for role in Role
        for act in acts_of(role)
        if (organisation.pk, role.value, act.value) not in narrowed
    }
    rows = OrganisationGroupObjectPermission.objects.values_list("group__name", "permission__codename")
    return [f"{group} holds {codename}" for group, codename in rows if (group, codename) not in allowed]


def _excess_members(at: datetime) -> list[str]:
    wanted = {
        (group_name(organisation_id, role), user_id)
        for user_id, organisation_id, role in present.belonging(at=at).values_list(
            "user_id", "organisation_id", "role"
        )
    }
    links = Group.objects.filter(user__isnull=False).values_list("name", "user__id")
    return [f"user {user_id} is in {name}" for name, user_id in links if (name, user_id) not in wanted]


def _permissions() -> dict[str, Permission]:
    content_type = ContentType.objects.get_for_model(Organisation)
    return {
        permission.codename: permission for permission in Permission.objects.filter(content_type=content_type)
    }
