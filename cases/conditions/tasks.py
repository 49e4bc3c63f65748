"""What workers run for safety conditions; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.conditions import reminder


@shared_task(name="cases.conditions.remind", ignore_result=True)
def remind_of_conditions() -> None:
    """Tell of safety conditions whose day of a look came."""
    reminder.remind(now=timezone.now())
