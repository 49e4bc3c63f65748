"""Tells who coordinates that three days, and then one day, are left and nothing is recorded: once each."""

from datetime import datetime

from cases.coordination import pair
from cases.forensic.models import ForensicTrack
from cases.forensic.rules import THREE_DAYS, WINDOW, Attention, attention
from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.workdays import after

KINDS = {Attention.THREE_DAYS: "term_three_days", Attention.ONE_DAY: "term_one_day"}


def remind(*, now: datetime) -> int:
    """Tell of every track without a step whose window ends within three days. ``now``: aware.

    Nobody knows the moment? Then it happened before it was written down, and that is what is counted from.
    For the sweep; gives how many messages were written. A corrected moment starts anew.
    """
    waiting = ForensicTrack.objects.filter(steps=None, opened_at__gte=after(now, -WINDOW))
    waiting |= ForensicTrack.objects.filter(
        steps=None, latest_possible_at__range=(after(now, -WINDOW), after(now, THREE_DAYS - WINDOW))
    )
    rows = waiting.exclude(case__status="closed").select_related("case").order_by("id")
    return sum(_tell(track, now=now) for track in rows)


def _tell(track: ForensicTrack, *, now: datetime) -> bool:
    since = track.latest_possible_at or track.opened_at
    kind = KINDS.get(attention(since, is_recorded=False, now=now))
    stage = f"{track.pk}:{since:%y%m%d%H%M}"
    number = track.case.number
    if kind is None or Notification.objects.filter(kind=kind, number=number, stage=stage).exists():
        return False
    # The link leads to the case as a whole: also an address tells nothing of what this is about.
    to = pair.recipients(track.case, path=f"/cases/{number}/")
    outbox.put(kind, number=number, to=to, now=now, stage=stage, case=track.case)
    return True
