"""When a code proves a number or an address, as a table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.reach import code_rules
from organisations.reach.code_rules import COUNTS_FOR, MOST_A_DAY, MOST_WRONG, CodeFacts, Refusal, Verdict

ASKED = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("matches", "wrong", "age", "verdict"),
    [
        (True, 0, timedelta(0), Verdict.RIGHT),
        (True, MOST_WRONG - 1, COUNTS_FOR, Verdict.RIGHT),
        (False, 0, timedelta(0), Verdict.WRONG),
        (True, 0, COUNTS_FOR + INSTANT, Verdict.EXPIRED),
        (True, MOST_WRONG, timedelta(0), Verdict.TOO_MANY),
        (False, MOST_WRONG, timedelta(0), Verdict.TOO_MANY),
    ],
)
def test_judging_a_code(matches: bool, wrong: int, age: timedelta, verdict: Verdict) -> None:
    assert code_rules.judge(CodeFacts(ASKED, wrong), matches=matches, now=ASKED + age) is verdict


@given(wrong=st.integers(0, 50), seconds=st.integers(0, 10**6))
def test_a_wrong_code_never_counts(wrong: int, seconds: int) -> None:
    now = ASKED + timedelta(seconds=seconds)
    assert code_rules.judge(CodeFacts(ASKED, wrong), matches=False, now=now) is not Verdict.RIGHT


@pytest.mark.parametrize(
    ("last", "today", "refused"),
    [
        (None, 0, None),
        (timedelta(seconds=59), 1, Refusal.TOO_SOON),
        (timedelta(seconds=60), 1, None),
        (timedelta(hours=1), MOST_A_DAY - 1, None),
        (timedelta(hours=1), MOST_A_DAY, Refusal.TOO_OFTEN),
        (None, MOST_A_DAY, Refusal.TOO_OFTEN),
    ],
)
def test_how_often_a_code_goes_out(last: timedelta | None, today: int, refused: Refusal | None) -> None:
    asked_at = None if last is None else ASKED - last
    assert code_rules.may_ask(last_asked_at=asked_at, asked_today=today, now=ASKED) is refused


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "code: 123456"])
def test_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert code_rules.digits_of(typed) == "123456"
