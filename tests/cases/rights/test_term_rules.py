"""The clock of a request about rights: one month, two more, no end on a day off."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.moves import MoveRefused
from cases.rights.term_rules import (
    DECISIONS,
    OPEN,
    Kind,
    State,
    due,
    may_extend,
    move,
    needs_correction,
    needs_ground,
)
from cases.workdays import is_workday


@pytest.mark.parametrize(
    ("received", "first", "extended"),
    [
        ("2026-11-17", "2026-12-17", "2027-02-17"),  # an ordinary Tuesday
        ("2026-01-31", "2026-03-02", "2026-04-30"),  # 28 February 2026 is a Saturday
        ("2026-03-06", "2026-04-07", "2026-06-08"),  # 6 April 2026 is Easter Monday; 6 June a Saturday
        ("2026-11-25", "2026-12-28", "2027-02-25"),  # Christmas and a weekend
        ("2027-11-30", "2027-12-30", "2028-02-29"),  # the last day of a shorter month, in a leap year
        ("2026-12-01", "2027-01-04", "2027-03-01"),  # New Year's Day is a Friday
    ],
)
def test_the_term(received: str, first: str, extended: str) -> None:
    """GDPR art. 12(3); Regulation 1182/71 art. 3(2)(c) and 3(4)."""
    day = date.fromisoformat(received)
    assert due(day) == date.fromisoformat(first)
    assert due(day, is_extended=True) == date.fromisoformat(extended)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_term_ends_on_a_working_day_a_month_or_a_little_more_later(received: date) -> None:
    assert is_workday(due(received))
    assert 28 <= (due(received) - received).days <= 31 + 5
    assert due(received) < due(received, is_extended=True)


def test_more_time_is_taken_within_the_first_month_only() -> None:
    received = date(2026, 11, 17)
    assert may_extend(received, today=date(2026, 12, 17))
    assert not may_extend(received, today=date(2026, 12, 18))


@pytest.mark.parametrize("to", sorted(DECISIONS | {State.EXTENDED}))
def test_a_step_without_a_reason_is_refused(to: State) -> None:
    """GDPR art. 12(3) and (4): with the reasons."""
    with pytest.raises(MoveRefused):
        move(State.RECEIVED, to, reason=" ")
    assert move(State.RECEIVED, to, reason="Because").to is to


@pytest.mark.parametrize("ended", sorted(set(State) - OPEN))
def test_what_has_ended_stays_as_it_is(ended: State) -> None:
    for to in State:
        with pytest.raises(MoveRefused):
            move(ended, to, reason="Because")


def test_more_time_is_taken_once() -> None:
    with pytest.raises(MoveRefused):
        move(State.EXTENDED, State.EXTENDED, reason="Because")


def test_less_than_was_asked_has_a_ground_and_a_rectification_a_correction() -> None:
    assert {state for state in State if needs_ground(state)} == {State.PARTLY, State.REFUSED}
    wanted = {(Kind.RECTIFICATION, State.GRANTED), (Kind.RECTIFICATION, State.PARTLY)}
    assert {(kind, to) for kind in Kind for to in State if needs_correction(kind, to)} == wanted
