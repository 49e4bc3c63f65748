"""What became of a decision: carried out, under way, or does nothing show it? PURE.

A decision drifts when the table believes that something happens and no action and no record shows it
(design choice H11). An action that was agreed says so itself; a decision without one is shown by anything
that was written in the core of the case after it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.workdays import is_after


class Became(StrEnum):
    """What became of a decision."""

    DONE = "done"
    UNDER_WAY = "under_way"
    WRITTEN = "written"
    LATE = "late"
    DROPPED = "dropped"
    NOTHING = "nothing"


#: These are asked about at the next meeting.
DRIFTED = frozenset({Became.LATE, Became.DROPPED, Became.NOTHING})


@dataclass(frozen=True, slots=True)
class Agreed:
    """One action that a decision asked for: open, done or cancelled, and its last day (local)."""

    status: str
    due_on: date


def became(
    actions: Collection[Agreed], *, decided_at: datetime, written_at: datetime | None, today: date
) -> Became:
    """Say what became of a decision on a local day.

    ``written_at`` (aware): when something was last written in the core of the case, apart from the meeting.
    """
    if not actions:
        shown = written_at is not None and is_after(written_at, decided_at)
        return Became.WRITTEN if shown else Became.NOTHING
    if any(action.status == "open" and action.due_on < today for action in actions):
        return Became.LATE
    if any(action.status == "open" for action in actions):
        return Became.UNDER_WAY
    if any(action.status == "done" for action in actions):
        return Became.DONE
    return Became.DROPPED
