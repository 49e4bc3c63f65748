"""What workers run for the ledger; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.audit import review_period, review_scan
from cases.notifications import heart


@shared_task(name="cases.audit.review", ignore_result=True)
def review() -> None:
    """Put up for review what was written since the last time, and beat the heart."""
    now = timezone.now()
    review_scan.scan(now=now)
    review_period.draw_due(now=now)
    heart.beat("review", now=now)
