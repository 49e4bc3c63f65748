"""When an account that nobody uses is warned about and closed. PURE.

Features B17: accounts that are not used are closed by themselves; a person is warned first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WARN_BEFORE = timedelta(days=14)


class Step(StrEnum):
    """What is to be done about an account tonight."""

    NOTHING = "nothing"
    WARN = "warn"
    CLOSE = "close"
    WARN_KEEPER = "warn_keeper"


@dataclass(frozen=True, slots=True)
class Use:
    """How an account was used, as aware instants."""

    made_at: datetime
    last_login: datetime | None = None
    reopened_at: datetime | None = None
    warned_at: datetime | None = None
    is_last_administrator: bool = False

    @property
    def last_used_at(self) -> datetime:
        """Give the last sign of life: a login, being opened again, or being made."""
        return max(at for at in (self.made_at, self.last_login, self.reopened_at) if at is not None)


def step(use: Use, *, allowed: timedelta, now: datetime) -> Step:
    """Say what is to be done at ``now``; ``allowed`` is how long an account may stay unused.

    Nobody is closed without a warning of fourteen days. The last administrator is never closed:
    the platform's keeper is warned, every fourteen days again.
    """
    warned_at = use.warned_at if use.warned_at and use.warned_at > use.last_used_at else None
    if use.is_last_administrator:
        is_due = now >= use.last_used_at + allowed and (warned_at is None or now >= warned_at + WARN_BEFORE)
        return Step.WARN_KEEPER if is_due else Step.NOTHING
    if warned_at is not None:
        is_over = now >= max(use.last_used_at + allowed, warned_at + WARN_BEFORE)
        return Step.CLOSE if is_over else Step.NOTHING
    return Step.WARN if now >= use.last_used_at + allowed - WARN_BEFORE else Step.NOTHING
