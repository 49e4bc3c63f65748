"""What workers run for access; thin, and safe to run twice or never."""

from celery import shared_task
from django.utils import timezone

from cases.access import existence, lapse, reminder
from cases.casefile import grants as case_grants
from cases.notifications import heart
from organisations import grants as organisation_grants


@shared_task(name="cases.access.remind", ignore_result=True)
def remind() -> None:
    """Pass on requests for access that nobody answered in time."""
    reminder.sweep(now=timezone.now())


@shared_task(name="cases.access.forget", ignore_result=True)
def forget() -> None:
    """Remove the questions whether a case exists of more than a month ago."""
    existence.forget(now=timezone.now())


@shared_task(name="cases.access.covenant", ignore_result=True)
def covenant() -> None:
    """Warn whose covenant ends soon and ask who did not sign."""
    now = timezone.now()
    lapse.warn(now=now)
    heart.beat("covenant", now=now)


@shared_task(name="cases.access.grants", ignore_result=True)
def grants() -> None:
    """Check every permission row against the rules, and write down how many exceed them."""
    now = timezone.now()
    excess = [*organisation_grants.excess(at=now), *case_grants.excess(at=now)]
    heart.beat("grants", now=now, trouble=f"excess:{len(excess)}" if excess else "")
