"""Whom an organisation calls in an alert, in which order, and how long each may take to answer. PURE.

No source gives these bounds; they are ours. A minute is what somebody needs to wake up and read. Longer than
the longest wait, and an organisation that stays silent would be noticed too late for that colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

#: More levels than this nobody keeps in mind.
MOST = 5
SHORTEST = timedelta(minutes=1)
LONGEST = {"red": timedelta(minutes=30), "orange": timedelta(hours=4), "green": timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Level:
    """Who is called: who is on duty on a level of the roster, or all contact points; then so many seconds."""

    calls: str
    duty_level: int
    wait_seconds: int


class Problem(StrEnum):
    """Why levels can't be kept."""

    NONE = "none"
    TOO_MANY = "too_many"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


def problem(levels: Sequence[Level], colour: str) -> tuple[Problem, int] | None:
    """Give what is wrong and with which level (from 1; 0 for all of them), or None."""
    if not levels:
        return Problem.NONE, 0
    if len(levels) > MOST:
        return Problem.TOO_MANY, 0
    for order, level in enumerate(levels, start=1):
        wait = timedelta(seconds=level.wait_seconds)
        if wait < SHORTEST:
            return Problem.TOO_SHORT, order
        if wait > LONGEST[colour]:
            return Problem.TOO_LONG, order
    return None
