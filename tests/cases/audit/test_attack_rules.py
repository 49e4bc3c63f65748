"""How the nightly self-attack stands, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.audit.attack_rules import HOLDS_FOR, Outcome, Standing, standing

NIGHT = datetime(2026, 11, 17, 4, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("leaks", "is_finished", "later", "expected"),
    [
        (0, True, timedelta(0), Standing.CLEAN),
        (0, True, HOLDS_FOR, Standing.CLEAN),
        (0, True, HOLDS_FOR + timedelta(seconds=1), Standing.OLD),
        (0, False, timedelta(0), Standing.UNFINISHED),
        (0, False, timedelta(days=9), Standing.UNFINISHED),
        (1, True, timedelta(0), Standing.LEAKED),
        (1, True, timedelta(days=9), Standing.LEAKED),
        (1, False, timedelta(0), Standing.LEAKED),  # what was seen was seen, also by half of the walks
    ],
)
def test_how_it_stands(leaks: int, is_finished: bool, later: timedelta, expected: Standing) -> None:
    last = Outcome(NIGHT, leaks, is_finished=is_finished, tried=250, addresses=262)
    assert standing(last, now=NIGHT + later) is expected


@pytest.mark.parametrize(
    ("tried", "expected"), [(0, Standing.PARTIAL), (89, Standing.PARTIAL), (90, Standing.CLEAN)]
)
def test_what_tried_little_proves_little(tried: int, expected: Standing) -> None:
    assert standing(Outcome(NIGHT, 0, is_finished=True, tried=tried, addresses=100), now=NIGHT) is expected


def test_before_the_first_night_nothing_is_known() -> None:
    assert standing(None, now=NIGHT) is Standing.NEVER


def test_one_night_that_is_late_is_no_news_and_one_that_is_missing_is() -> None:
    assert timedelta(hours=24) < HOLDS_FOR < timedelta(hours=48)
