"""The big screen in the room, and the button that puts an item on it."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import performs
from cases.audit.events import Event
from cases.meetings import minutes, room, screen
from cases.meetings.item_views import open_to_chair
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.views import address
from organisations.acts import Act
from zorgtafel.htmx import render_page, wants_part


@performs(Act.CHAIR_MEETING)
@require_safe
def big(request: HttpRequest, number: str) -> HttpResponse:
    """Show the room the item that is spoken of: pseudonym, question, who is in the room, what was decided.

    An open screen asks for news; without news nothing is read and nothing is recorded.
    """
    actor, now = request.actor, request.now
    meeting = room.enter(actor, number, act=Act.CHAIR_MEETING)
    room.require_chair(actor, meeting)
    item = screen.on_screen(actor, meeting, now=now)
    stamp = _stamp(meeting, item)
    if wants_part(request) and request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    shown = [] if item is None else [item]
    room.record_reading(actor, meeting, shown, event=Event.MEETING_READ, now=now)
    context = {"meeting": meeting, "item": item, "stamp": stamp, **_of_item(request, item)}
    return render_page(request, "cases/meetings/screen.html", "cases/meetings/_screen.html", context)


@performs(Act.CHAIR_MEETING)
@require_POST
def show(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put an item on the big screen, and go on with it on the chair's own."""
    item = open_to_chair(request, number, pk)
    screen.show(item, actor=request.actor, now=request.now)
    return redirect(address(item.meeting, f"live/?item={item.pk}"))


def _of_item(request: HttpRequest, item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    parts = minutes.parts(request.actor, item.meeting, now=request.now)
    place, part = next((n, part) for n, part in enumerate(parts, start=1) if part.item.pk == item.pk)
    return {
        "part": part,
        "place": place,
        "seats": room.seats(item, now=request.now),
        "slot": room.times(item.meeting)[0][item.pk],
    }


def _stamp(meeting: Meeting, item: AgendaItem | None) -> str:
    """Give a mark that changes when there is something else to show; it tells nothing by itself."""
    parts: list[Any] = [meeting.version, meeting.status]
    if item is not None:
        decided = item.decisions.order_by("-pk").values_list("pk", flat=True)
        parts += [item.pk, item.version, item.on_screen_at, *decided]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
