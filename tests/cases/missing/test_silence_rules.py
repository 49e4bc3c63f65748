"""How long an alert may stay silent, and how long it calls by itself, as tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.missing import silence_rules
from cases.missing.silence_rules import ANSWER_WITHIN, CALLS_FOR, SILENT_AFTER, SilenceFacts, Step

NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("is_red", "silent", "reminded", "step"),
    [
        (True, SILENT_AFTER - INSTANT, None, Step.NOTHING),
        (True, SILENT_AFTER, None, Step.REMIND),
        (True, 2 * SILENT_AFTER, ANSWER_WITHIN - INSTANT, Step.NOTHING),
        (True, 2 * SILENT_AFTER, ANSWER_WITHIN, Step.CALL_AGAIN),
        (False, 9 * SILENT_AFTER, None, Step.NOTHING),  # green and orange wait for their people
        (False, 9 * SILENT_AFTER, SILENT_AFTER, Step.NOTHING),
        (True, MINUTE, 2 * MINUTE, Step.NOTHING),  # a sign of life after the reminder
        (True, SILENT_AFTER, SILENT_AFTER + MINUTE, Step.REMIND),  # and silence again after that
    ],
)
def test_what_silence_asks_for(
    is_red: bool, silent: timedelta, reminded: timedelta | None, step: Step
) -> None:
    facts = SilenceFacts(is_red, NOW - silent, None if reminded is None else NOW - reminded)
    assert silence_rules.judge(facts, now=NOW) is step


@given(silent=st.integers(0, 10**5), reminded=st.none() | st.integers(0, 10**5))
def test_the_promise_is_exactly_when_something_happens(silent: int, reminded: int | None) -> None:
    at = None if reminded is None else NOW - timedelta(seconds=reminded)
    facts = SilenceFacts(True, NOW - timedelta(seconds=silent), at)
    due = silence_rules.next_look(facts)
    assert (silence_rules.judge(facts, now=NOW) is Step.NOTHING) is (due > NOW)
    assert silence_rules.judge(facts, now=due) is not Step.NOTHING


def test_an_hour_is_elapsed_time_in_the_night_that_has_one_more() -> None:
    facts = SilenceFacts(True, datetime.fromisoformat("2026-10-25T02:30+02:00"))
    assert silence_rules.next_look(facts) == datetime.fromisoformat("2026-10-25T02:30+01:00")


@pytest.mark.parametrize(("age", "may"), [(CALLS_FOR, True), (CALLS_FOR + INSTANT, False)])
def test_a_day_after_a_human_an_alert_wakes_nobody(age: timedelta, may: bool) -> None:
    assert silence_rules.may_call(NOW - age, now=NOW) is may
