"""How long somebody may still improve their own words. PURE.

A slip is noticed the same day; what others may have read and acted on is not rewritten afterwards:
then a correction stands beside it (24 hours is a design choice, as in comparable case systems).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EDITABLE = timedelta(hours=24)


class EditRefusal(StrEnum):
    """Why a note can't be edited (any more)."""

    NOT_THE_AUTHOR = "not_the_author"
    TOO_LATE = "too_late"
    HAS_CORRECTIONS = "has_corrections"


@dataclass(frozen=True, slots=True)
class Written:
    """A note: by whom, for which organisation, when (aware), and whether a correction stands beside it."""

    author: int
    organisation: int
    at: datetime
    is_corrected: bool = False


def edit_refusal(note: Written, *, user: int, organisation: int, now: datetime) -> EditRefusal | None:
    """Say why somebody can't edit a note for an organisation at ``now`` (aware); None when they can."""
    if (note.author, note.organisation) != (user, organisation):
        return EditRefusal.NOT_THE_AUTHOR
    if now >= editable_until(note.at):
        return EditRefusal.TOO_LATE
    return EditRefusal.HAS_CORRECTIONS if note.is_corrected else None


def editable_until(written_at: datetime) -> datetime:
    """Give the instant from which a note is only corrected, no longer edited."""
    return written_at + EDITABLE
