"""What workers run for the case file; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.casefile import confirmation


@shared_task(name="cases.casefile.confirm", ignore_result=True)
def confirm() -> None:
    """Warn of admissions that lapse soon, and write down what lapsed."""
    confirmation.sweep(now=timezone.now())
