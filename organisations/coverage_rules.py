"""In which hours of the coming days nobody of an organisation can be reached on duty.

Hours are counted in elapsed time: a day has 23 or 25 of them when the clock changes. The weekly plan is in
wall time. Who is on duty without a verified way of contact is not reached: the message would go nowhere.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

HOUR = timedelta(hours=1)
#: As far as a roster can be looked at: who repairs it needs two working weeks.
DAYS = 14
#: A gap this near is told to who can fill it.
NEAR = timedelta(hours=48)


class WeeklyShift(Protocol):
    """One row of a weekly plan, in wall time; an end at or before the start runs into the next morning."""

    weekday: int
    starts: time
    ends: time


class State(StrEnum):
    """How an hour stands; the worst of its moments counts."""

    COVERED = "covered"
    UNREACHED = "unreached"  # somebody is on duty, nobody of them can be reached
    EMPTY = "empty"  # nobody is on duty


RANK = {State.COVERED: 0, State.UNREACHED: 1, State.EMPTY: 2}


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly shift of one person (an id), on any level."""

    user: int
    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody is away, or on duty, between two aware moments, whatever the weekly plan says."""

    user: int
    starts_at: datetime
    ends_at: datetime
    is_away: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """An organisation's roster; ``reached`` are the ids of people with a verified way of contact."""

    shifts: Sequence[Shift]
    exceptions: Sequence[Change]
    reached: Collection[int]


@dataclass(frozen=True, slots=True)
class Hour:
    """One elapsed hour (aware, UTC). ``is_planned``: the weekly plan itself has nobody in it."""

    starts_at: datetime
    state: State
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours in a row that stand alike; aware moments in UTC."""

    starts_at: datetime
    ends_at: datetime
    state: State
    is_planned: bool


def is_covering(shift: WeeklyShift, local: datetime) -> bool:
    """Tell whether a weekly shift covers a local moment; a night shift runs into the next morning."""
    clock, day = local.time(), local.weekday()
    if shift.starts < shift.ends:
        return day == shift.weekday and shift.starts <= clock < shift.ends
    began_today = day == shift.weekday and clock >= shift.starts
    began_yesterday = day == (shift.weekday + 1) % 7 and clock < shift.ends
    return began_today or began_yesterday


def hours(roster: Roster, *, now: datetime, zone: tzinfo, days: int = DAYS) -> list[Hour]:
    """Give every elapsed hour of so many days from the hour in which ``now`` (aware) lies."""
    first = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return [_hour(roster, first + HOUR * step, zone) for step in range(days * 24)]


def gaps(found: Iterable[Hour]) -> list[Gap]:
    """Lay the uncovered hours that follow each other and stand alike together."""
    laid: list[Gap] = []
    for hour in found:
        if hour.state is State.COVERED:
            continue
        end = hour.starts_at + HOUR
        last = laid[-1] if laid else None
        alike = last is not None and (last.state, last.is_planned) == (hour.state, hour.is_planned)
        if alike and last.ends_at == hour.starts_at:
            laid[-1] = Gap(last.starts_at, end, last.state, last.is_planned)
        else:
            laid.append(Gap(hour.starts_at, end, hour.state, hour.is_planned))
    return laid


def near(found: Iterable[Gap], *, now: datetime, within: timedelta = NEAR) -> list[Gap]:
    """Keep the gaps that begin within so much elapsed time of an aware moment."""
    until = now.astimezone(UTC) + within
    return [gap for gap in found if gap.starts_at < until]


def _hour(roster: Roster, start: datetime, zone: tzinfo) -> Hour:
    moments = list(_moments(roster, start, zone))
    states = [_state(roster, moment, zone) for moment in moments]
    is_planned = any(not _on_plan(roster, moment, zone) for moment in moments)
    state = max(states, key=RANK.__getitem__)
    return Hour(start, state, is_planned and state is State.EMPTY)


def _moments(roster: Roster, start: datetime, zone: tzinfo) -> Iterator[datetime]:
    """Give the start of an hour, and every moment in it at which somebody may come or go."""
    yield start
    local = start.astimezone(zone)
    edges = {edge for shift in roster.shifts for edge in (shift.starts, shift.ends)}
    for edge in edges:
        if edge.hour == local.hour and (edge.minute or edge.second):
            yield start + timedelta(minutes=edge.minute, seconds=edge.second)
    for one in roster.exceptions:
        yield from (moment for moment in (one.starts_at, one.ends_at) if start < moment < start + HOUR)


def _state(roster: Roster, moment: datetime, zone: tzinfo) -> State:
    running = [one for one in roster.exceptions if one.starts_at <= moment < one.ends_at]
    away = {one.user for one in running if one.is_away}
    on_duty = {one.user for one in running if not one.is_away} | (_on_plan(roster, moment, zone) - away)
    if not on_duty:
        return State.EMPTY
    return State.COVERED if on_duty & set(roster.reached) else State.UNREACHED


def _on_plan(roster: Roster, moment: datetime, zone: tzinfo) -> set[int]:
    local = moment.astimezone(zone)
    return {shift.user for shift in roster.shifts if is_covering(shift, local)}
