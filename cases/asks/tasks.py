"""What workers run for questions between organisations; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.asks import reminder


@shared_task(name="cases.asks.remind", ignore_result=True)
def remind_of_asks() -> None:
    """Tell of questions whose day comes near or passed."""
    reminder.remind(now=timezone.now())
