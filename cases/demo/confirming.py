"""The coordinators of the past kept their lists: who still needed to take part was confirmed in time."""

from collections import defaultdict
from datetime import datetime, timedelta

from cases.casefile import confirmation
from cases.casefile.models import CaseParticipation
from cases.demo.clock import HERE, Story
from cases.demo.region import Region

EVERY = timedelta(days=14)
#: The last round lies so far back that today's list has something that lapses soon.
LAST = timedelta(days=21)
#: The last round reaches to today, so that no open case loses everybody the moment the trial starts.
AHEAD = LAST + EVERY + timedelta(days=1)


def every_fortnight(region: Region, *, months: int) -> Story:
    """Confirm, every other week, what would lapse before the next time, as far as the case is open."""
    keys = {user.pk: key for key, user in region.people.items()}
    at = region.now.astimezone(HERE).replace(hour=8, minute=0) - timedelta(days=31 * months)
    while at <= region.now - LAST:
        yield at
        _confirm(region, keys, at)
        confirmation.lapse(now=at)
        at += EVERY
    yield region.now - timedelta(hours=1)
    confirmation.sweep(now=region.now - timedelta(hours=1))


def _confirm(region: Region, keys: dict[int, str], at: datetime) -> None:
    soon = CaseParticipation.objects.filter(
        ended_at=None, lapses_at__gt=at, lapses_at__lte=at + AHEAD, case__status="open"
    )
    by_coordinator: dict[int, list[CaseParticipation]] = defaultdict(list)
    for part in soon.select_related("case").order_by("case_id", "id"):
        assignment = part.case.assignments.get(ended_at=None)
        by_coordinator[assignment.coordinator_id].append(part)
    for user_id, parts in by_coordinator.items():
        confirmation.confirm(parts, actor=region.actor(keys[user_id], at=at), now=at)
