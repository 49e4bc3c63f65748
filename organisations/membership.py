"""Who works where and as what: start, change role, end, and the end that comes by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import covenant, grants, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import check_version, remove, write
from organisations.managing import demand_at
from organisations.models import (
    DutyOverride,
    DutyShift,
    Membership,
    Organisation,
    User,
)
from organisations.prepared import prepared
from organisations.roles import GIVEN_BY_PLATFORM, Role

#: Roles that somebody must always hold: at each organisation, and at the platform as a whole.
ADMINISTRATORS = frozenset({Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN})


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody gets: a role at an organisation, from an instant; a secondment has an end (aware)."""

    organisation: Organisation
    role: Role
    starts_at: datetime
    ends_at: datetime | None = None


def start(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: Role,
    now: datetime,
    until: datetime | None = None,
) -> Membership:
    """Give a person a role at an organisation, from now; ``until`` makes it a secondment.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: works here already, has another home, the account is closed, the role is not
            theirs to give, or the organisation has not signed the covenant.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    check_given(actor, role)
    check_signed(organisation, actor=actor, role=role, now=now)
    return settle_in(user, Place(organisation, role, now, until), actor=actor, now=now)


def settle_in(user: User, place: Place, *, actor: Actor, now: datetime) -> Membership:
    """Write down a place that somebody entitled has given: at once, by invitation or by secondment.

    Raises:
        StateConflictError: works here already, has another home, or the account is closed.
    """
    if not user.is_active:
        raise StateConflictError(
            _("This account is closed. The administrator of the own organisation can open it again."),
            code="account_closed",
            field="email",
        )
    with transaction.atomic():
        membership = Membership(
            user=user,
            organisation=place.organisation,
            role=place.role.value,
            kind="home" if place.ends_at is None else "secondment",
            starts_at=place.starts_at,
            ends_at=place.ends_at,
        )
        _open(membership, actor=actor, now=now)
        grants.join(membership)
        ledger.record(
            actor,
            Event.MEMBER_ADDED,
            on=membership,
            now=now,
            act=Act.MANAGE_MEMBERS,
            given_role=place.role.value,
        )
    return membership


def change_role(
    membership: Membership, *, actor: Actor, role: Role, now: datetime, version: int | None = None
) -> Membership:
    """Give a member another role; the role they have already changes nothing.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: ended, one's own role, the last administrator, or not theirs to give.
        StaleWriteError: somebody else changed this member in the meantime.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, membership.organisation)
    check_given(actor, role)
    with transaction.atomic():
        standing = _standing(membership, actor=actor, now=now)
        check_version(standing, version)
        if standing.role == role.value:
            return standing
        _check_not_last(standing, now=now)
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


def end(membership: Membership, *, actor: Actor, now: datetime, version: int | None = None) -> Membership:
    """End a membership; the very next request of that person finds the door closed.

    Their shifts go too: an alert must not call somebody who no longer works here. So do the
    secondments that this organisation offered: who left cannot be lent any longer.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: ended already, one's own, or the last administrator.
        StaleWriteError: somebody else changed this member in the meantime.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, membership.organisation)
    with transaction.atomic():
        standing = _standing(membership, actor=actor, now=now)
        check_version(standing, version)
        _check_not_last(standing, now=now)
        close(standing, actor=actor, at=now, now=now)
        for lent in _lent_by(standing):
            close(lent, actor=actor, at=now, now=now)
    return standing


def close(standing: Membership, *, actor: Actor, at: datetime, now: datetime) -> None:
    """Write the end of a locked membership; take the person off the roster and out of the role's group."""
    standing.ended_at = max(at, standing.starts_at)
    write(standing, actor=actor, now=now)
    grants.leave(standing.user, standing.organisation)
    shifts = _take_off_roster(standing, actor=actor, now=now)
    ledger.record(
        actor, Event.MEMBER_ENDED, on=standing, now=now, act=Act.MANAGE_MEMBERS, shifts_removed=shifts
    )


def end_expired(*, actor: Actor, now: datetime) -> int:
    """Write down the secondments that are over, each with its own instant; answers how many.

    The door closed at that instant already (``present.members``); this clears roster and groups.
    """
    over = Membership.objects.filter(ended_at=None, ends_at__lte=now).order_by("pk")
    done = 0
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation")
            standing = rows.get(pk=pk)
            if standing.ended_at is None:
                close(standing, actor=actor, at=standing.ends_at, now=now)
                done += 1
    return done


