"""The ladder of a case, and what a judgement of risk must hold. PURE.

Complex cases go from the local team over the care table to the Zorg- en Veiligheidshuis, where care and
justice meet, and to police and prosecution; regions differ in when
(https://veiligheidshuiszeeland.nl/zorgcoordinatie-slachtoffers-mensenhandel/wat-doen-wij/). So a step is
written down as a decision of people, from any rung to any other, and never computed. A judgement is words:
one signal means little and combinations matter, which no figure tells
(https://www.hetckm.nl/zelf-mensenhandel-herkennen/).
"""

import re
from datetime import date, timedelta
from enum import StrEnum

from cases.workdays import add_workdays


class Rung(StrEnum):
    """Where a case is held."""

    LOCAL = "local"
    TABLE = "table"
    SAFETY_HOUSE = "safety_house"
    JUSTICE = "justice"


#: A case in this casebook began at the table.
FIRST = Rung.TABLE
LADDER = list(Rung)


class Way(StrEnum):
    """Which way a step goes."""

    UP = "up"
    DOWN = "down"


class StepFault(StrEnum):
    """Why a step can't be written down."""

    SAME_RUNG = "same_rung"
    IN_FUTURE = "in_future"
    BEFORE_LAST = "before_last"
    REASON_MISSING = "reason_missing"


class StepRefused(Exception):
    """A step can't be written down; ``code`` says why."""

    def __init__(self, code: StepFault) -> None:
        super().__init__(str(code))
        self.code = code


def way(current: Rung, to: Rung) -> Way:
    """Tell which way a step goes.

    Raises: StepRefused when it is no step.
    """
    if current == to:
        raise StepRefused(StepFault.SAME_RUNG)
    return Way.UP if LADDER.index(to) > LADDER.index(current) else Way.DOWN


def check_step(
    current: Rung, to: Rung, *, reason: str, decided_on: date, last_on: date | None, today: date
) -> Way:
    """Give which way a step goes that people decided on a local day.

    Raises: StepRefused when it is no step, lies in the future or before the last, or has no reason.
    """
    found = way(current, to)
    if decided_on > today:
        raise StepRefused(StepFault.IN_FUTURE)
    if last_on is not None and decided_on < last_on:
        raise StepRefused(StepFault.BEFORE_LAST)
    if not reason.strip():
        raise StepRefused(StepFault.REASON_MISSING)
    return found


#: A judgement is looked at again within half a year at the latest (design choice: as long as a plan holds).
LONGEST = timedelta(days=183)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SCORE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:/|%|procent|punten|op de|van de|out of|points)", re.IGNORECASE)
FEWEST_WORDS = 3


def reads_as_number(words: str) -> bool:
    """Tell whether a judgement is a mark instead of words: a figure, 7/10, 80 %, or one word alone."""
    return bool(_SCORE.search(words)) or len(_LETTERS.findall(words)) < FEWEST_WORDS


def may_be_reviewed_on(day: date, *, today: date) -> bool:
    """Tell whether a judgement of today can stand until a local day: a later one, within half a year."""
    return today < day <= today + LONGEST


class Review(StrEnum):
    """How a judgement stands on a day."""

    HOLDS = "holds"
    SOON = "soon"
    OVERDUE = "overdue"


def review(review_on: date, *, today: date) -> Review:
    """Tell whether a judgement waits for a new look: from its day on, and five working days ahead soon."""
    if today >= review_on:
        return Review.OVERDUE
    return Review.SOON if add_workdays(today, 5) >= review_on else Review.HOLDS
