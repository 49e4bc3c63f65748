"""What workers run for intake; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.intake import draft


@shared_task(name="cases.intake.forget_drafts", ignore_result=True)
def forget_drafts() -> None:
    """Empty the drafts of signals that nobody finished for a fortnight."""
    draft.forget(now=timezone.now())
