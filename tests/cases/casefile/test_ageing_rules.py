"""Whole months, by the local calendar: a case that is a month old today is so all day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casefile.ageing_rules import Band, band_of, bounds, edges
from cases.casefile.retention_rules import months_later
from cases.workdays import AMSTERDAM, local_day

NOW = datetime(2026, 3, 31, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (date(2026, 3, 31), Band.UNDER_ONE),
        (date(2026, 3, 1), Band.UNDER_ONE),
        (date(2026, 2, 28), Band.ONE_TO_THREE),  # February has no 31st: its last day counts
        (date(2026, 1, 1), Band.ONE_TO_THREE),
        (date(2025, 12, 31), Band.THREE_TO_SIX),
        (date(2025, 10, 1), Band.THREE_TO_SIX),
        (date(2025, 9, 30), Band.OVER_SIX),
        (date(2020, 1, 1), Band.OVER_SIX),
    ],
)
def test_the_band_turns_at_midnight(day: date, band: Band) -> None:
    first = datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
    for moment in (first, first.replace(hour=23, minute=59, second=59)):
        if moment <= NOW:
            assert band_of(moment, now=NOW) is band


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, MOMENTS)
def test_every_moment_is_in_exactly_one_band(moment: datetime, now: datetime) -> None:
    at = edges(now)

    def holds(band: Band) -> bool:
        asked = bounds(band, at)
        return ("lt" not in asked or moment < asked["lt"]) and ("gte" not in asked or moment >= asked["gte"])

    assert [band for band in Band if holds(band)] == [band_of(moment, now=now)]


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_a_band_is_reached_when_the_months_have_passed(since: datetime, gone: timedelta) -> None:
    now = since + gone
    passed = [n for n in (1, 3, 6) if months_later(local_day(since), n) <= local_day(now)]
    assert list(Band).index(band_of(since, now=now)) == len(passed)
