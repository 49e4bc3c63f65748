"""Pages of safety incidents in care; they belong to the part *signals*."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.writing_views import Writing
from cases.incidents import incident, shown
from cases.incidents.forms import IncidentForm
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

SIGNALS = Writing(Compartment.SIGNALS, "signals")


@performs(Act.READ_CASE)
@require_safe
def incidents(request: HttpRequest, number: str) -> HttpResponse:
    """Show the safety incidents of a case."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=Compartment.SIGNALS)
    may_write = SIGNALS.may(request, case)
    context = frame(request, case, "signals", rows=shown.rows(case), may_write=may_write)
    return render(request, "cases/incidents/list.html", context)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what happened, and write it down."""
    case = SIGNALS.opened(request, number)
    form = form_for(request, IncidentForm)

    def perform(values: dict[str, Any]) -> str:
        made = incident.report(case, actor=request.actor, seen=incident.Seen(**values), now=request.now)
        return f"{incident.address(case)}#i-{made.pk}"

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Coordinator and deputy are told."))
        return done
    return SIGNALS.page(request, case, "cases/incidents/new.html", form, back=incident.address(case))
