"""May a way of contact be used now? What is dangerous always wins, at any hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.safe_contact.rules import STALE_AFTER, Ground, Safety, Use, Verdict, WayFacts, is_within, judge

NOON = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)  # 12:00 in Amsterdam
LONG_AGO = NOON - STALE_AFTER - timedelta(seconds=1)
NIGHT = (time(22, 0), time(6, 0))
AFTERNOON = (time(16, 0), time(20, 0))


@pytest.mark.parametrize(
    ("way", "use", "ground"),
    [
        (WayFacts(Safety.SAFE, NOON), Use.FREE, Ground.NONE),
        (WayFacts(Safety.SAFE, NOON - STALE_AFTER), Use.FREE, Ground.NONE),
        (WayFacts(Safety.SAFE, LONG_AGO), Use.ASK_FIRST, Ground.LONG_AGO),
        (WayFacts(Safety.SAFE, NOON, *AFTERNOON), Use.NOT_NOW, Ground.OUTSIDE_HOURS),
        (WayFacts(Safety.SAFE, NOON, time(12, 0), time(13, 0)), Use.FREE, Ground.NONE),
        (WayFacts(Safety.SAFE, NOON, time(11, 0), time(12, 0)), Use.NOT_NOW, Ground.OUTSIDE_HOURS),
        # Asking comes before waiting: who asks hears about the hours as well.
        (WayFacts(Safety.SAFE, LONG_AGO, *AFTERNOON), Use.ASK_FIRST, Ground.LONG_AGO),
        (WayFacts(Safety.UNKNOWN, NOON), Use.ASK_FIRST, Ground.NOT_KNOWN),
        (WayFacts(Safety.UNSAFE, NOON), Use.NEVER, Ground.SOMEBODY_READS),
        (WayFacts(Safety.UNSAFE, LONG_AGO, *AFTERNOON), Use.NEVER, Ground.SOMEBODY_READS),
    ],
)
def test_how_a_way_may_be_used(way: WayFacts, use: Use, ground: Ground) -> None:
    assert judge(way, now=NOON) == Verdict(use, ground)


@pytest.mark.parametrize(
    ("hours", "at", "within"),
    [
        (NIGHT, datetime(2026, 11, 17, 21, 0, tzinfo=UTC), True),  # 22:00
        (NIGHT, datetime(2026, 11, 18, 4, 59, tzinfo=UTC), True),  # 05:59
        (NIGHT, datetime(2026, 11, 18, 5, 0, tzinfo=UTC), False),  # 06:00
        # The hour that is skipped on 29 March 2026, and the one that is there twice on 25 October 2026.
        ((time(2, 0), time(3, 0)), datetime(2026, 3, 29, 0, 59, tzinfo=UTC), False),  # 01:59
        ((time(2, 0), time(3, 0)), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), False),  # 03:00
        ((time(2, 0), time(3, 0)), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True),  # 02:30, summer time
        ((time(2, 0), time(3, 0)), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True),  # 02:30, winter time
        ((None, None), NOON, True),
    ],
)
def test_hours_are_hours_on_the_wall(
    hours: tuple[time | None, time | None], at: datetime, within: bool
) -> None:
    assert is_within(*hours, now=at) is within


@given(
    safety=st.sampled_from([Safety.UNKNOWN, Safety.UNSAFE]),
    age=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)),
    start=st.none() | st.times(),
    end=st.none() | st.times(),
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_not_known_to_be_safe_is_never_free(
    safety: Safety, age: timedelta, start: time | None, end: time | None, now: datetime
) -> None:
    verdict = judge(WayFacts(safety, now - age, start, end), now=now)
    assert verdict.use in {Use.NEVER, Use.ASK_FIRST}
    assert (verdict.use is Use.NEVER) == (safety is Safety.UNSAFE)
