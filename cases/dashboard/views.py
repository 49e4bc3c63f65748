"""The start page: what this person must do now."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.access.shape import shaped
from cases.audit import ledger
from cases.audit.events import Event
from cases.dashboard import board, counts, keeping, narrow, queue
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.guide import shown as guide
from cases.meetings.models import Meeting
from cases.notifications import heart
from organisations.actor import Actor
from organisations.acts import Act
from organisations.prepared import prepared
from organisations.reach import channel
from organisations.roles import Reach
from zorgtafel.htmx import refuse_unless_htmx

RECENT = timedelta(hours=12)  # a meeting of this morning is still of use this afternoon


@performs(Act.READ_INBOX)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the work queue, the alerts that wait for an answer, and what runs."""
    actor, now = request.actor, request.now
    bar = filter_bar(request, Listing.QUEUE, wrong=narrow.wrong(request.GET))
    if bar.first:
        return redirect(bar.first)
    work = _work(request)
    _record(request, work)
    context = {
        **work,
        "bar": bar,
        "steps": guide.on_start_page(actor, now=now),
        "narrow": narrow.QueueForm(work["asked"]),
        "running": _running(actor, request),
        "meetings": _meetings(actor, request),
        "is_reachable": channel.is_reachable(request.user),
        "keeping": keeping.for_actor(actor, now=now),
        "may_log": actor.holds(Act.LOG_SIGNAL),
        "has_content": actor.reach is not Reach.NONE or actor.holds(Act.REVIEW_AUDIT),
        "troubles": heart.troubles(("sweep", "watchdog"), now=now) if actor.holds(Act.TRIAGE_SIGNAL) else [],
    }
    return render(request, "cases/dashboard/page.html", context)


@performs(Act.READ_INBOX)
@require_safe
@refuse_unless_htmx
def news(request: HttpRequest) -> HttpResponse:
    """Answer an open start page that asks for news; without news nothing is read and nothing is recorded."""
    work = _work(request)
    if request.GET.get("seen") == work["stamp"]:
        return HttpResponse(status=204)
    _record(request, work)
    return render(request, "cases/dashboard/_work.html", {**work, "is_news": True})


def _work(request: HttpRequest) -> dict[str, Any]:
    """Give what waits for this person, as one list or by what it is about."""
    parted = board.parted(queue.for_actor(request.actor, now=request.now), request.actor, now=request.now)
    calls = queue.unanswered_calls(request.actor, now=request.now)
    asked = narrow.of_query(request.GET)
    items = narrow.part(parted.waiting, asked.get("about", ""))
    is_grouped = asked.get("by") == "case"
    return {
        "items": items,
        "aside": parted.aside,
        "groups": board.grouped(items) if is_grouped else [],
        "asked": asked,
        "query": urlencode(asked),
        "left_out": len(parted.waiting) - len(items),
        "flat_url": narrow.address(asked, by=""),
        "by_case_url": narrow.address(asked, by="case"),
        "whole_url": narrow.address(asked, about=""),
        "is_grouped": is_grouped,
        "calls": calls,
        "stamp": board.stamp(parted, calls),
    }


def _record(request: HttpRequest, work: dict[str, Any]) -> None:
    shown = len(work["items"]) + len(work["aside"])
    ledger.record(request.actor, Event.DASHBOARD_READ, now=request.now, act=Act.READ_INBOX, shown=shown)


def _running(actor: Actor, request: HttpRequest) -> list:
    if not actor.holds(Act.READ_CASE):
        return []
    return _episodes(actor, now=request.now)


@shaped
def _episodes(actor: Actor, *, now: Any) -> QuerySet:
    rows = counts.running_episodes(actor, now=now).select_related("case")
    return rows.order_by("-raised_at", "-id")[:25]


def _meetings(actor: Actor, request: HttpRequest) -> list[Meeting]:
    """Give the next meetings that this organisation hosts or is invited to."""
    if not actor.holds(Act.ATTEND_MEETING):
        return []
    return _meetings_of(organisation_id=actor.organisation_id, since=request.now - RECENT)


@prepared
def _meetings_of(*, organisation_id: Any, since: Any) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(status__in=["planned", "running"], starts_at__gte=since)
    invited = rows.filter(invitations__organisation_id=organisation_id)
    hosted = rows.filter(host_id=organisation_id)
    return (invited | hosted).distinct().order_by("starts_at", "id")[:5]
