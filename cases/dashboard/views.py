"""The start page: what this person must do now."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.dashboard import counts, keeping, queue
from cases.meetings.models import Meeting
from cases.notifications import heart
from organisations.actor import Actor
from organisations.acts import Act
from organisations.reach import channel
from organisations.roles import Reach

RECENT = timedelta(hours=12)  # a meeting of this morning is still of use this afternoon


@performs(Act.READ_INBOX)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the work queue, the alerts that wait for an answer, and what runs."""
    actor, now = request.actor, request.now
    items = queue.for_actor(actor, now=now)
    calls = list(queue.unanswered_calls(actor, now=now))
    ledger.record(actor, Event.DASHBOARD_READ, now=now, act=Act.READ_INBOX, shown=len(items))
    context = {
        "items": items,
        "calls": calls,
        "running": _running(actor, request),
        "meetings": _meetings(actor, request),
        "is_reachable": channel.is_reachable(request.user),
        "keeping": keeping.for_actor(actor, now=now),
        "has_content": actor.reach is not Reach.NONE or actor.holds(Act.REVIEW_AUDIT),
        "troubles": heart.troubles(("sweep", "watchdog"), now=now) if actor.holds(Act.TRIAGE_SIGNAL) else [],
    }
    return render(request, "cases/dashboard/page.html", context)


def _running(actor: Actor, request: HttpRequest) -> list:
    if not actor.holds(Act.READ_CASE):
        return []
    rows = counts.running_episodes(actor, now=request.now).select_related("case")
    return list(rows.order_by("-raised_at", "-id")[:25])


def _meetings(actor: Actor, request: HttpRequest) -> list[Meeting]:
    """Give the next meetings that this organisation hosts or is invited to."""
    if not actor.holds(Act.ATTEND_MEETING):
        return []
    rows = Meeting.objects.filter(status__in=["planned", "running"], starts_at__gte=request.now - RECENT)
    invited = rows.filter(invitations__organisation_id=actor.organisation_id)
    hosted = rows.filter(host_id=actor.organisation_id)
    return list((invited | hosted).distinct().order_by("starts_at", "id")[:5])
