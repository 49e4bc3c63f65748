"""Who works where and as what: invite, change role, end."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import covenant, grants
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import remove, write
from organisations.managing import demand_at
from organisations.models import (
    ContactChannel,
    DutyOverride,
    DutyShift,
    Membership,
    Organisation,
    User,
)
from organisations.roles import GIVEN_BY_PLATFORM, Role

#: Roles that somebody must always hold: at each organisation, and at the platform as a whole.
ADMINISTRATORS = frozenset({Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN})


def invite(
    *, actor: Actor, organisation: Organisation, email: str, name: str, role: Role, now: datetime
) -> Membership:
    """Add a person by e-mail address; somebody new gets an account that has no password yet.

    ``name`` is used for a new account only: nobody renames a colleague of another organisation.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: works here already, the account is closed, or the role is not theirs to give.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    with transaction.atomic():
        user = _account(email, name, actor=actor, now=now)
        return start(actor=actor, user=user, organisation=organisation, role=role, now=now)


def start(*, actor: Actor, user: User, organisation: Organisation, role: Role, now: datetime) -> Membership:
    """Give a person a role at an organisation, from now.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: works here already, the account is closed, the role is not theirs to
            give, or the organisation has not signed the covenant.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    _check_given(actor, role)
    _check_signed(organisation, actor=actor, role=role, now=now)
    if not user.is_active:
        raise StateConflictError(
            _("This account is closed. Ask the platform administrator to open it again."),
            code="account_closed",
            field="email",
        )
    with transaction.atomic():
        membership = Membership(user=user, organisation=organisation, role=role.value, starts_at=now)
        _open(membership, actor=actor)
        grants.join(membership)
        ledger.record(
            actor, Event.MEMBER_INVITED, on=membership, now=now, act=Act.MANAGE_MEMBERS, given_role=role.value
        )
    return membership


def change_role(membership: Membership, *, actor: Actor, role: Role, now: datetime) -> Membership:
    """Give a member another role; the role they have already changes nothing.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: ended, one's own role, the last administrator, or not theirs to give.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, membership.organisation)
    _check_given(actor, role)
    with transaction.atomic():
        standing = _standing(membership, actor=actor)
        if standing.role == role.value:
            return standing
        _check_not_last(standing)
        taken = standing.role
        standing.role = role.value
        write(standing, actor=actor, now=now)
        grants.join(standing)
        ledger.record(
            actor,
            Event.MEMBER_CHANGED,
            on=standing,
            now=now,
            act=Act.MANAGE_MEMBERS,
            given_role=role.value,
            taken_role=taken,
        )
    return standing


def end(membership: Membership, *, actor: Actor, now: datetime) -> Membership:
    """End a membership; the very next request of that person finds the door closed.

    Their shifts go too: an alert must not call somebody who no longer works here.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: ended already, one's own, or the last administrator.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, membership.organisation)
    with transaction.atomic():
        standing = _standing(membership, actor=actor)
        _check_not_last(standing)
        standing.ended_at = now
        write(standing, actor=actor, now=now)
        grants.leave(standing.user, standing.organisation)
        shifts = _take_off_roster(standing, actor=actor, now=now)
        ledger.record(
            actor, Event.MEMBER_ENDED, on=standing, now=now, act=Act.MANAGE_MEMBERS, shifts_removed=shifts
        )
    return standing


def in_force(user: User, *, now: datetime) -> list[Membership]:
    """Give the person's memberships at ``now`` (aware), oldest first; none for a disabled account."""
    if not user.is_active:
        return []
    return list(
        Membership.objects.filter(user=user, ended_at=None, starts_at__lte=now, organisation__is_active=True)
        .select_related("organisation")
        .order_by("starts_at", "id")
    )


def roles_to_give(actor: Actor) -> list[Role]:
    """Give the roles that this actor may hand out."""
    if actor.is_system or actor.role is Role.PLATFORM_ADMIN:
        return list(Role)
    return [role for role in Role if role not in GIVEN_BY_PLATFORM]


def _account(email: str, name: str, *, actor: Actor, now: datetime) -> User:
    """Find the account of an address, or make one that can be opened by a new password only."""
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, name.strip())
    except IntegrityError:  # somebody else added the same person at this very moment
        return User.objects.get(email=address)
    write(ContactChannel(user=user, kind="mail", address=address), actor=actor, now=now)
    return user


def _open(membership: Membership, *, actor: Actor) -> Membership:
    try:
        with transaction.atomic():
            return write(membership, actor=actor, now=membership.starts_at)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This person works at this organisation already. Change their role instead."),
            code="member_already",
            field="email",
        ) from clash


def _standing(membership: Membership, *, actor: Actor) -> Membership:
    _lock(membership)
    standing = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if standing.ended_at is not None:
        raise StateConflictError(_("This person does not work here any more."), code="member_ended")
    if standing.user_id == actor.user_id:
        raise StateConflictError(
            _("You cannot change your own role or end your own place. Ask another administrator."),
            code="own_membership",
        )
    return standing


def _lock(membership: Membership) -> None:
    """Lock it and every administrator, in one order: two who end each other must not both succeed."""
    administrators = Q(role__in=[role.value for role in ADMINISTRATORS], ended_at=None)
    rows = Membership.objects.filter(Q(pk=membership.pk) | administrators)
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def _check_given(actor: Actor, role: Role) -> None:
    if role not in roles_to_give(actor):
        raise StateConflictError(
            _("Only the platform administrator can give this role. Choose another role."),
            code="role_not_given_here",
            field="role",
        )


def _check_signed(organisation: Organisation, *, actor: Actor, role: Role, now: datetime) -> None:
    """Nobody works here before the covenant is signed (features.md A4), but for who must sign it.

    The platform gives an organisation its administrator, who signs; its own keepers have no content.
    """
    by_platform = actor.is_system or actor.role is Role.PLATFORM_ADMIN
    if role in ADMINISTRATORS and by_platform:
        return
    if not covenant.has_signed(organisation, on=timezone.localdate(now)):
        raise StateConflictError(
            _(
                "This organisation has not signed the covenant, so nobody can start here yet. "
                "Let its administrator sign first."
            ),
            code="covenant_not_signed",
            field="role",
        )


def _check_not_last(membership: Membership) -> None:
    """An organisation without an administrator can never change anything again."""
    role = Role(membership.role)
    if role not in ADMINISTRATORS:
        return
    others = Membership.objects.filter(role=role.value, ended_at=None, user__is_active=True)
    if role is Role.ORGANISATION_ADMIN:
        others = others.filter(organisation=membership.organisation_id)
    if not others.exclude(pk=membership.pk).exists():
        raise StateConflictError(
            _("This is the last administrator. Give somebody else this role first."),
            code="last_administrator",
        )


def _take_off_roster(membership: Membership, *, actor: Actor, now: datetime) -> int:
    here = {"user": membership.user_id, "organisation": membership.organisation_id}
    found = [*DutyShift.objects.filter(**here), *DutyOverride.objects.filter(**here, ends_at__gt=now)]
    for row in found:
        remove(row, actor=actor, now=now, reason="membership ended")
    return len(found)
