"""Which levels an organisation may call by."""

import pytest

from organisations.levels_rules import LONGEST, Level, Problem, problem

FIRST = Level("duty", 1, 60)
WEEK = 7 * 24 * 3600


@pytest.mark.parametrize(
    ("levels", "colour", "expected"),
    [
        ([FIRST], "red", None),
        ([FIRST, FIRST], "red", None),  # the same people again: a repeat
        ([FIRST] * 5, "green", None),
        ([], "red", (Problem.NONE, 0)),
        ([FIRST] * 6, "red", (Problem.TOO_MANY, 0)),
        ([FIRST, Level("contact_points", 1, 0)], "red", (Problem.TOO_SHORT, 2)),
        ([Level("duty", 1, 59)], "red", (Problem.TOO_SHORT, 1)),
        ([Level("duty", 1, 30 * 60)], "red", None),
        ([Level("duty", 1, 31 * 60)], "red", (Problem.TOO_LONG, 1)),
        ([Level("duty", 1, 31 * 60)], "orange", None),
        ([Level("duty", 1, WEEK)], "orange", (Problem.TOO_LONG, 1)),
        ([FIRST, Level("duty", 2, WEEK)], "green", (Problem.TOO_LONG, 2)),
    ],
)
def test_what_is_wrong_and_where(
    levels: list[Level], colour: str, expected: tuple[Problem, int] | None
) -> None:
    assert problem(levels, colour) == expected


def test_the_graver_the_alert_the_shorter_the_longest_wait() -> None:
    assert LONGEST["red"] < LONGEST["orange"] < LONGEST["green"]
