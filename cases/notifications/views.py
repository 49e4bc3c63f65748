"""Pages of notifications: one's own inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.notifications import inbox
from cases.notifications.messages import KINDS
from organisations.acts import Act


@performs(Act.READ_INBOX)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List what one was told for the organisation one acts for."""
    page = inbox.page(request.actor, after=request.GET.get("after", ""))
    for item in page.items:
        kind = KINDS[item.notification.kind]
        item.title, item.why = kind.title, kind.why
    ledger.record(request.actor, Event.INBOX_READ, now=request.now, act=Act.READ_INBOX, shown=len(page.items))
    next_url = f"?after={page.after}" if page.after else ""
    return render(request, "notifications/inbox.html", {"items": page.items, "next_url": next_url})


@performs(Act.READ_INBOX)
@require_safe
def open_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an item as read and go where it leads; another's item is as absent as no item."""
    item = inbox.own(request.actor).select_related("notification").filter(pk=pk).first()
    if item is None:
        raise gate.not_found(str(pk), act=Act.READ_INBOX)
    if request.method == "GET":
        inbox.read(item, now=request.now)
    ledger.record(
        request.actor,
        Event.INBOX_READ,
        on=item,
        now=request.now,
        act=Act.READ_INBOX,
        object_number=item.notification.number,
    )
    return redirect(item.path)
