"""What workers run for judgements of risk; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.level import reminder


@shared_task(name="cases.level.remind", ignore_result=True)
def remind_of_judgements() -> None:
    """Tell who coordinates that judgements of risk wait for a new look."""
    reminder.remind(now=timezone.now())
