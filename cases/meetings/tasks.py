"""What workers run for meetings; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.meetings import action_reminder, draft


@shared_task(name="cases.meetings.remind", ignore_result=True)
def remind_of_actions() -> None:
    """Remind organisations of what they agreed to do."""
    action_reminder.remind(now=timezone.now())


@shared_task(name="cases.meetings.forget_drafts", ignore_result=True)
def forget_meeting_drafts() -> None:
    """Empty what was typed in a meeting and nobody saved for a fortnight."""
    draft.forget(now=timezone.now())
