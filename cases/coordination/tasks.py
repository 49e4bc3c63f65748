"""What workers run for coordination; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.coordination import late, succession


@shared_task(name="cases.coordination.succession", ignore_result=True)
def look_for_vacancies() -> None:
    """Tell who may choose a new pair of the cases that coordinator or deputy left."""
    succession.look(now=timezone.now())


@shared_task(name="cases.coordination.late", ignore_result=True)
def look_for_late() -> None:
    """Tell who directs of the cases that nobody took in time."""
    late.look(now=timezone.now())
