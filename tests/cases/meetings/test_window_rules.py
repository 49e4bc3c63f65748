"""When a meeting opens a case to who joins for it: half an hour around it, and not a moment longer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.meetings.window_rules import Shut, Window, shut
from tests.cast import NOW

HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)
TICK = timedelta(microseconds=1)
WINDOW = Window(starts_at=NOW, ends_at=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (-HALF_HOUR - TICK, Shut.NOT_YET),
        (-HALF_HOUR, None),
        (timedelta(0), None),
        (2 * HOUR, None),
        (2 * HOUR + HALF_HOUR - TICK, None),
        (2 * HOUR + HALF_HOUR, Shut.OVER),
    ],
)
def test_the_edges(at: timedelta, expected: Shut | None) -> None:
    assert shut(WINDOW, margin=HALF_HOUR, now=NOW + at) is expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"is_cancelled": True}, Shut.CANCELLED),
        ({"is_off_the_agenda": True}, Shut.OFF_THE_AGENDA),
        ({"is_withdrawn": True}, Shut.WITHDRAWN),
        ({"ends_at": NOW - HALF_HOUR}, Shut.OVER),  # it ended sooner than planned
    ],
)
def test_what_shuts_it_in_the_middle(changed: dict[str, object], expected: Shut) -> None:
    assert shut(replace(WINDOW, **changed), margin=HALF_HOUR, now=NOW) is expected


@given(st.timedeltas(min_value=-6 * HOUR, max_value=6 * HOUR), st.timedeltas(timedelta(0), 2 * HOUR))
def test_it_is_open_in_one_stretch_as_long_as_agreed(at: timedelta, margin: timedelta) -> None:
    opened = shut(WINDOW, margin=margin, now=NOW + at) is None
    assert opened is (-margin <= at < 2 * HOUR + margin)
