"""Where in the year, the week and the day an episode falls, and how long it lasted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.statistics.choices import COUNTS
from cases.statistics.moment_rules import lasted, month, part_of_day, weekday

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("at", "in_month", "on", "part"),
    [
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "07", "2", "afternoon"),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "01", "3", "night"),  # half past midnight, a Thursday
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "06", "1", "evening"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "07", "2", "night"),  # midnight in summer
        (datetime(2026, 3, 29, 3, 59, tzinfo=UTC), "03", "6", "night"),  # the clock went forward: 05:59
        (datetime(2026, 3, 29, 4, 0, tzinfo=UTC), "03", "6", "morning"),
        (datetime(2026, 10, 25, 4, 59, tzinfo=UTC), "10", "6", "night"),  # the clock went back: 05:59
        (datetime(2026, 11, 17, 10, 59, tzinfo=UTC), "11", "1", "morning"),
        (datetime(2026, 11, 17, 17, 0, tzinfo=UTC), "11", "1", "evening"),
    ],
)
def test_it_falls_where_the_clock_on_the_wall_says(at: datetime, in_month: str, on: str, part: str) -> None:
    assert (month(at), weekday(at), part_of_day(at)) == (in_month, on, part)


@pytest.mark.parametrize(
    ("took", "band"),
    [
        (timedelta(0), "hours_4"),
        (timedelta(hours=4) - timedelta(seconds=1), "hours_4"),
        (timedelta(hours=4), "hours_12"),
        (timedelta(hours=12), "day"),
        (timedelta(hours=24), "days_3"),
        (timedelta(days=3), "week"),
        (timedelta(days=7), "longer"),
        (timedelta(days=400), "longer"),
    ],
)
def test_how_long_is_time_that_passed(took: timedelta, band: str) -> None:
    since = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # over the night in which the clock goes back
    assert lasted(since, since + took) == band


def test_without_an_end_it_is_not_known() -> None:
    assert lasted(datetime(2026, 1, 1, tzinfo=UTC), None) == "unknown"


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_every_moment_falls_in_one_part_that_has_a_name(at: datetime, took: timedelta) -> None:
    codes = {code: {part for part, _label in COUNTS[code].parts} for code in COUNTS}
    assert month(at) in codes["episodes_by_month"]
    assert weekday(at) in codes["episodes_by_weekday"]
    assert part_of_day(at) in codes["episodes_by_day_part"]
    assert lasted(at, at + took) in codes["episodes_by_length"]


@pytest.mark.parametrize("rule", [month, weekday, part_of_day])
def test_a_moment_without_a_time_zone_is_refused(rule: object) -> None:
    with pytest.raises(ValueError, match="time zone"):
        rule(datetime(2026, 1, 1))
