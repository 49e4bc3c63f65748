"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import forget, remind
from cases.audit.tasks import review, seal_ledger, verify_ledger
from cases.casefile.tasks import confirm
from cases.missing.tasks import escalate, watch
from cases.notifications.tasks import deliver, sweep

__all__ = [
    "confirm",
    "deliver",
    "escalate",
    "forget",
    "remind",
    "review",
    "seal_ledger",
    "sweep",
    "verify_ledger",
    "watch",
]
