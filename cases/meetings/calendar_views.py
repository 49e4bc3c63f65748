"""Meetings in one's own calendar: one as a file, and all of them at a secret address without a login."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs, public
from cases.audit import ledger
from cases.audit.events import Event
from cases.meetings import appointment, feed, room
from cases.meetings.models import CalendarFeed
from cases.workdays import after
from organisations import membership
from organisations.acting import actor_for
from organisations.actor import Actor
from organisations.acts import Act
from zorgtafel.forms import TableForm, form_for, submit

BACK = timedelta(days=60)  # what was, a calendar keeps by itself
MOST = 300
MAKE, WITHDRAW = "make", "withdraw"
NOTHING = "text/plain; charset=utf-8"


class FeedForm(TableForm):
    """A new address, or none any more: which, says the button."""

    @property
    def wish(self) -> str:
        """Give which button was pressed."""
        return WITHDRAW if self.data.get("wish") == WITHDRAW else MAKE


@performs(Act.ATTEND_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Show the reader the secret address of their calendar, and make, replace or take it back."""
    actor = request.actor
    form = form_for(request, FeedForm)

    def perform(values: dict[str, Any]) -> str:
        act = feed.withdraw if form.wish == WITHDRAW else feed.make
        act(actor=actor, now=request.now)
        return "/meetings/calendar/"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    ledger.record(actor, Event.PAGE_READ, now=request.now, act=Act.ATTEND_MEETING)
    standing = feed.standing(actor)
    address = ""
    if standing is not None:
        address = request.build_absolute_uri(f"/calendar/{feed.token_of(standing)}.ics")
    context = {"form": form, "standing": standing, "address": address, "organisation": actor.organisation}
    return render(request, "cases/meetings/calendar.html", context, status=form.status)


@performs(Act.ATTEND_MEETING)
@require_safe
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    """Give one meeting as a file for a calendar."""
    meeting = room.enter(request.actor, number)
    room.record_reading(request.actor, meeting, [], event=Event.MEETING_READ, now=request.now)
    return _file(appointment.calendar([meeting], now=request.now), "zorgtafel.ics")


@public
@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the meetings of who holds this secret: time and place, and nothing else.

    Somebody who left, whose role attends no meetings, or who took the address back, finds nothing: as with a
    secret that never was.
    """
    found = feed.found(secret)
    actor = None if found is None else _actor(request, found)
    if actor is None or not actor.holds(Act.ATTEND_MEETING):
        return HttpResponse(_("There is no calendar here."), status=404, content_type=NOTHING)
    rows = room.meetings_of(actor).filter(starts_at__gt=after(request.now, -BACK))
    meetings = list(rows.order_by("starts_at", "id")[:MOST])
    ledger.record(actor, Event.CALENDAR_READ, now=request.now, act=Act.ATTEND_MEETING, shown=len(meetings))
    return _file(appointment.calendar(meetings, now=request.now), "zorgtafel.ics")


def _actor(request: HttpRequest, found: CalendarFeed) -> Actor | None:
    """Give who the address was made for, as they stand now: a member in force, or nobody."""
    seats = membership.in_force(found.user, now=request.now)
    seat = next((one for one in seats if one.organisation_id == found.organisation_id), None)
    return None if seat is None else actor_for(seat, request, user=found.user)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=appointment.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
