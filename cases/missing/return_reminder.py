"""Tells who looks after an episode that the return talk must be offered: once ahead, once when it is late."""

from datetime import datetime

from cases.missing import return_rules
from cases.missing.models import ReturnInterview
from cases.missing.return_people import stewards
from cases.missing.return_rules import Reminder
from cases.notifications import outbox
from cases.notifications.models import Notification

KINDS = {Reminder.SOON: "return_talk_due", Reminder.OVERDUE: "return_talk_overdue"}


def remind(*, now: datetime) -> int:
    """Tell of every talk that nobody offered and whose term ends within a day or has ended.

    ``now``: aware. For the sweep; gives how many messages were written.
    """
    waiting = ReturnInterview.objects.filter(
        recorded_at=None,
        offered_at=None,
        due_at__lte=now + return_rules.REMIND_AHEAD,
        episode__status="found",
    )
    rows = waiting.select_related("episode__case").order_by("due_at", "id")
    return sum(_tell(row, now=now) for row in rows)


def _tell(row: ReturnInterview, *, now: datetime) -> bool:
    due = return_rules.reminder(row.due_at, offered_at=row.offered_at, now=now)
    if due is None:
        return False
    kind, episode = KINDS[due], row.episode
    if Notification.objects.filter(kind=kind, number=episode.number).exists():
        return False
    outbox.put(kind, number=episode.number, to=stewards(episode, now=now), now=now, case=episode.case)
    return True
