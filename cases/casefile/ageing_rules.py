"""For how many months is a case open, and since how many did nothing happen in it? PURE.

The bands are a design choice: within a month a case is new, after three somebody asks whether the plan still
fits, after half a year whether the table still needs it. No source prescribes them.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases.workdays import local_day, start_of_day


class Band(StrEnum):
    """How many whole months have passed."""

    UNDER_ONE = "under_1"
    ONE_TO_THREE = "1_to_3"
    THREE_TO_SIX = "3_to_6"
    OVER_SIX = "over_6"


#: From so many whole months on.
_FROM: Mapping[Band, int] = {
    Band.UNDER_ONE: 0,
    Band.ONE_TO_THREE: 1,
    Band.THREE_TO_SIX: 3,
    Band.OVER_SIX: 6,
}
_NEXT = dict(zip(Band, list(Band)[1:], strict=False))


def edges(now: datetime) -> dict[str, datetime]:
    """Give, per band, the instant before which something must lie to have reached it at ``now`` (aware).

    Whole months by the local calendar: what was yesterday a month ago, is a month ago all day today.
    """
    today = local_day(now)
    last = {band: _ago(today, _FROM[band]) for band in _NEXT.values()}
    return {_name(band): start_of_day(day + timedelta(days=1)) for band, day in last.items()}


def bounds(band: Band, at: Mapping[str, object]) -> dict[str, object]:
    """Give the lookups that keep a band: ``at`` holds what ``edges`` gave, or the blanks of a statement."""
    found = {}
    if _FROM[band]:
        found["lt"] = at[_name(band)]
    if band in _NEXT:
        found["gte"] = at[_name(_NEXT[band])]
    return found


def band_of(moment: datetime, *, now: datetime) -> Band:
    """Give the band of an aware moment."""
    at = edges(now)
    return next(band for band in reversed(Band) if not _FROM[band] or moment < at[_name(band)])


def _name(band: Band) -> str:
    return f"reached_{band.value}"


def _ago(day: date, months: int) -> date:
    """Give the same day so many months earlier, or the last of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
