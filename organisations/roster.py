"""Changes to who is on duty: the weekly plan and the exceptions to it."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import grants, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import remove, write
from organisations.managing import demand_at
from organisations.models import DutyOverride, DutyShift, Organisation, User

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly shift in local wall time; an end at or before the start runs into the next morning.

    ``weekday``: 0 is Monday. ``level``: who is called first is on level 1.
    """

    user: User
    weekday: int
    starts: time
    ends: time
    level: int = 1


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody is on duty, or away, between two aware instants, whatever the weekly plan says."""

    user: User
    starts_at: datetime
    ends_at: datetime
    is_away: bool = False
    level: int = 1


def add_shift(organisation: Organisation, *, actor: Actor, shift: Shift, now: datetime) -> DutyShift:
    """Put a person on the weekly plan.

    Raises:
        AccessDenied: the actor does not keep this organisation's roster.
        StateConflictError: cannot answer an alert here, or has a shift in this time already.
    """
    demand_at(actor, Act.MANAGE_ROSTER, organisation)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        _check_answers(shift.user, organisation, now=now)
        _check_free(shift, organisation)
        row = DutyShift(
            organisation=organisation,
            user=shift.user,
            level=shift.level,
            weekday=shift.weekday,
            starts=shift.starts,
            ends=shift.ends,
        )
        write(row, actor=actor, now=now)
        _record(actor, row, "shift_added", now=now)
    return row


def remove_shift(shift: DutyShift, *, actor: Actor, now: datetime) -> None:
    """Take a shift out of the weekly plan; taking it out twice changes nothing.

    Raises:
        AccessDenied: the actor does not keep this organisation's roster.
    """
    _remove(shift, "shift_removed", actor=actor, now=now)


def add_override(
    organisation: Organisation, *, actor: Actor, override: Override, now: datetime
) -> DutyOverride:
    """Write an exception to the weekly plan.

    Raises:
        AccessDenied: the actor does not keep this organisation's roster.
        StateConflictError: cannot answer an alert here, or the period is over or ends before it starts.
    """
    demand_at(actor, Act.MANAGE_ROSTER, organisation)
    _check_period(override, now=now)
    with transaction.atomic():
        _check_answers(override.user, organisation, now=now)
        row = DutyOverride(
            organisation=organisation,
            user=override.user,
            level=override.level,
            is_away=override.is_away,
            starts_at=override.starts_at,
            ends_at=override.ends_at,
        )
        write(row, actor=actor, now=now)
        _record(actor, row, "away_added" if override.is_away else "extra_added", now=now)
    return row


def remove_override(override: DutyOverride, *, actor: Actor, now: datetime) -> None:
    """Take an exception away; the weekly plan holds again.

    Raises:
        AccessDenied: the actor does not keep this organisation's roster.
    """
    _remove(override, "override_removed", actor=actor, now=now)


def candidates(organisation: Organisation, *, now: datetime) -> list[User]:
    """Give the people who may be put on duty: members whose role here can answer an alert, by name."""
    members = (
        present.members(at=now)
        .filter(organisation=organisation)
        .select_related("user", "organisation")
        .order_by("user__name", "id")
    )
    answering = grants.roles_holding(Act.ANSWER_ALERT, organisation)
    return [member.user for member in members if member.role in answering]


def _check_answers(user: User, organisation: Organisation, *, now: datetime) -> None:
    if user not in candidates(organisation, now=now):
        raise StateConflictError(
            _("This person cannot answer an alert for this organisation. Choose a colleague who can."),
            code="cannot_answer",
            field="user",
        )


def _check_free(shift: Shift, organisation: Organisation) -> None:
    same = DutyShift.objects.filter(
        organisation=organisation, user=shift.user, weekday=shift.weekday, starts=shift.starts
    )
    if same.exists():
        raise StateConflictError(
            _("This person has a shift that starts at this time already. Remove that one first."),
            code="shift_already",
            field="starts",
        )


def _check_period(override: Override, *, now: datetime) -> None:
    if override.ends_at <= override.starts_at:
        raise StateConflictError(
            _("The period ends before it starts. Choose a later end."), code="ends_early", field="ends_at"
        )
    if override.ends_at <= now:
        raise StateConflictError(
            _("This period is over. Choose a period that is still to come."), code="over", field="ends_at"
        )


def _remove(row: Any, change: str, *, actor: Actor, now: datetime) -> None:
    demand_at(actor, Act.MANAGE_ROSTER, row.organisation)
    with transaction.atomic():
        standing = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if standing is not None:
            _record(actor, standing, change, now=now)
            remove(standing, actor=actor, now=now)


def _record(actor: Actor, row: Any, change: str, *, now: datetime) -> None:
    ledger.record(
        actor,
        Event.ROSTER_CHANGED,
        on=row,
        now=now,
        act=Act.MANAGE_ROSTER,
        change=change,
        person=row.user_id,
        duty_level=row.level,
    )
