"""What beat runs for access: warn before a covenant ends, and prove that nobody was given too much."""

from celery import shared_task
from django.utils import timezone

from cases.access import lapse
from cases.casefile import grants as case_grants
from cases.notifications import heart
from organisations import grants as organisation_grants


@shared_task(name="cases.access.covenant", ignore_result=True)
def covenant() -> None:
    """Warn whose covenant ends soon and ask who did not sign."""
    now = timezone.now()
    lapse.warn(now=now)
    heart.beat("covenant", now=now)


@shared_task(name="cases.access.grants", ignore_result=True)
def grants() -> None:
    """Check every permission row against the rules, and write down how many exceed them."""
    excess = [*organisation_grants.excess(), *case_grants.excess()]
    heart.beat("grants", now=timezone.now(), trouble=f"excess:{len(excess)}" if excess else "")
