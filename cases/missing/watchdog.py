"""The watchdog: an independent look at whether promises are kept, not at whether somebody says so."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cases.missing.models import AlertCall
from cases.notifications import heart
from cases.notifications.models import Delivery

NAME = "watchdog"
#: A sweep runs every ten seconds; what is a minute late was missed several times.
PATIENCE = timedelta(seconds=60)


def look(*, now: datetime) -> list[str]:
    """Beat the heart at ``now`` (aware) with what is wrong, if anything; gives the codes."""
    troubles = [code for code, rows in _suspects(now).items() if rows.exists()]
    heart.beat(NAME, now=now, trouble=",".join(troubles))
    return troubles


def _suspects(now: datetime) -> dict[str, QuerySet]:
    late = now - PATIENCE
    running = AlertCall.objects.filter(episode__status="running")
    waiting, answered = running.filter(state="waiting"), running.filter(state="acknowledged")
    return {
        "alert_overdue": waiting.filter(Q(next_due_at__lt=late) | Q(next_due_at=None)),
        "silence_overdue": answered.filter(next_due_at__lt=late),
        "messages_overdue": Delivery.objects.filter(state="queued", due_at__lt=late),
    }
