"""When the yearly review of rights is due."""

from datetime import date

import pytest

from organisations.staff.review_rules import due_on, is_announced, is_overdue


@pytest.mark.parametrize(
    ("finished", "first", "due"),
    [
        (None, None, None),
        (None, date(2025, 3, 1), date(2026, 3, 1)),
        (date(2026, 1, 1), date(2020, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_year_after_the_last_one_or_the_first_member(
    finished: date | None, first: date | None, due: date | None
) -> None:
    assert due_on(last_finished=finished, first_member=first) == due


def test_announced_a_month_ahead_and_overdue_the_day_after() -> None:
    due = date(2026, 6, 30)
    assert not is_announced(due, today=date(2026, 5, 30))
    assert is_announced(due, today=date(2026, 5, 31))
    assert not is_overdue(due, today=due)
    assert is_overdue(due, today=date(2026, 7, 1))


def test_without_members_nothing_is_due_and_nobody_is_chased() -> None:
    assert not is_overdue(None, today=date(2026, 7, 1))
    assert not is_announced(None, today=date(2026, 7, 1))
