"""What workers run for the silent match; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.overlap import compare


@shared_task(name="cases.overlap.compare", ignore_result=True)
def compare_written() -> None:
    """Compare the marks that were written since the last turn."""
    compare.compare_written(now=timezone.now())
