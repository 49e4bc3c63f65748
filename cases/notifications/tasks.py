"""What workers run for notifications; thin, and safe to run twice or never."""

from celery import Task, shared_task

from cases.notifications import courier, heart
from zorgtafel import clock


@shared_task(name="cases.notifications.deliver", ignore_result=True)
def deliver() -> None:
    """Send what is due now (poked after a commit)."""
    courier.deliver_due(now=clock.now())


@shared_task(name="cases.notifications.sweep", ignore_result=True, bind=True)
def sweep(task: Task) -> None:
    """Send whatever a poke missed, and beat the heart."""
    now = clock.now()
    if task.request.expires and not heart.takes_turn("sweep", now=now):
        return
    courier.deliver_due(now=now)
    heart.beat("sweep", now=now)
