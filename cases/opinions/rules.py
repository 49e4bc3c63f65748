"""How much an opinion may hold and how long it is kept. PURE."""

from datetime import date, timedelta

#: Room for what hinders and not for a story about somebody. A choice of ours.
LONGEST = 1000
#: No longer than is needed to do something about it (GDPR art. 5(1)(e)). A choice of ours.
KEPT = timedelta(days=365)


def given_before(today: date) -> date:
    """Give the day before which an opinion must have been given to be forgotten ``today`` (local)."""
    return today - KEPT
