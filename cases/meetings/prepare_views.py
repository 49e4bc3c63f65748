"""The preparation sheet of one organisation: what it brings, what it still owes, and what it may read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.asks.models import Ask
from cases.audit.events import Event
from cases.meetings import drift_rules, minutes, room, shown
from cases.meetings.choices import BECAME
from cases.meetings.models import AgendaItem
from cases.meetings.views import PREPARATION, frame
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment

LABELS = dict(COMPARTMENTS)


@performs(Act.ATTEND_MEETING)
@require_safe
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reader's organisation its sheet, to print on one page: only the items that need it."""
    actor, now = request.actor, request.now
    meeting = room.enter(actor, number)
    rows = room.items(actor, now=now).filter(meeting=meeting).select_related("case", "meeting")
    items = list(rows.order_by("order", "id"))
    room.record_reading(actor, meeting, items, event=Event.MEETING_READ, now=now)
    times, _plan = room.times(meeting)
    owed = minutes.my_actions(actor, items, now=now)
    asked, decided, parts = (gather(actor, items, now=now) for gather in (_asked, _decided, _parts))
    today = local_day(now)
    sheet = [
        {
            "item": item,
            "slot": times[item.pk],
            "actions": [{"action": row, "is_late": row.due_on < today} for row in owed[item.case_id]],
            "asked": asked.get(item.case_id, []),
            "decided": decided.get(item.case_id, []),
            "parts": parts.get(item.case_id, [LABELS[Compartment.CORE.value]]),
        }
        for item in items
    ]
    context = frame(actor, meeting, current=PREPARATION, sheet=sheet, organisation=actor.organisation)
    return render(request, "cases/meetings/prepare.html", context)


def _asked(actor: Actor, items: Iterable[AgendaItem], *, now: datetime) -> dict[int, list[Ask]]:
    """Give the open questions to the own organisation by case, in the parts the reader reads. One query."""
    mine = Ask.objects.filter(
        to_organisation_id=actor.organisation_id, ended_at=None, case__in=[item.case_id for item in items]
    )
    readable = Q()
    for part in Compartment:
        rows = mine.filter(compartment=part.value)
        readable |= Q(pk__in=gate.visible(actor, rows, part, now=now).values("pk"))
    found: dict[int, list[Ask]] = {}
    for ask in mine.filter(readable).select_related("from_organisation").order_by("due_on", "pk"):
        found.setdefault(ask.case_id, []).append(ask)
    return found


def _decided(actor: Actor, items: Iterable[AgendaItem], *, now: datetime) -> dict[int, list[dict[str, Any]]]:
    """Give by case what meetings before this one decided and nothing shows yet. Two queries."""
    wanted = {item.case_id for item in items}
    found: dict[int, list[dict[str, Any]]] = {}
    heard = room.items(actor, now=now).filter(case__in=wanted)
    for decision, state in shown.drifted(shown.Eyes(actor, now, act=Act.ATTEND_MEETING), among=heard):
        if decision.item.case_id in wanted:
            row = {"text": decision.text, "at": decision.at, "became": BECAME[drift_rules.Became(state)]}
            found.setdefault(decision.item.case_id, []).append(row)
    return found


def _parts(actor: Actor, items: Iterable[AgendaItem], *, now: datetime) -> dict[int, list[Any]]:
    """Give by case the parts that the reader may read. One query; who only joins has no row here."""
    rows = gate.in_list_order(actor, now=now).filter(case__in=[item.case_id for item in items])
    return {
        row.case_id: [LABELS[part.value] for part in Compartment if part in readable]
        for row in rows
        for readable in [gate.readable_in_list(actor, row, now=now)]
    }
