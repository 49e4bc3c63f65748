"""The introduction before somebody opens a case: asked for by the organisation, dated per member."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import check_version, write
from organisations.managing import demand_at
from organisations.models import Membership, Organisation


def introduce(
    member: Membership, *, actor: Actor, on: date, now: datetime, version: int | None = None
) -> Membership:
    """Write down on which day (local) a member was introduced.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: the day is still to come, or the member left.
        StaleWriteError: somebody else changed this member in the meantime.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, member.organisation)
    if on > timezone.localdate(now):
        raise StateConflictError(
            _("This day is still to come. Write it down when the introduction was given."),
            code="in_the_future",
            field="on",
        )
    with transaction.atomic():
        found = Membership.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if not present.belonging(at=now).filter(pk=found.pk).exists():
            raise StateConflictError(_("This person does not work here any more."), code="member_ended")
        check_version(found, version)
        found.trained_on = on
        write(found, actor=actor, now=now)
        ledger.record(actor, Event.MEMBER_INTRODUCED, on=found, now=now, act=Act.MANAGE_MEMBERS)
    return found


def demand(organisation: Organisation, *, actor: Actor, is_demanded: bool, now: datetime) -> Organisation:
    """Ask for an introduction before members open cases, or stop asking; counts from the next page.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: it is so already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    with transaction.atomic():
        found = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if found.requires_training == is_demanded:
            raise StateConflictError(_("Somebody else changed this in the meantime."), code="so_already")
        found.requires_training = is_demanded
        write(found, actor=actor, now=now)
        ledger.record(
            actor,
            Event.INTRODUCTION_DEMANDED,
            on=found,
            now=now,
            act=Act.MANAGE_MEMBERS,
            change="demanded" if is_demanded else "not_demanded",
        )
    return found


def waiting(organisation: Organisation, *, now: datetime) -> int:
    """Count the members who were not introduced yet."""
    return present.members(at=now).filter(organisation=organisation, trained_on=None).count()
