"""Which date comes near, and how long a reflection period lasts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.justice.rules import (
    ANSWER_AHEAD,
    REFLECTION_KINDS,
    DateKind,
    Standing,
    reflection_ends,
    standing,
)

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-1, Standing.PAST),
        (0, Standing.SOON),
        (28, Standing.SOON),
        (29, Standing.LATER),
    ],
)
def test_four_weeks_ahead_a_date_comes_into_sight(days: int, found: Standing) -> None:
    """Four weeks: a design choice; the day itself still counts."""
    assert standing(TODAY + timedelta(days=days), today=TODAY) is found


def test_an_answer_comes_into_sight_a_week_ahead() -> None:
    assert standing(TODAY + timedelta(days=7), today=TODAY, ahead=ANSWER_AHEAD) is Standing.SOON
    assert standing(TODAY + timedelta(days=8), today=TODAY, ahead=ANSWER_AHEAD) is Standing.LATER


#: Art. B8/3 Vc: three months at most, thirty days in Dublin cases since 18 May 2023 (stcrt-2023-13577).
@pytest.mark.parametrize(
    ("kind", "starts_on", "ends_on"),
    [
        (DateKind.REFLECTION, date(2026, 11, 17), date(2027, 2, 17)),
        (DateKind.REFLECTION, date(2026, 11, 30), date(2027, 2, 28)),
        (DateKind.REFLECTION, date(2027, 11, 30), date(2028, 2, 29)),
        (DateKind.REFLECTION, date(2026, 9, 30), date(2026, 12, 30)),
        (DateKind.REFLECTION_DUBLIN, date(2026, 11, 17), date(2026, 12, 17)),
        (DateKind.REFLECTION_DUBLIN, date(2027, 2, 1), date(2027, 3, 3)),
    ],
)
def test_the_longest_reflection_period(kind: DateKind, starts_on: date, ends_on: date) -> None:
    assert reflection_ends(kind, starts_on) == ends_on


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_three_months_are_never_shorter_than_thirty_days(starts_on: date) -> None:
    longest = reflection_ends(DateKind.REFLECTION, starts_on)
    assert longest > reflection_ends(DateKind.REFLECTION_DUBLIN, starts_on)
    assert timedelta(days=89) <= longest - starts_on <= timedelta(days=92)


@pytest.mark.parametrize("kind", sorted(set(DateKind) - REFLECTION_KINDS))
def test_nothing_else_has_a_longest_term(kind: DateKind) -> None:
    with pytest.raises(ValueError, match="reflection"):
        reflection_ends(kind, TODAY)
