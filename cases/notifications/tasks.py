"""What workers run for notifications; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.notifications import courier, heart


@shared_task(name="cases.notifications.deliver", ignore_result=True)
def deliver() -> None:
    """Send what is due now (poked after a commit)."""
    courier.deliver_due(now=timezone.now())


@shared_task(name="cases.notifications.sweep", ignore_result=True)
def sweep() -> None:
    """Send whatever a poke missed, and beat the heart."""
    now = timezone.now()
    courier.deliver_due(now=now)
    heart.beat("sweep", now=now)
