"""What waits for somebody who rests, in a table; and the clock through ordinary and changing nights.

Source of the rule: feature F23 ("digest for low urgency, page for high; per-user quiet hours except red").
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.reach.quiet_rules import (
    LONGEST,
    Choice,
    Fault,
    Matter,
    Message,
    Why,
    fault,
    hold,
    next_at,
    rests_until,
)

ZONE = ZoneInfo("Europe/Amsterdam")
NIGHT = Choice(time(23, 0), time(7, 0))
BOTH = Choice(time(23, 0), time(7, 0), time(8, 30))
ALERT, URGENT, NEWS = Matter.ALERT, Matter.URGENT, Matter.NEWS


def local(text: str, fold: int = 0) -> datetime:
    """Give an aware moment of the wall clock in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold)


@pytest.mark.parametrize(
    ("matter", "colour", "on_duty", "waits"),
    [
        (ALERT, "red", False, False),
        (ALERT, "red", True, False),
        (ALERT, "orange", False, True),
        (ALERT, "green", False, True),
        (ALERT, "orange", True, False),
        (ALERT, "green", True, False),
        (URGENT, "", False, False),  # an exercise, a case opened by emergency access
        (NEWS, "", False, True),
        (NEWS, "", True, True),  # on duty is not a reason to hear of a meeting at night
        (NEWS, "orange", False, True),
        (NEWS, "red", False, False),  # a signal of life and death
    ],
)
def test_who_rests_at_two_in_the_night_is_held_off_from(
    matter: Matter, colour: str, on_duty: bool, waits: bool
) -> None:
    now = local("2026-11-18T02:00")
    held = hold(Message(matter, colour), NIGHT, is_on_duty=on_duty, now=now, zone=ZONE)
    assert (held is not None) is waits
    if held is not None:
        assert (held.until, held.why) == (local("2026-11-18T07:00"), Why.QUIET)
    assert hold(Message(matter, colour), Choice(), is_on_duty=on_duty, now=now, zone=ZONE) is None


@pytest.mark.parametrize(
    ("matter", "colour", "in_digest"),
    [
        (NEWS, "", True),
        (NEWS, "green", True),
        (NEWS, "red", False),
        (URGENT, "", False),
        (ALERT, "green", False),
        (ALERT, "red", False),
    ],
)
def test_a_digest_takes_news_and_never_an_alert(matter: Matter, colour: str, in_digest: bool) -> None:
    held = hold(Message(matter, colour), BOTH, now=local("2026-11-18T14:00"), zone=ZONE)
    assert (held is not None) is in_digest
    if held is not None:
        assert (held.until, held.why) == (local("2026-11-19T08:30"), Why.DIGEST)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (local("2026-11-17T22:59"), None),
        (local("2026-11-17T23:00"), local("2026-11-18T07:00")),
        (local("2026-11-18T06:59"), local("2026-11-18T07:00")),
        (local("2026-11-18T07:00"), None),
        (local("2026-10-24T23:00"), local("2026-10-25T07:00")),  # nine elapsed hours: the clock goes back
        (local("2026-10-25T02:30", fold=1), local("2026-10-25T07:00")),
        (local("2027-03-27T23:00"), local("2027-03-28T07:00")),  # seven: the clock goes forward
        (local("2027-03-28T03:00"), local("2027-03-28T07:00")),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(now: datetime, until: datetime | None) -> None:
    assert rests_until(NIGHT, now=now, zone=ZONE) == until


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        # 2:30 is shown twice: the first time counts, and the quiet hours do not come back
        (
            Choice(time(23, 0), time(2, 30)),
            local("2026-10-25T02:29"),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (Choice(time(23, 0), time(2, 30)), local("2026-10-25T02:30"), None),
        (Choice(time(23, 0), time(2, 30)), local("2026-10-25T02:10", fold=1), None),
        (Choice(time(2, 30), time(8, 0)), local("2026-10-25T02:10", fold=1), local("2026-10-25T08:00")),
        # 2:30 is skipped: they end at the skip
        (
            Choice(time(23, 0), time(2, 30)),
            local("2027-03-28T01:59"),
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        ),
        (Choice(time(23, 0), time(2, 30)), local("2027-03-28T03:00"), None),
        (Choice(time(13, 0), time(15, 0)), local("2026-11-17T14:00"), local("2026-11-17T15:00")),
    ],
)
def test_an_end_in_the_hour_that_is_lived_twice_or_not_at_all(
    choice: Choice, now: datetime, until: datetime | None
) -> None:
    assert rests_until(choice, now=now, zone=ZONE) == until


@pytest.mark.parametrize(
    ("choice", "wrong"),
    [
        (Choice(), None),
        (NIGHT, None),
        (BOTH, None),
        (Choice(digest_at=time(8, 0)), None),
        (Choice(time(21, 0), time(7, 0)), None),
        (Choice(time(20, 59), time(7, 0)), Fault.TOO_LONG),
        (Choice(time(7, 0), time(23, 0)), Fault.TOO_LONG),
        (Choice(time(7, 0), time(7, 0)), Fault.NO_LENGTH),
        (Choice(time(23, 0)), Fault.HALF),
        (Choice(None, time(7, 0)), Fault.HALF),
        (Choice(time(23, 0), time(7, 0), time(6, 0)), Fault.DIGEST_IN_QUIET),
        (Choice(time(23, 0), time(7, 0), time(23, 0)), Fault.DIGEST_IN_QUIET),
        (Choice(time(23, 0), time(7, 0), time(7, 0)), None),
    ],
)
def test_what_can_be_chosen(choice: Choice, wrong: Fault | None) -> None:
    assert fault(choice) is wrong


moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(begin=clocks, end=clocks, now=moments)
def test_quiet_hours_end_soon_and_once(begin: time, end: time, now: datetime) -> None:
    choice = Choice(begin, end)
    until = rests_until(choice, now=now, zone=ZONE)
    if fault(choice) is not None or until is None:
        return
    assert now < until <= now + LONGEST + timedelta(hours=1)
    assert rests_until(choice, now=until - timedelta(seconds=1), zone=ZONE) == until
    assert rests_until(choice, now=until, zone=ZONE) is None


@given(clock=clocks, now=moments)
def test_a_digest_comes_every_day(clock: time, now: datetime) -> None:
    first = next_at(clock, now=now, zone=ZONE)
    assert now < first <= now + timedelta(hours=26)
    second = next_at(clock, now=first, zone=ZONE)
    assert timedelta(hours=22) < second - first < timedelta(hours=26)
