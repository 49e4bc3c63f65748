"""What workers run for help after sexual violence; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.forensic import reminder
from cases.notifications import heart


@shared_task(name="cases.forensic.remind", ignore_result=True)
def remind_of_terms() -> None:
    """Tell who coordinates of windows that end soon, and beat the heart."""
    now = timezone.now()
    reminder.remind(now=now)
    heart.beat("terms", now=now)
