"""How the nightly self-attack stands: what its last outcome proves, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: It is done each night; one night that was slow or late is no news, a night without one is.
HOLDS_FOR = timedelta(hours=36)
#: Share of all addresses that must have been tried; a quick look by hand stays below it.
ENOUGH = 0.9


class Standing(StrEnum):
    """What is known of tonight, the worst first."""

    NEVER = "never"
    LEAKED = "leaked"
    UNFINISHED = "unfinished"
    PARTIAL = "partial"
    OLD = "old"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What decides how an attack stands; ``finished_at`` is aware."""

    finished_at: datetime
    leaks: int
    is_finished: bool
    tried: int  # addresses that somebody tried
    addresses: int  # how many there are


def standing(last: Outcome | None, *, now: datetime) -> Standing:
    """Say how things stand: a leak counts however old it is, and what was not done lately proves nothing."""
    if last is None:
        return Standing.NEVER
    if last.leaks:
        return Standing.LEAKED
    if not last.is_finished:
        return Standing.UNFINISHED
    if last.tried < ENOUGH * last.addresses:
        return Standing.PARTIAL
    return Standing.OLD if now - last.finished_at > HOLDS_FOR else Standing.CLEAN
