"""When somebody who joins for one item reads its case: around the meeting, and not a moment longer. PURE.

From half an hour before the start (to prepare at the table) until half an hour after the end (to finish
what was agreed); the half hour is a setting. A cancelled meeting opens nothing. Design choice: covenants of
Zorg- en Veiligheidshuizen let guests hear a case in the room only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

USUAL_LENGTH = timedelta(hours=2)


class Shut(StrEnum):
    """Why the meeting opens nothing now."""

    CANCELLED = "cancelled"
    OFF_THE_AGENDA = "off_the_agenda"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """A meeting from start to end (aware; the real end once it was held), and what became of a seat."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    is_off_the_agenda: bool = False
    is_withdrawn: bool = False


def shut(window: Window, *, margin: timedelta, now: datetime) -> Shut | None:
    """Say why the meeting opens nothing at ``now`` (aware); None when it does. The end itself is outside."""
    if window.is_cancelled:
        return Shut.CANCELLED
    if window.is_off_the_agenda:
        return Shut.OFF_THE_AGENDA
    if window.is_withdrawn:
        return Shut.WITHDRAWN
    if now < window.starts_at - margin:
        return Shut.NOT_YET
    return Shut.OVER if now >= window.ends_at + margin else None
