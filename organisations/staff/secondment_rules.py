"""From when to when somebody may be seconded. PURE.

A secondment is dated on both sides; longer than a year is a move, not a loan.
"""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=366)


class Fault(StrEnum):
    """What is wrong with a period."""

    ENDS_EARLY = "ends_early"
    OVER = "over"
    TOO_LONG = "too_long"


def fault(starts_at: datetime, ends_at: datetime, *, now: datetime) -> Fault | None:
    """Say what is wrong with a period (aware instants), or None."""
    if ends_at <= starts_at:
        return Fault.ENDS_EARLY
    if ends_at <= now:
        return Fault.OVER
    return Fault.TOO_LONG if ends_at - max(starts_at, now) > LONGEST else None
