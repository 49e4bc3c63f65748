"""Which date of the court comes near, and how long a reflection period lasts. PURE.

A foreign victim of trafficking may think for three months at most about reporting or helping the police, and
thirty days in a Dublin case granted since 18 May 2023 (art. B8/3 Vc;
https://zoek.officielebekendmakingen.nl/stcrt-2023-13577.html). That is another clock than the time to think
about a complaint, which is agreed with the young person and has no fixed term (``cases.police.rules``). How
far ahead a date comes into sight is a design choice.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class DateKind(StrEnum):
    """What a date is of."""

    HEARING = "hearing"
    CONTACT_BAN = "contact_ban"
    AREA_BAN = "area_ban"
    REFLECTION = "reflection"
    REFLECTION_DUBLIN = "reflection_dublin"
    RELEASE = "release"  # a suspect comes free
    OTHER = "other"


class Standing(StrEnum):
    """How a date stands on a day."""

    LATER = "later"
    SOON = "soon"
    PAST = "past"


REFLECTION_KINDS = frozenset({DateKind.REFLECTION, DateKind.REFLECTION_DUBLIN})
#: A support person, a lawyer and the safety of that day must still be arranged.
AHEAD = timedelta(weeks=4)
#: A request for information comes into sight a week before its answer is due.
ANSWER_AHEAD = timedelta(days=7)
REFLECTION_MONTHS, DUBLIN_DAYS = 3, 30


def standing(on: date, *, today: date, ahead: timedelta = AHEAD) -> Standing:
    """Say how a local date stands on ``today``; what lasts until a day still holds on that day."""
    if on < today:
        return Standing.PAST
    return Standing.SOON if on - today <= ahead else Standing.LATER


def reflection_ends(kind: DateKind | str, starts_on: date) -> date:
    """Give the last day that a reflection period can have, from the local day on which it starts.

    Raises: ValueError for a date that is of something else.
    """
    if DateKind(kind) not in REFLECTION_KINDS:
        raise ValueError("only a reflection period has a longest term")
    if kind == DateKind.REFLECTION_DUBLIN:
        return starts_on + timedelta(days=DUBLIN_DAYS)
    month = starts_on.month + REFLECTION_MONTHS
    year, month = starts_on.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(starts_on.day, monthrange(year, month)[1]))


class Decision(StrEnum):
    """What was decided on a request for information."""

    GIVEN = "given"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
