"""Pages of thinking along without a name: ask an organisation, and share the name later."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import explain, gate
from cases.access.declare import performs
from cases.casefile import consult as consults
from cases.casefile.forms import ConsultForm, IdentityForm
from cases.casefile.frame import frame
from cases.casefile.sharing_views import find_part, not_at_the_table
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

USUAL = timedelta(days=14)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest, number: str) -> HttpResponse:
    """Ask an organisation to think along under the pseudonym, for some weeks."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    today = timezone.localdate(request.now)
    others = not_at_the_table(case)
    form = form_for(request, ConsultForm, organisations=others, today=today, initial={"until": today + USUAL})

    def perform(values: dict[str, Any]) -> str:
        consults.ask(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("They can think along now, without knowing the name."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/casefile/consult.html", context, status=form.status)


@performs(Act.SHARE_IDENTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Tell an organisation that takes part who the young person is; who will know is shown before."""
    case = gate.open_case(
        request.actor, number, now=request.now, act=Act.SHARE_IDENTITY, compartment=Compartment.IDENTITY
    )
    part = find_part(case, pk)
    terms = consults.terms_for(part, now=request.now)
    form = form_for(request, IdentityForm, terms=terms, initial={"terms": _same(part, terms)})

    def perform(values: dict[str, Any]) -> str:
        sharing = consults.Sharing(*values["terms"].split("/"), reason=values["reason"])
        consults.share_identity(part, actor=request.actor, sharing=sharing, now=request.now)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(
            request,
            _("%(organisation)s knows the name from now on.") % {"organisation": part.organisation.name},
        )
        return response
    readers = [
        group
        for group in explain.readers(explain.who(case, now=request.now), Compartment.CORE)
        if group["organisation"] == part.organisation.name
    ]
    context = {"form": form, "part": part, "terms": terms, "readers": readers}
    return render(
        request,
        "cases/casefile/identity.html",
        frame(request, case, "sharing", **context),
        status=form.status,
    )


def _same(part: Any, terms: list[tuple[str, str]]) -> str:
    """Give the terms on which they take part, when these can carry the name too."""
    own = (part.purpose, part.legal_ground)
    return "/".join(own) if own in terms else ""
