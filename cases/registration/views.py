"""Pages of a registration at CoMensha: how it stands with the sheet, and writing down an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.writing_views import IDENTITY
from cases.registration import consent, shown
from cases.registration.forms import AnswerForm
from cases.workdays import local_day
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def registration(request: HttpRequest, number: str) -> HttpResponse:
    """Show whether somebody agreed, and what the form of CoMensha asks; it prints on one page."""
    part = Compartment.IDENTITY
    case = gate.open_case(
        request.actor, number, now=request.now, compartment=part, event=Event.REGISTRATION_READ
    )
    context = {
        "state": shown.state(case, today=local_day(request.now)),
        "answers": shown.answers(case),
        "may_write": IDENTITY.may(request, case),
    }
    return render(request, "cases/registration/page.html", frame(request, case, "people", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what was answered."""
    case = IDENTITY.opened(request, number)
    form = form_for(request, AnswerForm, initial={"answered_on": local_day(request.now)})

    def perform(values: dict[str, Any]) -> str:
        consent.answer(case, actor=request.actor, said=form.said(), remark=values["remark"], now=request.now)
        return consent.address(case)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved."))
        return done
    return IDENTITY.page(request, case, "cases/registration/answer.html", form, back=consent.address(case))
