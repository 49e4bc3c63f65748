"""In which part of a pattern a missing episode falls: month, weekday, part of the day, how long. PURE.

Local time of the Netherlands: who searches in the evening means the evening on the clock. The parts of the
day and the bands of time are choices of ours: a day is where the software calls an episode long
(``missing.pattern_rules``), and the parts of the day are equally long, so none looks busier by its length.
"""

from datetime import datetime, timedelta

from cases.workdays import AMSTERDAM, elapsed, local_day

#: Code of a part of the day -> its first hour.
DAY_PARTS = {"night": 0, "morning": 6, "afternoon": 12, "evening": 18}
#: Code of a band -> it is shorter than this.
BANDS = {
    "hours_4": timedelta(hours=4),
    "hours_12": timedelta(hours=12),
    "day": timedelta(hours=24),
    "days_3": timedelta(days=3),
    "week": timedelta(days=7),
}
LONGER, UNKNOWN = "longer", "unknown"


def month(at: datetime) -> str:
    """Give the local month of an aware moment: "01" to "12"."""
    return f"{local_day(at).month:02d}"


def weekday(at: datetime) -> str:
    """Give the local day of the week of an aware moment: "0" (Monday) to "6"."""
    return str(local_day(at).weekday())


def part_of_day(at: datetime) -> str:
    """Give the part of the local day of an aware moment.

    Raises: ValueError for a moment without a time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    hour = at.astimezone(AMSTERDAM).hour
    return next(code for code, first in reversed(DAY_PARTS.items()) if hour >= first)


def lasted(since: datetime, until: datetime | None) -> str:
    """Give the band of the time that passed between two aware moments; unknown while there is no end."""
    if until is None:
        return UNKNOWN
    took = elapsed(since, until)
    return next((code for code, limit in BANDS.items() if took < limit), LONGER)
