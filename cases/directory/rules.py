"""When must somebody look at an entry of the phone list again, and what may not stand in it? PURE.

Fixed contacts who know each other's way of working are what the handreiking on cooperation with police and
justice begins with; people change post. Four months is a design choice; no source gives a term.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from cases.workdays import after, is_after

CHECK_AFTER = timedelta(days=122)
#: A case, a signal, an alert or a pseudonym: see ``cases.numbers``.
OF_A_CASE = re.compile(r"\b[A-Z]-\d\d-[0-9A-Z]{5,7}\b|\bJongere \d\d-\d{3,}", re.IGNORECASE)


class Freshness(StrEnum):
    """Whether an entry can be trusted without a question."""

    FRESH = "fresh"
    ASK = "ask"


def freshness(checked_at: datetime, *, now: datetime) -> Freshness:
    """Say whether an entry, last checked at an aware moment, must be looked at again at ``now``."""
    return Freshness.ASK if is_after(now, after(checked_at, CHECK_AFTER)) else Freshness.FRESH


def names_a_case(text: str) -> bool:
    """Tell whether a text holds the number of a case, a signal or an alert, or a pseudonym."""
    return OF_A_CASE.search(text) is not None


def can_be_dialled(text: str) -> bool:
    """Tell whether a text holds enough digits to call; short numbers such as 112 count."""
    return sum(sign.isdigit() for sign in text) >= 3
