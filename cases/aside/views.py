"""Pages on which somebody puts work aside and brings it back. The lists stand on the start page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import gate
from cases.access.declare import performs
from cases.aside import put_aside
from cases.aside.choices import GROUNDS
from cases.aside.forms import AsideForm
from cases.aside.models import key_of
from cases.aside.rules import limit, suggested
from cases.audit import ledger
from cases.audit.events import Event
from cases.dashboard import queue
from cases.dashboard.item import Item
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

BOARD = "/#queue"


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, key: str) -> HttpResponse:
    """Ask why something is put aside, and until when."""
    item = _find(request, key)
    allowed = limit(item.on.work, item.urgency, item.due, now=request.now)
    starts = None if allowed.until is None else suggested(allowed.until, now=request.now)
    form = form_for(request, AsideForm, initial={"until": starts})
    _record(request, item)

    def perform(values: dict[str, Any]) -> str:
        waiting = put_aside.Waiting(item.on, item.urgency, item.due, item.stamp)
        put_aside.put(waiting, actor=request.actor, now=request.now, **values)
        return BOARD

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Put aside. It stands below your list, and comes back by itself."))
        return done
    context = {"form": form, "item": item, "allowed": allowed, "why": GROUNDS[allowed.ground]}
    return render(request, "cases/aside/put.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_POST
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Take something back into the list."""
    item = _find(request, key)
    put_aside.bring_back(item.on, actor=request.actor, now=request.now)
    messages.success(request, _("It stands in your list again."))
    return redirect(BOARD)


def _find(request: HttpRequest, key: str) -> Item:
    """Give the work in this person's queue that an address names.

    Raises:
        AccessDenied: there is no such work for them, now.
    """
    actor = request.actor
    for item in queue.for_actor(actor, now=request.now):
        if item.on is not None and key_of(actor.user_id, actor.organisation_id, item.on.name) == key:
            return item
    raise gate.not_found("", act=Act.READ_INBOX)


def _record(request: HttpRequest, item: Item) -> None:
    """Write down that somebody read of it: the page tells what the queue told."""
    ledger.record(request.actor, Event.DASHBOARD_READ, now=request.now, act=Act.READ_INBOX, shown=1)
