"""Until when a closed case is kept: as the covenant says that bound who took part when it closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cases.casefile.models import Case
from cases.casefile.retention_rules import RetentionPolicy, retention_end
from organisations import covenant
from organisations.models import CovenantVersion


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day (local) on which a case is kept, and the term in months that a version sets."""

    until: date
    months: int
    version: CovenantVersion


def kept(case: Case, *, now: datetime) -> Kept | None:
    """Give until when a case is kept that is closed, or closes now; None when no covenant binds anybody.

    The version of the case's covenant that held on the day of the closing counts.
    """
    closed_on = timezone.localdate(case.closed_at or now)
    taking_part = case.participations.values("organisation")
    bound = covenant.bound(on=closed_on).filter(
        version__covenant=case.covenant_id, organisation__in=taking_part
    )
    party = bound.order_by("version_id").select_related("version__covenant").first()
    if party is None:
        return None
    months = party.version.retention_months
    found = retention_end(closed_on, None, RetentionPolicy(months))
    return None if found.end is None else Kept(found.end, months, party.version)
