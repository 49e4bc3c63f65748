"""What workers run for the grab packs; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.pack import reminder


@shared_task(name="cases.pack.remind", ignore_result=True)
def remind_of_packs() -> None:
    """Remind owners of grab packs that wait for their quarterly confirmation."""
    reminder.sweep(now=timezone.now())
