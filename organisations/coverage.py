"""The coverage radar: when nobody of an organisation can be reached on duty, read from its roster."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from organisations import coverage_rules, duty, present
from organisations.coverage_rules import Change, Gap, Hour, Roster, Shift
from organisations.models import DutyOverride, DutyShift, Organisation


def hours(organisation: Organisation, *, now: datetime) -> list[Hour]:
    """Give every hour of the coming fourteen days at ``now`` (aware). Four queries."""
    return _hours(rosters([organisation.pk], now=now)[organisation.pk], now=now)


def near(organisation_id: int, *, now: datetime) -> list[Gap]:
    """Give the gaps of one organisation that begin within 48 hours; none when it keeps no roster."""
    return near_of([organisation_id], now=now).get(organisation_id, [])


def near_of(organisation_ids: Iterable[int], *, now: datetime) -> dict[int, list[Gap]]:
    """Give the near gaps of every organisation that keeps a roster and has some. Four queries for all."""
    found = {}
    for pk, roster in rosters(list(organisation_ids), now=now).items():
        if roster.shifts or roster.exceptions:
            gaps = coverage_rules.gaps(_hours(roster, now=now, days=3))
            found[pk] = coverage_rules.near(gaps, now=now)
    return {pk: gaps for pk, gaps in found.items() if gaps}


def rosters(organisation_ids: Sequence[int], *, now: datetime) -> dict[int, Roster]:
    """Read the rosters of some organisations at ``now`` (aware), only of people who work there."""
    members = present.members(at=now).filter(organisation__in=organisation_ids)
    there = set(members.values_list("organisation_id", "user_id"))
    shifts: dict[int, list[Shift]] = {pk: [] for pk in organisation_ids}
    for row in DutyShift.objects.filter(organisation__in=organisation_ids):
        if (row.organisation_id, row.user_id) in there:
            shifts[row.organisation_id].append(Shift(row.user_id, row.weekday, row.starts, row.ends))
    changes: dict[int, list[Change]] = {pk: [] for pk in organisation_ids}
    for row in DutyOverride.objects.filter(organisation__in=organisation_ids, ends_at__gt=now):
        if (row.organisation_id, row.user_id) in there:
            change = Change(row.user_id, row.starts_at, row.ends_at, row.is_away)
            changes[row.organisation_id].append(change)
    reached = duty.reached(user for _home, user in there)
    return {pk: Roster(shifts[pk], changes[pk], reached) for pk in organisation_ids}


def unverified(organisation: Organisation, *, now: datetime) -> list[str]:
    """Give the names of who is on the roster and has no verified way of contact, by name."""
    roster = rosters([organisation.pk], now=now)[organisation.pk]
    on_it = {row.user for row in (*roster.shifts, *roster.exceptions)}
    rows = present.members(at=now).filter(organisation=organisation, user__in=on_it - set(roster.reached))
    return sorted(set(rows.values_list("user__name", flat=True)))


def _hours(roster: Roster, *, now: datetime, days: int = coverage_rules.DAYS) -> list[Hour]:
    return coverage_rules.hours(roster, now=now, zone=timezone.get_default_timezone(), days=days)
