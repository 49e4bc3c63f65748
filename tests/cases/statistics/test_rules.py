"""Which periods a report is about, and what of a count may be told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.small_cells import LEAST
from cases.statistics.rules import FIVES, YEARS_BACK, Period, middle, periods, rounded, told

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 1, 1), "2025-4"),
        (date(2026, 3, 31), "2025-4"),
        (date(2026, 4, 1), "2026-1"),
        (date(2026, 11, 17), "2026-3"),
        (date(2026, 12, 31), "2026-3"),
        (date(2028, 2, 29), "2027-4"),
    ],
)
def test_a_period_can_be_chosen_from_the_day_after_it(today: date, newest: str) -> None:
    assert periods(today)[0].code == newest


@given(DAYS)
def test_every_period_is_over_begins_with_a_year_and_stands_there_once(today: date) -> None:
    found = periods(today)
    assert all(period.since < period.until <= today for period in found)
    assert all((period.since.month, period.since.day) == (1, 1) for period in found)
    assert len({period.code for period in found}) == len(found) in {YEARS_BACK, YEARS_BACK + 1}


@given(DAYS)
def test_no_two_periods_differ_by_less_than_a_quarter(today: date) -> None:
    """A day more or less would tell about one young person."""
    lengths = {(period.since, period.until) for period in periods(today) + periods(today + timedelta(days=1))}
    ends = sorted(until for since, until in lengths if since == date(today.year, 1, 1))
    assert all(later - earlier >= timedelta(days=89) for earlier, later in pairwise(ends))


def test_a_period_names_its_quarters() -> None:
    assert Period(2026, date(2026, 7, 1)).quarters == 2
    assert Period(2026, date(2027, 1, 1)).quarters == 4


@pytest.mark.parametrize(
    ("count", "nearest"), [(10, 10), (11, 10), (12, 10), (13, 15), (17, 15), (18, 20), (99_998, 100_000)]
)
def test_numbers_are_rounded_to_fives(count: int, nearest: int) -> None:
    assert rounded(count) == nearest


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 80), min_size=1)


@given(COUNTS)
def test_no_count_below_ten_is_told_and_none_can_be_worked_out(counts: dict[str, int]) -> None:
    found = told(counts)
    assert set(found.parts) == set(counts)
    assert all(number is None or (number >= LEAST and number % FIVES == 0) for number in found.parts.values())
    hidden = [name for name, number in found.parts.items() if number is None]
    if found.total is not None and hidden:
        assert sum(counts[name] for name in hidden) >= LEAST


@given(COUNTS)
def test_what_is_told_is_at_most_two_away_from_the_count(counts: dict[str, int]) -> None:
    found = told(counts)
    assert all(number is None or abs(number - counts[name]) <= 2 for name, number in found.parts.items())
    assert (found.total is None) == (sum(counts.values()) < LEAST)


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_a_median_is_told_from_ten_on(durations: list[float]) -> None:
    found = middle(durations)
    assert (found.middle is None) == (found.count is None) == (len(durations) < LEAST)
