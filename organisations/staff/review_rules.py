"""When the yearly review of rights is due. PURE.

NEN 7510-2 (BIO 9.2.5): access rights are reviewed at regular intervals; here at least yearly.
"""

from datetime import date, timedelta

EVERY = timedelta(days=365)
#: An administrator hears of it so long before the day.
ANNOUNCED = timedelta(days=30)


def due_on(*, last_finished: date | None, first_member: date | None) -> date | None:
    """Give the day on which a review must be finished (local dates); None without members."""
    begun = last_finished or first_member
    return None if begun is None else begun + EVERY


def is_overdue(due: date | None, *, today: date) -> bool:
    """Tell whether the day has passed."""
    return due is not None and due < today


def is_announced(due: date | None, *, today: date) -> bool:
    """Tell whether the day is near enough to speak of."""
    return due is not None and due - ANNOUNCED <= today
