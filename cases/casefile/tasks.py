"""What workers run for the case file; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.casefile import confirmation, leavers


@shared_task(name="cases.casefile.confirm", ignore_result=True)
def confirm() -> None:
    """Warn of admissions that lapse soon, and write down what lapsed."""
    confirmation.sweep(now=timezone.now())


@shared_task(name="cases.casefile.take_off_leavers", ignore_result=True)
def take_off_leavers() -> None:
    """Take the names of those who left their organisation off their cases."""
    leavers.take_off(now=timezone.now())
