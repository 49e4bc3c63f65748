"""What workers run for the rights desk; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.notifications import heart
from cases.rights import reminder


@shared_task(name="cases.rights.remind", ignore_result=True)
def remind_of_rights() -> None:
    """Tell of requests about rights whose term ends soon or has ended, and beat the heart."""
    now = timezone.now()
    reminder.remind(now=now)
    heart.beat("rights", now=now)
