"""Tells who coordinates that three days, and then one day, are left and nothing is recorded: once each."""

from datetime import datetime

from cases.casefile.models import CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
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
    outbox.put(kind, number=number, to=_pair(track), now=now, stage=stage, case=track.case)
    return True


def _pair(track: ForensicTrack) -> list[outbox.Recipient]:
    """Give coordinator and deputy, each for the organisation for which they are named.

    The link leads to the case as a whole: also an address tells nothing of what this is about.
    """
    pair = CoordinatorAssignment.objects.filter(case=track.case, ended_at=None)
    people = {pk for row in pair.values_list("coordinator_id", "deputy_id") for pk in row}
    named = CaseUserObjectPermission.objects.filter(content_object=track.case, user__in=people)
    return [
        outbox.Recipient(row.user, row.organisation, f"/cases/{track.case.number}/")
        for row in named.select_related("user", "organisation").order_by("id")
    ]
