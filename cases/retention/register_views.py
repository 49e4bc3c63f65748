"""The page with the register of processing of a covenant."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.retention import register
from organisations.acts import Act


@performs(Act.READ_INBOX)
@require_safe
def register_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is kept under a covenant, about whom, what for, how long and who receives it."""
    today = timezone.localdate(request.now)
    agreement = register.fetch(pk, actor=request.actor, on=today)
    ledger.record(
        request.actor, Event.PAGE_READ, now=request.now, act=Act.READ_INBOX, on=agreement, page="register"
    )
    shown = register.of_covenant(agreement, on=today)
    return render(request, "cases/retention/register.html", {"register": shown, "today": today})
