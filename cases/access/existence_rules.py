"""How often somebody may ask whether a case exists. PURE.

"Does a case exist about this child?" is asked about one young person, for the work one does. Asked
about a whole class it becomes fishing, so it has a pace. The figures are a design choice: a busy
desk stays far below them.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

#: How long an answer can be read again, and a request can start from it.
ANSWER_HOLDS = DAY


class Pace(StrEnum):
    """Which limit was reached."""

    PERSON_HOUR = "person_hour"
    PERSON_DAY = "person_day"
    ORGANISATION_DAY = "organisation_day"


MOST: dict[Pace, int] = {Pace.PERSON_HOUR: 10, Pace.PERSON_DAY: 30, Pace.ORGANISATION_DAY: 100}


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions were asked before this one."""

    person_hour: int
    person_day: int
    organisation_day: int


def too_many(asked: Asked) -> Pace | None:
    """Give the limit that one more question would pass; None when it may be asked."""
    return next((pace for pace, most in MOST.items() if getattr(asked, pace.value) >= most), None)
