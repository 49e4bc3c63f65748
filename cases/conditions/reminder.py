"""Tells who watches and who coordinates that the day of a look came: once for each such day."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from cases.audit import ledger
from cases.audit.events import Event
from cases.conditions import watch
from cases.conditions.models import SafetyCondition
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write

SYSTEM = "safety conditions"


def remind(*, now: datetime) -> int:
    """Tell of every condition whose day came by ``now`` (aware); gives how many. One transaction each."""
    untold = Q(reminded_of=None) | ~Q(reminded_of=F("next_look_on"))
    rows = SafetyCondition.objects.filter(untold, ended_at=None, next_look_on__lte=local_day(now))
    rows = rows.exclude(case__status="closed").order_by("next_look_on", "pk").values_list("pk", flat=True)
    return sum(_look_at(pk, now=now) for pk in list(rows))


def _look_at(pk: int, *, now: datetime) -> bool:
    people = ("case", "watcher", "watcher_organisation")
    with transaction.atomic():
        row = SafetyCondition.objects.select_for_update(of=("self",)).select_related(*people).get(pk=pk)
        day = row.next_look_on
        if row.ended_at is not None or day > local_day(now) or row.reminded_of == day:
            return False
        actor = Actor.system(SYSTEM)
        row.reminded_of = day
        write(row, actor=actor, now=now, reason="reminded")
        about = {"on": row, "case": row.case, "act": Act.WRITE_NOTE, "compartments": [watch.MELDCODE]}
        ledger.record(actor, Event.CONDITION_REMINDED, now=now, **about)
        to = [*watch.coordinating(row), *watch.watching(row, now=now)]
        watch.tell("condition_due", row, to, stage=f"due:{day.isoformat()}", now=now)
    return True
