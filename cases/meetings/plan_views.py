"""The agenda as the chair makes it: move an item, change its question, its time and whom it needs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.declare import performs
from cases.meetings import agenda_plan, room
from cases.meetings.item_views import item_frame, open_to_chair, readers_of
from cases.meetings.plan_forms import UP, ChangeItemForm, MoveForm
from cases.meetings.views import address
from organisations.acts import Act
from zorgtafel.forms import form_for, submit


@performs(Act.CHAIR_MEETING)
@require_POST
def move(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let an item change places with the one above or below it."""
    item = open_to_chair(request, number, pk)
    form = form_for(request, MoveForm)
    back = address(item.meeting, f"#item-{item.pk}")

    def perform(values: dict[str, Any]) -> str:
        agenda_plan.move(item, actor=request.actor, up=values["to"] == UP, now=request.now)
        return back

    return submit(request, form, perform) or redirect(back)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what the item asks, how long it may take and whom it needs, and keep that."""
    item = open_to_chair(request, number, pk)
    offered = room.on_the_case(item.case, now=request.now)
    needed = [row.organisation_id for row in item.needed.filter(withdrawn_at=None)]
    initial = {
        "question": item.question,
        "minutes": item.minutes,
        "organisations": needed or [one.pk for one in room.seats(item, now=request.now).inside],
        "version": item.version,
    }
    form = form_for(request, ChangeItemForm, offered=offered, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        values["organisations"] = tuple(values["organisations"])
        asked = agenda_plan.Change(**values)
        agenda_plan.change(item, actor=request.actor, asked=asked, version=version, now=request.now)
        return address(item.meeting, f"#item-{item.pk}")

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = item_frame(request, item, form=form, will_read=readers_of(item, now=request.now))
    return render(request, "cases/meetings/change_item.html", context, status=form.status)
