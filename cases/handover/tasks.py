"""What workers run for handing cases over; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.handover import handover
from cases.notifications import heart


@shared_task(name="cases.handover.ready", ignore_result=True)
def tell_ready_handovers() -> None:
    """Tell who asked that a case can be fetched as a file, and beat the heart."""
    now = timezone.now()
    handover.tell_ready(now=now)
    heart.beat("handover", now=now)
