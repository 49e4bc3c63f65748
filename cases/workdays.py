"""Dutch working days, and time that stays right when the clock changes.

A term in working days starts on the day after something happened and ends at the end of its last working day.
A term in hours is elapsed time: one hour stays one hour in the night that the clock goes forward or back.
Generally recognised holidays: Algemene termijnenwet art. 3 (https://wvhl.nl/algemeen/de-algemene-termijnenwet).
Where that law is more generous than practice, this calendar counts the day as a working day: a clock that
asks for attention a day early does no harm to a young person, a clock that is a day late may.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

LiberationDay = Literal["never", "every_5_years", "always"]

SATURDAY, SUNDAY = 5, 6
END_OF_DAY = time(23, 59, 59)


def easter_sunday(year: int) -> date:
    """Give Easter Sunday in the Gregorian calendar, by the anonymous algorithm that Meeus published.

    Source: J. Meeus, Astronomical Algorithms, chapter 8 (valid for every Gregorian year).
    """
    century = year // 100
    golden = year % 19
    skipped_leaps = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped_leaps + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    offset = full_moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def kings_day(year: int) -> date:
    """Give the day on which the King's birthday is celebrated: 27 April, or the Saturday before a Sunday.

    Before 2014 it was the Queen's day: 30 April, or the Saturday before a Sunday.
    """
    birthday = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return birthday - timedelta(days=1) if birthday.weekday() == SUNDAY else birthday


def _liberation_day_is_off(year: int, setting: LiberationDay) -> bool:
    if setting not in ("never", "every_5_years", "always"):
        raise ValueError(f"unknown setting for Liberation Day: {setting!r}")
    # Counted from 1945: most collective agreements give the day off in 2020, 2025, 2030 and so on.
    return setting == "always" or (setting == "every_5_years" and year % 5 == 0)


@lru_cache(maxsize=256)
def holidays(year: int, *, liberation_day: LiberationDay = "every_5_years") -> frozenset[date]:
    """Give the public holidays of a calendar year on which Dutch offices are closed.

    Good Friday is left out on purpose: most offices work, although the Algemene termijnenwet (art. 3 lid 2)
    lets a statutory term run on past it. For 5 May that law knows every year, practice one year in five.

    Raises: ValueError for an unknown liberation_day.
    """
    easter = easter_sunday(year)
    days = {
        date(year, 1, 1),
        easter,
        easter + timedelta(days=1),
        kings_day(year),
        easter + timedelta(days=39),  # Ascension Day, always a Thursday
        easter + timedelta(days=49),
        easter + timedelta(days=50),  # Whit Monday
        date(year, 12, 25),
        date(year, 12, 26),
    }
    if _liberation_day_is_off(year, liberation_day):
        days.add(date(year, 5, 5))
    return frozenset(days)


def is_workday(day: date, *, liberation_day: LiberationDay = "every_5_years") -> bool:
    """Tell whether Dutch offices work on this day: no Saturday, no Sunday, no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year, liberation_day=liberation_day)


def add_workdays(start: date, days: int, *, liberation_day: LiberationDay = "every_5_years") -> date:
    """Give the day on which a term of so many working days ends; the start day itself does not count.

    Zero working days is the start day, whatever day that is.

    Raises: ValueError for a negative number of days.
    """
    if days < 0:
        raise ValueError("a term cannot have a negative number of working days")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_workday(day, liberation_day=liberation_day)
    return day


def workdays_between(start: date, end: date, *, liberation_day: LiberationDay = "every_5_years") -> int:
    """Count the working days after start, up to and including end.

    Raises: ValueError when end lies before start.
    """
    if end < start:
        raise ValueError("the end lies before the start")
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, liberation_day=liberation_day) for day in days)


def local_day(at: datetime, *, tz: ZoneInfo = AMSTERDAM) -> date:
    """Give the calendar day of a moment on the wall calendar of a time zone.

    Raises: ValueError for a moment without a time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(tz).date()


def start_of_day(day: date, *, tz: ZoneInfo = AMSTERDAM) -> datetime:
    """Give the first moment of a local day."""
    return datetime.combine(day, time.min, tzinfo=tz)


def end_of_day(day: date, *, tz: ZoneInfo = AMSTERDAM) -> datetime:
    """Give the last second of a local day: a term ends when its last day has ended."""
    return datetime.combine(day, END_OF_DAY, tzinfo=tz)


def deadline(
    start: datetime,
    days: int,
    *,
    tz: ZoneInfo = AMSTERDAM,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the last second of a term of so many working days after an aware moment, in local time.

    Raises: ValueError for a moment without a time zone, or a negative number of days.
    """
    last_day = add_workdays(local_day(start, tz=tz), days, liberation_day=liberation_day)
    return end_of_day(last_day, tz=tz)


def after(start: datetime, delta: timedelta) -> datetime:
    """Give the moment that lies so much elapsed time after an aware moment, in the same time zone.

    Python adds to the hands of the clock when both moments share a zone; that is an hour wrong twice a year.

    Raises: ValueError for a moment without a time zone.
    """
    if start.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return (start.astimezone(UTC) + delta).astimezone(start.tzinfo)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Give the elapsed time between two aware moments; negative when end comes first.

    Raises: ValueError for a moment without a time zone.
    """
    if start.utcoffset() is None or end.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return end.astimezone(UTC) - start.astimezone(UTC)


def is_after(moment: datetime, other: datetime) -> bool:
    """Tell whether an aware moment comes later than another, also in the hour that the clock repeats."""
    return elapsed(other, moment) > timedelta(0)
