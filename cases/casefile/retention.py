"""Until when a closed case is kept: as the covenant says that binds who takes part in it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from cases.casefile.models import Case
from cases.casefile.retention_rules import RetentionPolicy, retention_end
from organisations import covenant


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day (local) on which a case is kept, and the term in months that this day rests on."""

    until: date
    months: int


def kept(case: Case, *, now: datetime) -> Kept | None:
    """Give until when a case is kept that is closed, or closes now; None when no covenant binds anybody.

    Where covenants differ the longest term counts.
    """
    taking_part = case.participations.values("organisation")
    bound = covenant.bound(on=timezone.localdate(now)).filter(organisation__in=taking_part)
    months = bound.aggregate(longest=Max("version__retention_months"))["longest"]
    if months is None:
        return None
    closed_on = timezone.localdate(case.closed_at or now)
    found = retention_end(closed_on, None, RetentionPolicy(months))
    return None if found.end is None else Kept(found.end, months)
