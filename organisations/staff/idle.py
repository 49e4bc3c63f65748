"""Accounts that nobody uses: warned, closed, opened again by the own administrator."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import membership, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.managing import demand_at
from organisations.models import Membership, User
from organisations.staff import post
from organisations.staff.idle_rules import WARN_BEFORE, Step, Use, step


def allowed() -> timedelta:
    """Give how long an account may stay unused."""
    return timedelta(days=settings.ZORGTAFEL_IDLE_ACCOUNT_DAYS)


def look(*, now: datetime) -> dict[Step, int]:
    """Go through the accounts that were not used for long, one transaction each; answers what was done."""
    actor, done = Actor.system("idle accounts"), dict.fromkeys(Step, 0)
    since = now - allowed() + WARN_BEFORE
    silent = User.objects.filter(is_active=True, date_joined__lte=since).exclude(last_login__gt=since)
    for pk in list(silent.exclude(reopened_at__gt=since).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            done[_take(pk, actor=actor, now=now)] += 1
    return done


def reopen(member: Membership, *, actor: Actor, now: datetime) -> User:
    """Open the account of a member again that was closed because nobody used it.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: the account is open, or was closed for another reason.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, member.organisation)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=member.user_id)
        if user.is_active or user.idle_closed_at is None:
            raise StateConflictError(
                _("This account is open already, or was closed for another reason."), code="not_idle"
            )
        if not present.belonging(at=now).filter(pk=member.pk).exists():
            raise StateConflictError(_("This person does not work here any more."), code="member_ended")
        user.is_active, user.idle_closed_at, user.reopened_at = True, None, now
        user.save(update_fields=["is_active", "idle_closed_at", "reopened_at"])
        ledger.record(actor, Event.ACCOUNT_REOPENED, on=user, now=now, act=Act.MANAGE_MEMBERS)
    return user


def _take(pk: int, *, actor: Actor, now: datetime) -> Step:
    """Decide on one account after its lock: somebody may have logged in this very minute."""
    places = list(Membership.objects.filter(user=pk, ended_at=None).order_by("pk"))
    for place in places:
        membership.lock(place)
    user = User.objects.select_for_update().get(pk=pk)
    use = Use(
        made_at=user.date_joined,
        last_login=user.last_login,
        reopened_at=user.reopened_at,
        warned_at=user.idle_warned_at,
        is_last_administrator=any(membership.is_last_administrator(place, now=now) for place in places),
    )
    taken = step(use, allowed=allowed(), now=now)
    if taken is Step.CLOSE:
        _close(user, actor=actor, now=now)
    elif taken is not Step.NOTHING:
        _warn(user, taken, places, actor=actor, now=now)
    return taken


def _close(user: User, *, actor: Actor, now: datetime) -> None:
    user.is_active, user.idle_closed_at = False, now
    user.save(update_fields=["is_active", "idle_closed_at"])
    post.owe("account_closed", to=[user], path="/account/login/", now=now)
    ledger.record(actor, Event.ACCOUNT_CLOSED, on=user, now=now)


def _warn(user: User, taken: Step, places: list[Membership], *, actor: Actor, now: datetime) -> None:
    user.idle_warned_at = now
    user.save(update_fields=["idle_warned_at"])
    if taken is Step.WARN:
        post.owe("account_idle", to=[user], path="/account/login/", now=now)
    else:
        keepers = [keeper for keeper in post.keepers(now=now) if keeper.pk != user.pk]
        path = f"/organisations/{places[0].organisation_id}/"
        post.owe("administrator_idle", to=[user, *keepers], path=path, now=now)
    ledger.record(actor, Event.ACCOUNT_WARNED, on=user, now=now, step=taken.value)
