"""Tells who coordinates that the term of a request about rights ends soon, or has ended: once each."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.rights import request
from cases.rights.models import RightsRequest
from cases.rights.term_rules import OPEN

#: Long enough to write an answer, or to take more time while that is still possible (GDPR art. 12(3)).
AHEAD = timedelta(days=7)


def remind(*, now: datetime) -> int:
    """Tell of every request whose term ends within a week, and of every one whose term has ended.

    ``now``: aware. For the sweep; gives how many messages were written. More time starts anew.
    """
    today = timezone.localdate(now)
    states = [state.value for state in OPEN]
    waiting = RightsRequest.objects.filter(state__in=states, due_on__lte=today + AHEAD)
    return sum(_tell(row, now=now) for row in waiting.select_related("case").order_by("due_on", "id"))


def _tell(row: RightsRequest, *, now: datetime) -> bool:
    is_late = row.due_on < timezone.localdate(now)
    kind, since = ("rights_overdue", row.due_on) if is_late else ("rights_due", row.due_on - AHEAD)
    begun = timezone.make_aware(datetime.combine(since, time.min))
    if Notification.objects.filter(kind=kind, number=row.number, created_at__gte=begun).exists():
        return False
    stage, to = row.due_on.isoformat(), request.coordinating(row)
    outbox.put(kind, number=row.number, to=to, now=now, stage=stage, case=row.case)
    return True
