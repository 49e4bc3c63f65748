"""What workers run for access; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.access import existence, reminder


@shared_task(name="cases.access.remind", ignore_result=True)
def remind() -> None:
    """Pass on requests for access that nobody answered in time."""
    reminder.sweep(now=timezone.now())


@shared_task(name="cases.access.forget", ignore_result=True)
def forget() -> None:
    """Remove the questions whether a case exists of more than a month ago."""
    existence.forget(now=timezone.now())
