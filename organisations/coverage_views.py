"""The coverage radar as the administrator and the contact points of an organisation see it: fourteen days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from organisations import coverage, coverage_rules
from organisations.acts import Act
from organisations.coverage_rules import HOUR, Hour, State
from organisations.views import record_page

LABELS: dict[State, Promise] = {
    State.COVERED: _("somebody is reachable on duty"),
    State.UNREACHED: _("on duty, but no verified way of contact"),
    State.EMPTY: _("nobody on duty"),
}


AS_PLANNED = _("nobody on duty, as in the weekly plan")


@dataclass(frozen=True, slots=True)
class Cell:
    """One elapsed hour of a day; ``clock`` as it stands on the wall (one hour comes twice in October)."""

    clock: str
    state: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    day: date
    cells: list[Cell]
    is_covered: bool


@performs(Act.SEE_COVERAGE)
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show for fourteen days in which hours nobody of the own organisation can be reached on duty."""
    organisation, now = request.actor.organisation, request.now
    hours = coverage.hours(organisation, now=now)
    found = coverage_rules.gaps(hours)
    gaps = [gap for gap in found if not gap.is_planned]
    record_page(request, "coverage", act=Act.SEE_COVERAGE, on=organisation, shown=len(gaps))
    context = {
        "organisation": organisation,
        "days": days(hours),
        "gaps": [{"gap": gap, "label": LABELS[gap.state]} for gap in gaps],
        "is_planned": len(gaps) < len(found),
        "near": coverage_rules.near(gaps, now=now),
        "unverified": coverage.unverified(organisation, now=now),
        "may_drill": request.actor.holds(Act.RUN_DRILL),
        "may_keep": request.actor.holds(Act.MANAGE_ROSTER),
    }
    return render(request, "organisations/coverage.html", context)


def days(hours: list[Hour]) -> list[Day]:
    """Lay hours together by local day."""
    return [
        _day(day, list(rows)) for day, rows in groupby(hours, key=lambda hour: _local(hour.starts_at).date())
    ]


def _day(day: date, hours: list[Hour]) -> Day:
    cells = [_cell(hour) for hour in hours]
    return Day(day, [*_passed(hours[0]), *cells], all(hour.state is State.COVERED for hour in hours))


def _cell(hour: Hour) -> Cell:
    clock = f"{_local(hour.starts_at):%H:%M}"
    if hour.is_planned:
        return Cell(clock, "planned", AS_PLANNED)
    return Cell(clock, hour.state.value, LABELS[hour.state])


def _passed(first: Hour) -> list[Cell]:
    """Give an empty cell for each hour of today that has passed, so that the days stand below each other."""
    midnight = _local(first.starts_at).replace(hour=0, minute=0, second=0, fold=0)
    return [Cell("", "past", _("passed"))] * int((first.starts_at - midnight.astimezone(UTC)) / HOUR)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())
