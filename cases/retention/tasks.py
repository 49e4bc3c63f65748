"""What workers run for the end of cases; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.notifications import heart
from cases.retention import proposal


@shared_task(name="cases.retention.look", ignore_result=True)
def retention() -> None:
    """Announce what ends, warn, ask and withdraw; destroys nothing."""
    now = timezone.now()
    proposal.sweep(now=now)
    heart.beat("retention", now=now)
