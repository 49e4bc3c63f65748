"""What is over in the demo's past: messages that nobody waits for any more."""

from datetime import datetime, timedelta

from django.db.models import F

from cases.notifications.models import Delivery
from organisations.staff.models import Letter

#: What came in before this is read; what was owed over mail before this has gone out.
RECENT = timedelta(days=3)


def settle(*, now: datetime) -> None:
    """Count the messages of the past as sent, and the older inbox items as read. Nothing is mailed."""
    Delivery.objects.filter(state="queued").update(state="sent", sent_at=F("due_at"), attempts=1)
    Delivery.objects.filter(channel="inbox", due_at__lt=now - RECENT).update(read_at=F("due_at"))
    Letter.objects.filter(sent_at=None).update(sent_at=F("due_at"), attempts=1)
