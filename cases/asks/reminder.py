"""Tells who was asked that the day comes near, and both sides that it passed: once each."""

from datetime import datetime

from django.db import transaction

from cases.asks import ask
from cases.asks.models import Ask
from cases.asks.rules import OPEN, Reminder, reminder, told_already
from cases.audit import ledger
from cases.audit.events import Event
from cases.workdays import add_workdays, local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

SYSTEM = "questions"
KINDS = {Reminder.NEAR: "ask_near", Reminder.PAST: "ask_past"}


def remind(*, now: datetime) -> int:
    """Tell of every open question whose day is near or passed at ``now`` (aware); gives how many.

    For the sweep; one transaction per question.
    """
    near = add_workdays(local_day(now), 1)
    rows = Ask.objects.filter(ended_at=None, due_on__lte=near).exclude(told=Reminder.PAST.value)
    rows = rows.exclude(case__status="closed").order_by("due_on", "pk").values_list("pk", flat=True)
    return sum(_look_at(pk, now=now) for pk in list(rows))


def _look_at(pk: int, *, now: datetime) -> bool:
    people = ("case", "asked_by", "accepted_by", "from_organisation", "to_organisation")
    with transaction.atomic():
        row = Ask.objects.select_for_update(of=("self",)).select_related(*people).get(pk=pk)
        found = reminder(row.due_on, today=local_day(now))
        if row.state not in OPEN or told_already(row.told, found):
            return False
        actor = Actor.system(SYSTEM)
        row.told = found.value
        write(row, actor=actor, now=now, reason=found.value)
        about = {"on": row, "case": row.case, "compartments": [Compartment(row.compartment)]}
        ledger.record(actor, Event.ASK_REMINDED, now=now, act=Act.WORK_ON_ACTIONS, **about)
        kind, stage = KINDS[found], f":{found.value}"
        to = [*ask.points(row, now=now), *([ask.asker(row)] if found is Reminder.PAST else [])]
        ask.tell(kind, row, to, stage=stage, now=now)
    return True
