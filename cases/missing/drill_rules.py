"""The fire drill: how long each organisation took to answer, and whether that gets better.

A drill belongs to no case and no young person: nothing of it can be taken for real, and no figure about real
alerts can count it. It calls people by the same levels and the same rule (``rules.next_call``) as an alert.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from cases.workdays import after, elapsed, is_after

#: A drill that nobody answers ends by itself; nobody is called about an exercise the whole day.
LASTS = timedelta(minutes=60)
#: Once a month is enough; who calls more often is not listened to any more.
PAUSE = timedelta(days=20)
#: So many drills make a trend.
SHOWN = 12


class Trend(StrEnum):
    """How the last answer stands to those before it."""

    UNKNOWN = "unknown"
    FASTER = "faster"
    SAME = "same"
    SLOWER = "slower"
    NO_ANSWER = "no_answer"


def is_over(started_at: datetime, *, now: datetime) -> bool:
    """Tell whether a drill has had its time at an aware moment."""
    return not is_after(after(started_at, LASTS), now)


def answer_minutes(started_at: datetime, acknowledged_at: datetime | None) -> int | None:
    """Give the whole minutes until an organisation answered, rounded up; None when it did not."""
    if acknowledged_at is None:
        return None
    seconds = elapsed(started_at, acknowledged_at).total_seconds()
    return -int(-seconds // 60)


def trend(minutes: Sequence[int | None]) -> Trend:
    """Compare the last drill (the last one in the row) with the middle of those before it.

    An organisation that did not answer the last one has no trend, whatever it did before.
    """
    if not minutes:
        return Trend.UNKNOWN
    last = minutes[-1]
    if last is None:
        return Trend.NO_ANSWER
    before = [one for one in minutes[:-1] if one is not None]
    if not before:
        return Trend.UNKNOWN
    middle = median(before)
    if last == middle:
        return Trend.SAME
    return Trend.FASTER if last < middle else Trend.SLOWER
