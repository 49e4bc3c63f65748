"""How a measure stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.measures.rules import AHEAD, Standing, standing

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (date(2026, 2, 2), date(2027, 6, 1), Standing.RUNNING),
        (date(2026, 12, 1), date(2027, 11, 30), Standing.COMING),
        (date(2026, 2, 2), date(2027, 2, 1), Standing.ENDS_SOON),
        (date(2026, 2, 2), date(2027, 2, 16), Standing.ENDS_SOON),  # thirteen weeks to the day
        (date(2026, 2, 2), date(2027, 2, 17), Standing.RUNNING),
        (date(2025, 11, 18), date(2026, 11, 17), Standing.ENDS_SOON),  # its last day: it holds
        (date(2025, 11, 17), date(2026, 11, 16), Standing.PAST),
        (date(2026, 12, 1), date(2026, 12, 20), Standing.ENDS_SOON),  # short: told before it starts
    ],
)
def test_on_17_november_2026(starts: date, ends: date, expected: Standing) -> None:
    assert standing(starts, ends, today=date(2026, 11, 17)) is expected


@given(DAYS, DAYS, DAYS)
def test_who_must_act_hears_it_before_and_after_the_last_day(starts: date, ends: date, today: date) -> None:
    told = standing(starts, ends, today=today) in {Standing.ENDS_SOON, Standing.PAST}
    assert told == (today >= ends - AHEAD)
    later = standing(starts, ends, today=ends + timedelta(days=1))
    assert later is Standing.PAST