def in_force(user: User, *, now: datetime) -> list[Membership]:
    """Give the person's memberships at ``now`` (aware), home first; none for a disabled account."""
    return _in_force(user_id=user.pk, now=now)


@prepared
def _in_force(*, user_id: Any, now: Any) -> QuerySet[Membership]:
    rows = present.members(at=now).filter(user_id=user_id).select_related("organisation")
    return rows.order_by("kind", "starts_at", "id")


def roles_to_give(actor: Actor) -> list[Role]:
    """Give the roles that this actor may hand out."""
    if actor.is_system or actor.role is Role.PLATFORM_ADMIN:
        return list(Role)
    return [role for role in Role if role not in GIVEN_BY_PLATFORM]


def _open(membership: Membership, *, actor: Actor, now: datetime) -> Membership:
    try:
        with transaction.atomic():
            return write(membership, actor=actor, now=now)
    except IntegrityError as clash:
        raise _no_place(membership) from clash


def _no_place(membership: Membership) -> StateConflictError:
    here = Membership.objects.filter(
        user=membership.user_id, organisation=membership.organisation_id, ended_at=None
    )
    if here.exists():
        return StateConflictError(
            _("This person works at this organisation already. Change their role instead."),
            code="member_already",
            field="email",
        )
    return StateConflictError(
        _(
            "This person works for another organisation, and everybody has one home. That organisation can "
            "offer a secondment, from a day to a day."
        ),
        code="home_elsewhere",
        field="email",
    )


def _standing(membership: Membership, *, actor: Actor, now: datetime) -> Membership:
    lock(membership)
    standing = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if standing.ended_at is not None or (standing.ends_at is not None and standing.ends_at <= now):
        raise StateConflictError(_("This person does not work here any more."), code="member_ended")
    if standing.user_id == actor.user_id:
        raise StateConflictError(
            _("You cannot change your own role or end your own place. Ask another administrator."),
            code="own_membership",
        )
    return standing


def lock(membership: Membership) -> None:
    """Lock it and every administrator, in one order: two who end each other must not both succeed."""
    administrators = Q(role__in=[role.value for role in ADMINISTRATORS], ended_at=None)
    rows = Membership.objects.filter(Q(pk=membership.pk) | administrators)
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def check_given(actor: Actor, role: Role) -> None:
    """Pass when this actor may hand out the role.

    Raises:
        StateConflictError: the role is the platform's to give.
    """
    if role not in roles_to_give(actor):
        raise StateConflictError(
            _("Only the platform administrator can give this role. Choose another role."),
            code="role_not_given_here",
            field="role",
        )


def check_signed(organisation: Organisation, *, actor: Actor, role: Role, now: datetime) -> None:
    """Nobody works here before the covenant is signed (features.md A4), but for who must sign it.

    The platform gives an organisation its administrator, who signs; its own keepers have no content.

    Raises:
        StateConflictError: the organisation has not signed.
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


def is_last_administrator(membership: Membership, *, now: datetime) -> bool:
    """Tell whether nobody would be left to manage; somebody seconded here for a while does not count."""
    role = Role(membership.role)
    if role not in ADMINISTRATORS or membership.kind != "home":
        return False
    others = present.members(at=now).filter(role=role.value, kind="home")
    if role is Role.ORGANISATION_ADMIN:
        others = others.filter(organisation=membership.organisation_id)
    return not others.exclude(pk=membership.pk).exists()


def _check_not_last(membership: Membership, *, now: datetime) -> None:
    """An organisation without an administrator can never change anything again."""
    if is_last_administrator(membership, now=now):
        raise StateConflictError(
            _("This is the last administrator. Give somebody else this role first."),
            code="last_administrator",
        )


def _lent_by(standing: Membership) -> list[Membership]:
    """Give the secondments of a person who leaves their home, locked."""
    if standing.kind != "home":
        return []
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        user=standing.user_id, ended_at=None, secondment__home=standing.organisation_id
    )
    return list(rows.select_related("user", "organisation").order_by("pk"))


def _take_off_roster(membership: Membership, *, actor: Actor, now: datetime) -> int:
    here = {"user": membership.user_id, "organisation": membership.organisation_id}
    found = [*DutyShift.objects.filter(**here), *DutyOverride.objects.filter(**here, ends_at__gt=now)]
    for row in found:
        remove(row, actor=actor, now=now, reason="membership ended")
    return len(found)
