"""The coverage radar: each elapsed hour of fourteen days, through leave, silence and both change nights."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.coverage_rules import (
    HOUR,
    NEAR,
    Change,
    Gap,
    Hour,
    Roster,
    Shift,
    State,
    gaps,
    hours,
    near,
)

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 17, 9, 20, tzinfo=UTC)  # a Tuesday
ALWAYS = tuple(Shift(1, day, time(0, 0), time(0, 0)) for day in range(7))


def states(roster: Roster, now: datetime = NOW, days: int = 14) -> list[Hour]:
    """Give the hours of a roster."""
    return hours(roster, now=now, zone=ZONE, days=days)


def uncovered(found: Iterable[Hour]) -> list[str]:
    """Give the uncovered hours as they stand on the wall."""
    return [f"{h.starts_at.astimezone(ZONE):%d %H}" for h in found if h.state is not State.COVERED]


def test_round_the_clock_is_covered_from_the_hour_that_runs() -> None:
    found = states(Roster(ALWAYS, (), {1}))
    assert len(found) == 14 * 24
    assert found[0].starts_at == datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
    assert gaps(found) == []


def test_nobody_with_a_verified_way_of_contact_is_no_cover() -> None:
    found = states(Roster(ALWAYS, (), set()))
    assert {hour.state for hour in found} == {State.UNREACHED}
    assert gaps(found) == [
        Gap(found[0].starts_at, found[-1].starts_at + HOUR, State.UNREACHED, is_planned=False)
    ]


def test_an_organisation_without_a_roster_has_one_planned_gap() -> None:
    (gap,) = gaps(states(Roster((), (), {1})))
    assert (gap.state, gap.is_planned, gap.ends_at - gap.starts_at) == (
        State.EMPTY,
        True,
        timedelta(days=14),
    )


@pytest.mark.parametrize(
    ("reached", "state"), [({1, 2}, State.COVERED), ({2}, State.COVERED), ({1}, State.EMPTY)]
)
def test_leave_is_a_gap_unless_a_deputy_on_any_level_can_be_reached(reached: set[int], state: State) -> None:
    start = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
    away = Change(1, start, start + timedelta(hours=2), is_away=True)
    deputy = Change(2, start, start + timedelta(hours=2), is_away=False)
    changes = (away, deputy) if 2 in reached else (away,)
    found = states(Roster(ALWAYS, changes, reached))
    within = next(hour for hour in found if hour.starts_at == start.replace(hour=9, minute=0))
    assert within.state is state
    assert not within.is_planned
    if state is State.EMPTY:  # half an hour of a gap is a gap of that hour
        assert uncovered(found) == ["18 09", "18 10", "18 11"]


def test_a_shift_that_ends_at_half_past_leaves_a_gap_in_that_hour() -> None:
    day = Shift(1, 1, time(8, 0), time(17, 30))
    night = Shift(1, 1, time(18, 0), time(8, 0))
    found = states(Roster((day, night), (), {1}), days=1)
    assert uncovered(found)[0] == "17 17"
    assert "17 18" not in uncovered(found)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # 25 October 2026: 02:00 comes twice, and the night shift covers both.
        ("2026-10-24T20:00+02:00", 11),
        # 29 March 2026: 02:00 does not come at all.
        ("2026-03-28T20:00+01:00", 9),
        ("2026-11-17T20:00+01:00", 10),
    ],
)
def test_a_night_shift_has_one_hour_more_or_less_when_the_clock_changes(now: str, expected: int) -> None:
    every = tuple(Shift(1, day, time(21, 0), time(7, 0)) for day in range(7))
    found = states(Roster(every, (), {1}), now=datetime.fromisoformat(now), days=1)
    covered = [hour for hour in found if hour.state is State.COVERED]
    assert len(found) == 24
    assert len([hour for hour in covered if hour.starts_at < found[0].starts_at + HOUR * 14]) == expected


def test_an_hour_on_the_wall_that_comes_twice_stands_twice() -> None:
    now = datetime.fromisoformat("2026-10-24T20:00+02:00")
    wall = [f"{h.starts_at.astimezone(ZONE):%d %H}" for h in states(Roster((), (), ()), now=now, days=1)]
    assert wall.count("25 02") == 2
    assert len(wall) == 24


def test_near_is_within_48_elapsed_hours() -> None:
    first, last = NOW + timedelta(hours=47), NOW + timedelta(hours=49)
    found = [Gap(at, at + HOUR, State.EMPTY, is_planned=False) for at in (first, last)]
    assert near(found, now=NOW) == found[:1]
    assert timedelta(hours=48) == NEAR


@given(
    st.lists(
        st.builds(
            Shift,
            st.integers(1, 3),
            st.integers(0, 6),
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        ),
        max_size=6,
    ),
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 1), timezones=st.just(UTC)),
    st.sets(st.integers(1, 3)),
)
def test_an_hour_is_covered_only_when_each_of_its_minutes_is(
    shifts: list[Shift], now: datetime, reached: set[int]
) -> None:
    """A second, slower calculation: minute by minute."""
    found = hours(Roster(shifts, (), reached), now=now, zone=ZONE, days=1)
    for hour in found[:6]:
        minutes = [hour.starts_at + timedelta(minutes=minute) for minute in range(60)]
        covered = all(
            any(_covers(shift, minute.astimezone(ZONE)) and shift.user in reached for shift in shifts)
            for minute in minutes
        )
        assert (hour.state is State.COVERED) == covered


def _covers(shift: Shift, local: datetime) -> bool:
    minute, week = local.weekday() * 1440 + local.hour * 60 + local.minute, 7 * 1440
    start = shift.weekday * 1440 + shift.starts.hour * 60 + shift.starts.minute
    length = (shift.ends.hour * 60 + shift.ends.minute) - (shift.starts.hour * 60 + shift.starts.minute)
    length += 1440 if length <= 0 else 0
    return (minute - start) % week < length


@given(st.lists(st.sampled_from([*State]), max_size=30))
def test_gaps_hold_every_uncovered_hour_once(found: list[State]) -> None:
    start = NOW.replace(minute=0)
    rows = [Hour(start + HOUR * index, state) for index, state in enumerate(found)]
    laid = gaps(rows)
    total = sum((gap.ends_at - gap.starts_at for gap in laid), timedelta())
    assert total == HOUR * sum(state is not State.COVERED for state in found)
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(laid))
