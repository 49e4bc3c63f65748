"""How old somebody is on a day, and in which band that falls. PURE.

A band is all that most of the table needs to know; it turns on the birthday, so nobody reads last year's
band where a birth date is known.
"""

from datetime import date, timedelta

#: First age of each band, oldest band first (the bands of ``cases.choices.AGE_BANDS``).
_BANDS = ((23, "23_plus"), (18, "18_22"), (16, "16_17"), (12, "12_15"), (0, "under_12"))
MINOR_BANDS = frozenset({"under_12", "12_15", "16_17"})

ADULT = 18
#: Half a year: adult care has waiting lists. No source makes it a norm, so it is a setting.
ADULT_AHEAD = timedelta(days=183)
LONGEST_YEAR = timedelta(days=366)


def age(born: date, *, on: date) -> int:
    """Give the age in whole years on a local day; somebody born on 29 February turns on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band(born: date | None, *, on: date) -> str:
    """Give the code of the age band on a local day; ``unknown`` without a date of birth."""
    if born is None or born > on:
        return "unknown"
    years = age(born, on=on)
    return next(code for first, code in _BANDS if years >= first)


def turns_on(born: date, years: int) -> date:
    """Give the day on which somebody turns so many years; a birthday on 29 February may be 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def born_for_adult_soon(today: date) -> tuple[date, date]:
    """Give between which dates of birth somebody turns 18 within a year: a first, wide selection."""
    return today - LONGEST_YEAR * ADULT, today - LONGEST_YEAR * (ADULT - 1)
