"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import forget, remind
from cases.audit.tasks import review
from cases.missing.tasks import escalate, watch
from cases.notifications.tasks import deliver, sweep

__all__ = ["deliver", "escalate", "forget", "remind", "review", "sweep", "watch"]
