"""When a promise of confidentiality must be made again. PURE."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """The last promise somebody made: which version, and when (aware)."""

    number: int
    at: datetime


def must_promise(last: Promise | None, *, current: int | None, now: datetime) -> bool:
    """Tell whether somebody must promise: never did, another text now, or twelve months ago.

    Nothing published is nothing to promise. Source: features.md A5 (as in Primero and HMIS).
    """
    if current is None:
        return False
    return last is None or last.number != current or now >= a_year_after(last.at)


def a_year_after(at: datetime) -> datetime:
    """Give the same moment a year later; after 29 February comes 1 March."""
    try:
        return at.replace(year=at.year + 1)
    except ValueError:
        return at.replace(year=at.year + 1, month=3, day=1)
