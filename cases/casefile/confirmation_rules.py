"""Who takes part keeps being asked about: an admission that nobody confirms lapses by itself. PURE.

An incidental participant is let in for as long as is needed, and not for ever; every quarter of a
year the coordinator says whether it still is (design choice; the covenant may ask for it sooner).
The organisation that coordinates never lapses: a case is never without.
"""

from datetime import datetime, timedelta

#: When the coordinator is warned, before the lapse.
WARNINGS = (timedelta(days=14), timedelta(days=3))


def lapses_at(since: datetime, *, days: int) -> datetime:
    """Give the instant at which an admission lapses that was confirmed at ``since`` (aware)."""
    return since + timedelta(days=days)


def warns_at(lapse: datetime, warned_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether a warning is due: a threshold has passed after which nobody was warned yet."""
    if lapse <= now:
        return False
    passed = [lapse - ahead for ahead in WARNINGS if lapse - ahead <= now]
    return bool(passed) and (warned_at is None or warned_at < max(passed))
