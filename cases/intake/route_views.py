"""The page of agreements about which desk gets which signals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.intake import desk as desks
from cases.intake import route
from cases.intake.models import SignalRoute
from cases.intake.route_forms import AgreementForm
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

PAGE = "/signals/routes/"


@performs(Act.MANAGE_ROUTES)
@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    """Show the agreements that hold, and write down one more."""
    form = form_for(request, AgreementForm, desks=desks.open_to_everybody(now=request.now))

    def perform(_values: dict[str, Any]) -> str:
        route.agree(actor=request.actor, agreement=form.agreement(), now=request.now)
        return PAGE

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("This holds for what comes in from now on."))
        return done
    ledger.record(request.actor, Event.PAGE_READ, now=request.now, act=Act.MANAGE_ROUTES)
    context = {"routes": route.in_force(), "form": form}
    return render(request, "cases/intake/routes.html", context, status=form.status)


@performs(Act.MANAGE_ROUTES)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement."""
    row = get_object_or_404(SignalRoute, pk=pk)
    route.end(row, actor=request.actor, now=request.now)
    messages.success(request, _("This agreement ended. What came in under it stays where it is."))
    return redirect(PAGE)
