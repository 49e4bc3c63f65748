"""A secondment: offered by the home organisation, accepted by the host, over by itself.

Both must say yes. The home knows the person and answers for their time; the host answers for
what its people see, and chooses the role. Neither can do it alone, and neither learns more of
the other's people than this one name.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import membership, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.managing import demand_at
from organisations.models import Membership, Organisation
from organisations.roles import Role
from organisations.staff import post
from organisations.staff.models import Secondment
from organisations.staff.secondment_rules import Fault, fault

FAULTS = {
    Fault.ENDS_EARLY: _("The period ends before it starts. Choose a later end."),
    Fault.OVER: _("This period is over. Choose a period that is still to come."),
    Fault.TOO_LONG: _("A secondment lasts a year at most. Choose an earlier end."),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Where somebody goes, and from when to when (aware; the end itself no longer counts)."""

    host: Organisation
    starts_at: datetime
    ends_at: datetime


def offer(member: Membership, *, actor: Actor, period: Period, now: datetime) -> Secondment:
    """Offer a member of one's own organisation to another one.

    Raises:
        AccessDenied: the actor does not manage the home organisation's members.
        StateConflictError: the member left or is a guest here, the period is wrong, or an offer is open.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, member.organisation)
    _check_period(member, period, now=now)
    with transaction.atomic():
        _check_at_home(member.user_id, member.organisation_id, now=now)
        made = Secondment(
            user=member.user,
            home=member.organisation,
            host=period.host,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            offered_by=actor.user,
            offered_at=now,
        )
        _write_first(made, actor=actor, now=now)
        post.owe(
            "secondment_offered",
            to=post.administrators(period.host, now=now),
            path=f"/organisations/{period.host.pk}/",
            now=now,
        )
        ledger.record(actor, Event.SECONDMENT_OFFERED, on=made, now=now, act=Act.MANAGE_MEMBERS)
    return made


def accept(secondment: Secondment, *, actor: Actor, role: Role, now: datetime) -> Membership:
    """Take somebody in for the offered period, in a role of the host's choice.

    Raises:
        AccessDenied: the actor does not manage the host's members.
        StateConflictError: answered or over already, the person left home, works here, or the role is not
            theirs to give.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, secondment.host)
    membership.check_given(actor, role)
    membership.check_signed(secondment.host, actor=actor, role=role, now=now)
    with transaction.atomic():
        offered = _offered(secondment)
        _check_at_home(offered.user_id, offered.home_id, now=now)
        if offered.ends_at <= now:
            raise StateConflictError(FAULTS[Fault.OVER], code="over")
        place = membership.Place(offered.host, role, max(offered.starts_at, now), offered.ends_at)
        made = membership.settle_in(offered.user, place, actor=actor, now=now)
        offered.membership = made
        _decide(offered, "accepted", actor=actor, now=now)
    return made


def decline(secondment: Secondment, *, actor: Actor, now: datetime) -> Secondment:
    """Say no to an offer.

    Raises:
        AccessDenied: the actor does not manage the host's members.
        StateConflictError: answered already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, secondment.host)
    with transaction.atomic():
        offered = _offered(secondment)
        _decide(offered, "declined", actor=actor, now=now)
    return offered


def call_back(secondment: Secondment, *, actor: Actor, now: datetime) -> Secondment:
    """Take an offer back, or end a running secondment before its day: the home organisation decides.

    Raises:
        AccessDenied: the actor does not manage the home organisation's members.
        StateConflictError: declined, called back or over already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, secondment.home)
    with transaction.atomic():
        found = _locked(secondment)
        if found.state == "accepted":
            _end_early(found, actor=actor, now=now)
        elif found.state != "offered":
            raise _answered()
        _decide(found, "withdrawn", actor=actor, now=now)
    return found


def about(organisation: Organisation, *, now: datetime) -> QuerySet[Secondment]:
    """Give the offers that wait for an answer and the secondments that run or are to come, by name."""
    waits = Q(state="offered", ends_at__gt=now)
    runs = Q(state="accepted", membership__ended_at=None, membership__ends_at__gt=now)
    rows = Secondment.objects.filter(waits | runs, Q(home=organisation) | Q(host=organisation))
    return rows.select_related("user", "home", "host", "membership").order_by("user__name", "id")


def hosts(home: Organisation) -> QuerySet[Organisation]:
    """Give the organisations that somebody can be seconded to."""
    return Organisation.objects.filter(is_active=True).exclude(pk=home.pk)


def _check_period(member: Membership, period: Period, *, now: datetime) -> None:
    if member.kind != "home":
        raise StateConflictError(
            _("This person is seconded here. Only the home organisation can offer them elsewhere."),
            code="guest",
        )
    if period.host.pk == member.organisation_id:
        raise StateConflictError(
            _("This person works here already. Choose another organisation."), code="same", field="host"
        )
    wrong = fault(period.starts_at, period.ends_at, now=now)
    if wrong is not None:
        raise StateConflictError(FAULTS[wrong], code=wrong.value, field="until")


def _check_at_home(user_id: int, home_id: int, *, now: datetime) -> None:
    at_home = present.members(at=now).filter(user=user_id, organisation=home_id, kind="home")
    if not at_home.exists():
        raise StateConflictError(
            _("This person does not work for the home organisation any more."), code="left_home"
        )


def _write_first(made: Secondment, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            write(made, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This person was offered to that organisation already. Wait for its answer."),
            code="offered_already",
            field="host",
        ) from clash


def _locked(secondment: Secondment) -> Secondment:
    rows = Secondment.objects.select_for_update(of=("self",)).select_related("user", "home", "host")
    return rows.get(pk=secondment.pk)


def _offered(secondment: Secondment) -> Secondment:
    found = _locked(secondment)
    if found.state != "offered":
        raise _answered()
    return found


def _answered() -> StateConflictError:
    return StateConflictError(
        _("This offer was answered or taken back in the meantime."), code="offer_answered"
    )


def _end_early(found: Secondment, *, actor: Actor, now: datetime) -> None:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    lent = rows.get(pk=found.membership_id)
    if lent.ended_at is not None:
        raise StateConflictError(_("This secondment is over already."), code="over")
    membership.close(lent, actor=actor, at=now, now=now)


def _decide(found: Secondment, state: str, *, actor: Actor, now: datetime) -> None:
    found.state, found.decided_by, found.decided_at = state, actor.user, now
    write(found, actor=actor, now=now)
    other = found.host if state == "withdrawn" else found.home
    post.owe(
        "secondment_decided",
        to=post.administrators(other, now=now),
        path=f"/organisations/{other.pk}/",
        now=now,
    )
    ledger.record(actor, Event.SECONDMENT_DECIDED, on=found, now=now, act=Act.MANAGE_MEMBERS, answer=state)
