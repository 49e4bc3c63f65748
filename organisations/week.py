"""The roster as people read it: the weekly plan, the exceptions ahead, and when nobody is on duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from organisations.coverage_rules import is_covering
from organisations.models import DutyOverride, DutyShift, Organisation

HOUR = timedelta(hours=1)
FIRST_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """A period (aware instants) in which nobody is on duty on the first level."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of one organisation's roster: weekly shifts and the exceptions that are not over."""

    shifts: list[DutyShift]
    overrides: list[DutyOverride]

    def by_day(self) -> list[list[DutyShift]]:
        """Give the shifts of each weekday, Monday first."""
        return [[shift for shift in self.shifts if shift.weekday == day] for day in range(7)]


def plan_of(organisation: Organisation, *, now: datetime) -> Plan:
    """Read an organisation's roster. Two queries."""
    shifts = organisation.shifts.filter(user__is_active=True).select_related("user")
    overrides = organisation.duty_overrides.filter(user__is_active=True, ends_at__gt=now)
    return Plan(
        shifts=list(shifts.order_by("weekday", "starts", "level", "id")),
        overrides=list(overrides.select_related("user").order_by("starts_at", "id")),
    )


def gaps(plan: Plan, *, now: datetime, days: int = 7) -> list[Gap]:
    """Give the periods (in UTC) in the coming days in which the first level is empty.

    The plan is in wall time. In the night when the clock goes back an hour is lived twice and
    a shift covers it twice; when it goes forward a shift in the lost hour is not there at all.
    """
    now = now.astimezone(UTC)  # hours are counted, not read from a clock on the wall
    until = now + timedelta(days=days)
    moments = sorted({now, until, *(m for m in _edges(plan, now, days) if now < m < until)})
    found: list[Gap] = []
    for begin, end in pairwise(moments):
        if _is_covered(plan, begin):
            continue
        if found and found[-1].ends_at == begin:
            begin = found.pop().starts_at
        found.append(Gap(begin, end))
    return found


def _edges(plan: Plan, now: datetime, days: int) -> Iterator[datetime]:
    """Give every instant at which somebody may come or go, and each whole hour: the clock changes on one."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    yield from (hour + HOUR * step for step in range(days * 24 + 1))
    today = timezone.localdate(now)
    for clock in {edge for shift in plan.shifts for edge in (shift.starts, shift.ends)}:
        for step in range(days + 1):
            yield from _instants(datetime.combine(today + timedelta(days=step), clock))
    for override in plan.overrides:
        yield override.starts_at
        yield override.ends_at


def _instants(wall: datetime) -> tuple[datetime, datetime]:
    """Give both instants of a wall time; they differ only in the hour that is lived twice."""
    zone = timezone.get_default_timezone()
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    return first.astimezone(UTC), second.astimezone(UTC)


def _is_covered(plan: Plan, at: datetime) -> bool:
    running = [o for o in plan.overrides if o.starts_at <= at < o.ends_at]
    if any(not o.is_away and o.level == FIRST_LEVEL for o in running):
        return True
    away = {o.user_id for o in running if o.is_away}
    local = timezone.localtime(at, timezone.get_default_timezone())
    return any(
        shift.level == FIRST_LEVEL and shift.user_id not in away and is_covering(shift, local)
        for shift in plan.shifts
    )
