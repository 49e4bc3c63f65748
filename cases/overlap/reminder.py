"""Tells a side once that its two working days are over and it did not answer; the other side is not named."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from cases.audit import ledger
from cases.audit.events import Event
from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.overlap import things
from cases.overlap.compare import SYSTEM
from cases.overlap.models import Overlap
from organisations.actor import Actor

KIND = "overlap_waits"


def remind(*, now: datetime) -> int:
    """Tell whoever answers for a side that waits beyond its clock, once; gives how many. ``now``: aware.

    Whether the other side answered makes no difference, so that nothing is to be learned from it.
    """
    told = Notification.objects.filter(kind=KIND, stage=Cast(OuterRef("pk"), CharField()))
    waiting = Overlap.objects.filter(~Exists(told), ended_at=None, answer="", due_at__lte=now)
    return sum(_tell(pk, now=now) for pk in waiting.values_list("pk", flat=True))


def _tell(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = (
            Overlap.objects.select_for_update(of=("self",)).select_related("case", "signal__case").get(pk=pk)
        )
        thing = things.thing_of(row)
        told = Notification.objects.filter(kind=KIND, number=thing.number, stage=str(pk))
        if row.answer or row.ended_at is not None or told.exists():
            return False
        people = things.to_tell(row, now=now)
        to = [outbox.Recipient(user, home, f"/overlaps/{pk}/") for user, home in people]
        outbox.put(KIND, number=thing.number, stage=str(pk), to=to, now=now, case=thing.case)
        ledger.record(Actor.system(SYSTEM), Event.OVERLAP_REMINDED, on=row, now=now)
    return True
