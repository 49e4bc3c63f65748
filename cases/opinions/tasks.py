"""What workers run for opinions; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.opinions import opinion


@shared_task(name="cases.opinions.forget", ignore_result=True)
def forget_opinions() -> None:
    """Remove what was said more than a year ago."""
    opinion.forget(now=timezone.now())
