"""What workers run for the silent match; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.overlap import compare, reminder


@shared_task(name="cases.overlap.compare", ignore_result=True)
def compare_written() -> None:
    """Compare the marks that were written since the last turn."""
    compare.compare_written(now=timezone.now())


@shared_task(name="cases.overlap.remind", ignore_result=True)
def remind_of_overlaps() -> None:
    """Tell who did not answer within two working days."""
    reminder.remind(now=timezone.now())


@shared_task(name="cases.overlap.forget", ignore_result=True)
def forget_compared() -> None:
    """Take away what was compared and is counted no more."""
    compare.forget(now=timezone.now())
