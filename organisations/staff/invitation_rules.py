"""Whether an invitation can still be accepted. PURE.

An invitation is for one address, once, for seven days; a newer mail replaces the older link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: Long enough for a week's leave, short enough that a forgotten mail opens nothing (OWASP: tokens expire).
VALID_FOR = timedelta(days=7)


class Standing(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an invitation and of the link that somebody opened (aware instants)."""

    accepted_at: datetime | None
    withdrawn_at: datetime | None
    expires_at: datetime
    is_newest_link: bool = True


def standing(facts: Facts, *, now: datetime) -> Standing:
    """Tell how an invitation stands at ``now`` (aware): what happened counts before what ran out."""
    if facts.accepted_at is not None:
        return Standing.ACCEPTED
    if facts.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if not facts.is_newest_link:
        return Standing.REPLACED
    return Standing.EXPIRED if facts.expires_at <= now else Standing.OPEN
