"""What workers run for coordination; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.coordination import succession


@shared_task(name="cases.coordination.succession", ignore_result=True)
def look_for_vacancies() -> None:
    """Tell who may choose a new pair of the cases that coordinator or deputy left."""
    succession.look(now=timezone.now())
