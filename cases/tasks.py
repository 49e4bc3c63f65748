"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import covenant, forget, grants, remind
from cases.audit.tasks import review, seal_ledger, verify_ledger
from cases.casefile.tasks import confirm
from cases.missing.tasks import escalate, watch
from cases.notifications.tasks import deliver, sweep

__all__ = [
    "confirm",
    "covenant",
    "deliver",
    "escalate",
    "forget",
    "grants",
    "remind",
    "review",
    "seal_ledger",
    "sweep",
    "verify_ledger",
    "watch",
]
