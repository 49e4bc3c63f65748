"""How old somebody is on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import ages
from cases.choices import AGE_BANDS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, "unknown"),
        (date(2026, 11, 24), "unknown"),
        (date(2026, 11, 23), "under_12"),
        (date(2014, 11, 24), "under_12"),
        (date(2014, 11, 23), "12_15"),
        (date(2010, 11, 23), "16_17"),
        (date(2008, 11, 23), "18_22"),
        (date(2003, 11, 24), "18_22"),
        (date(2003, 11, 23), "23_plus"),
        (date(2004, 2, 29), "18_22"),
    ],
)
def test_the_age_band_turns_on_the_birthday(born: date | None, band: str) -> None:
    assert ages.band(born, on=TODAY) == band


def test_somebody_born_on_29_february_turns_on_1_march() -> None:
    born = date(2008, 2, 29)
    assert ages.band(born, on=date(2026, 2, 28)) == "16_17"
    assert ages.band(born, on=date(2026, 3, 1)) == "18_22"


@given(st.dates(date(1926, 1, 1), TODAY), st.integers(0, 40_000))
def test_nobody_grows_younger(born: date, days: int) -> None:
    first, later = born, born + timedelta(days=days)
    assert 0 == ages.age(born, on=first) <= ages.age(born, on=later)
    assert ages.band(born, on=later) in dict(AGE_BANDS)
