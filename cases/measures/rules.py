"""When does a measure of the court end, and when should people hear of it? PURE.

A supervision order lasts a year at most and ends when the young person turns 18 (art. 1:255 and 1:258 BW); an
authorisation to place somebody out of home lasts a year at most (art. 1:265c BW). Whoever wants it to go on
asks the court before it ends, and that is prepared weeks earlier. Thirteen weeks ahead is a design choice; no
source gives a term.
"""

from datetime import date, timedelta
from enum import StrEnum

AHEAD = timedelta(weeks=13)


class MeasureKind(StrEnum):
    """What the court or the law decided."""

    SUPERVISION = "supervision"
    PLACEMENT = "placement"
    SECURE = "secure"
    GUARDIANSHIP = "guardianship"
    PROBATION = "probation"
    MENTAL_HEALTH = "mental_health"
    OTHER = "other"


class Standing(StrEnum):
    """How a measure stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    ENDS_SOON = "ends_soon"
    PAST = "past"


def standing(starts_on: date, ends_on: date, *, today: date) -> Standing:
    """Say how a measure stands on ``today``; all are local dates, and it holds on its last day.

    One that is past stays in sight until somebody writes down what came after it: nobody may believe that a
    measure holds which has ended, nor the reverse.
    """
    if ends_on < today:
        return Standing.PAST
    if ends_on - today <= AHEAD:
        return Standing.ENDS_SOON
    return Standing.COMING if today < starts_on else Standing.RUNNING
