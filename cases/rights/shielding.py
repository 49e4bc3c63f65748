"""Shielding a name for a reason: by the own administrator everywhere, by who coordinates in one case."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.rights.models import Shielding
from cases.rights.report_rules import shield_fits
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.managing import demand_at
from organisations.models import Membership, Organisation, User


def shield_colleague(
    member: Membership, *, actor: Actor, reason: str, until: date, now: datetime
) -> Shielding:
    """Shield the name of a colleague in every report, up to and including a day (local).

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: shielded already, or the day has passed or lies more than a year ahead.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, member.organisation)
    made = _new(member.user, member.organisation, actor=actor, reason=reason, until=until, now=now)
    return _save(made, Act.MANAGE_MEMBERS, actor=actor, now=now)


def shield_on_case(
    case: Case, *, actor: Actor, user: User, reason: str, until: date, now: datetime
) -> Shielding:
    """Shield the name of somebody who looked in one case, up to and including a day (local).

    Raises:
        AccessDenied: the actor does not answer about rights in this case.
        StateConflictError: shielded already, nobody who looked, or the day does not fit.
    """
    gate.require(actor, Act.ANSWER_RIGHTS, on=case, now=now)
    if not readers(case).filter(pk=user.pk).exists():
        raise StateConflictError(
            _("This person never looked in the case. Choose somebody from the list."),
            code="never_looked",
            field="user",
        )
    made = _new(user, actor.organisation, actor=actor, reason=reason, until=until, now=now)
    made.case = case
    return _save(made, Act.ANSWER_RIGHTS, actor=actor, now=now)


def end(standing: Shielding, *, actor: Actor, now: datetime) -> Shielding:
    """End a shield; from now on the name is told again. Ending twice changes nothing.

    Raises:
        AccessDenied: it is another organisation's, or of a case the actor does not answer for.
    """
    act = Act.MANAGE_MEMBERS if standing.case_id is None else Act.ANSWER_RIGHTS
    if standing.case_id is None:
        demand_at(actor, act, standing.organisation)
    else:
        gate.require(actor, act, on=standing.case, now=now)
    with transaction.atomic():
        standing = Shielding.objects.select_for_update(of=("self",)).get(pk=standing.pk)
        if standing.ended_at is None:
            standing.ended_at, standing.ended_by = now, actor.user
            write(standing, actor=actor, now=now)
            _record(Event.NAME_SHOWN_AGAIN, standing, act, actor=actor, now=now)
    return standing


def of_organisation(organisation: Organisation) -> QuerySet[Shielding]:
    """Give the shields of an organisation's own people that were not ended."""
    rows = Shielding.objects.filter(organisation=organisation, case=None, ended_at=None)
    return rows.select_related("user", "made_by").order_by("until", "id")


def of_case(case: Case) -> QuerySet[Shielding]:
    """Give the shields that were put in one case and were not ended."""
    return case.shieldings.filter(ended_at=None).select_related("user", "made_by").order_by("until", "id")


def shielded(case: Case, *, moments: tuple[datetime, ...]) -> frozenset[int]:
    """Give the ids of the people whose name is shielded in a case at one of these instants (aware)."""
    in_force = Q(pk__in=[])
    for at in moments:
        in_force |= Q(since__lte=at, until__gte=timezone.localdate(at)) & (
            Q(ended_at=None) | Q(ended_at__gt=at)
        )
    rows = Shielding.objects.filter(in_force).filter(Q(case=None) | Q(case=case))
    return frozenset(rows.values_list("user_id", flat=True))


def readers(case: Case) -> QuerySet[User]:
    """Give everybody who ever looked in a case."""
    looked = LedgerLine.objects.filter(case_id=case.pk, user_id__isnull=False).exclude(outcome="refused")
    return User.objects.filter(pk__in=looked.values("user_id")).order_by("name", "id")


def _new(
    user: User, organisation: Organisation, *, actor: Actor, reason: str, until: date, now: datetime
) -> Shielding:
    if not shield_fits(until, today=timezone.localdate(now)):
        raise StateConflictError(
            _("Choose a day from today on, at most a year ahead. Then the reason is looked at again."),
            code="shield_too_long",
            field="until",
        )
    return Shielding(
        user=user, organisation=organisation, reason=reason, since=now, until=until, made_by=actor.user
    )


def _save(made: Shielding, act: Act, *, actor: Actor, now: datetime) -> Shielding:
    with transaction.atomic():
        _end_passed(made, actor=actor, now=now)
        try:
            with transaction.atomic():
                write(made, actor=actor, now=now)
        except IntegrityError as clash:
            raise StateConflictError(
                _("This name is shielded already. End that first to change it."), code="shielded_already"
            ) from clash
        _record(Event.NAME_SHIELDED, made, act, actor=actor, now=now)
    return made


def _end_passed(made: Shielding, *, actor: Actor, now: datetime) -> None:
    """Close a shield whose last day has passed: it counts no more, and stands in the way of a new one."""
    passed = Shielding.objects.select_for_update(of=("self",)).filter(
        user=made.user,
        organisation=made.organisation,
        case=made.case,
        ended_at=None,
        until__lt=timezone.localdate(now),
    )
    for row in passed:
        row.ended_at, row.ended_by = now, actor.user
        write(row, actor=actor, now=now)


def _record(event: Event, row: Shielding, act: Act, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=row, case=row.case, now=now, act=act, person=row.user_id)
