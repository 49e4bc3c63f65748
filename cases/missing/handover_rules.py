"""When an unanswered question to take an alert over is asked again. PURE.

Between two shifts somebody holds the alert until a colleague accepts; who offered it and went home thinks
that it was accepted (pain P4). No source gives these minutes; they are a setting of ours.
"""

from datetime import datetime, timedelta

from cases.workdays import after, is_after

ANSWER_WITHIN = timedelta(minutes=5)


def is_unanswered(asked_at: datetime, *, reminded_at: datetime | None, now: datetime) -> bool:
    """Tell whether a question waits too long at ``now`` (aware) and nobody was reminded of it yet."""
    return reminded_at is None and not is_after(after(asked_at, ANSWER_WITHIN), now)
