"""Where a question stands, and when people hear of it again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.asks.rules import MOVES, OPEN, AskState, Reminder, move, reminder, told_already
from cases.moves import MoveRefused
from cases.workdays import is_workday

DAYS = st.dates(date(2024, 1, 1), date(2034, 1, 1))


@pytest.mark.parametrize("state", list(AskState))
@pytest.mark.parametrize("to", list(AskState))
def test_what_ended_stays_as_it_is(state: AskState, to: AskState) -> None:
    if to in MOVES[state]:
        assert state in OPEN
        assert move(state, to, reason="because").to is to
    else:
        with pytest.raises(MoveRefused):
            move(state, to, reason="because")


@pytest.mark.parametrize("state", sorted(OPEN))
def test_only_a_no_needs_a_reason(state: AskState) -> None:
    with pytest.raises(MoveRefused):
        move(state, AskState.DECLINED, reason=" \n")
    for to in MOVES[state] - {AskState.DECLINED}:
        assert move(state, to).to is to


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 18), Reminder.NONE),
        (date(2026, 11, 19), Reminder.NONE),
        (date(2026, 11, 20), Reminder.NEAR),  # Friday, the working day before
        (date(2026, 11, 21), Reminder.NEAR),
        (date(2026, 11, 23), Reminder.NEAR),  # the day itself
        (date(2026, 11, 24), Reminder.PAST),
    ],
)
def test_for_a_question_before_the_end_of_monday(today: date, expected: Reminder) -> None:
    assert reminder(date(2026, 11, 23), today=today) is expected


@given(DAYS, DAYS)
def test_it_is_near_on_a_working_day_before_it_passes(due_on: date, today: date) -> None:
    found = reminder(due_on, today=today)
    assert (found is Reminder.PAST) == (today > due_on)
    days = [due_on - timedelta(days=n) for n in range(1, 12)]
    last = next(day for day in days if is_workday(day))
    assert (found is Reminder.NEAR) == (last <= today <= due_on)


@given(DAYS, st.lists(st.integers(0, 30), min_size=2, max_size=20))
def test_people_hear_each_once_whenever_somebody_looks(due_on: date, steps: list[int]) -> None:
    told, heard, today = "", [], due_on - timedelta(days=30)
    for step in steps:
        today += timedelta(days=step)
        found = reminder(due_on, today=today)
        if not told_already(told, found):
            heard.append(found)
            told = found.value
    assert heard in ([], [Reminder.NEAR], [Reminder.PAST], [Reminder.NEAR, Reminder.PAST])
