"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import covenant, forget, grants, remind
from cases.missing.tasks import escalate, watch
from cases.notifications.tasks import deliver, sweep

__all__ = ["covenant", "deliver", "escalate", "forget", "grants", "remind", "sweep", "watch"]
