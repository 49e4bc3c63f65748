"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import forget, remind
from cases.casefile.tasks import take_off_leavers
from cases.missing.tasks import escalate, watch
from cases.notifications.tasks import deliver, sweep
from organisations.staff.tasks import deliver_letters, end_expired, look_for_idle

__all__ = [
    "deliver",
    "deliver_letters",
    "end_expired",
    "escalate",
    "forget",
    "look_for_idle",
    "remind",
    "sweep",
    "take_off_leavers",
    "watch",
]
