"""What workers run for people management; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from organisations import membership
from organisations.actor import Actor
from organisations.staff import idle, post


@shared_task(name="organisations.post", ignore_result=True)
def deliver_letters() -> None:
    """Send the letters that are due (poked after a commit, and every minute)."""
    post.deliver_due(now=timezone.now())


@shared_task(name="organisations.end_expired", ignore_result=True)
def end_expired() -> None:
    """Write down the secondments that are over."""
    membership.end_expired(actor=Actor.system("calendar"), now=timezone.now())


@shared_task(name="organisations.idle", ignore_result=True)
def look_for_idle() -> None:
    """Warn about and close the accounts that nobody uses."""
    idle.look(now=timezone.now())
