"""Pages of measures; the measures themselves are shown among the people of a case."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.casefile.models import Case
from cases.casefile.writing_views import IDENTITY
from cases.measures import measure as measures
from cases.measures.forms import EndForm, MeasureForm
from cases.measures.models import Measure
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

FIELDS = tuple(field.name for field in fields(measures.Decided))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what the court decided, and until when."""
    case = IDENTITY.opened(request, number)
    form = form_for(request, MeasureForm)

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        measures.add(case, actor=request.actor, decided=measures.Decided(**values), now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. The coordinator sees it in time before it ends."))
        return response
    return IDENTITY.page(request, case, "cases/measures/add.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change a measure, for example because it was extended."""
    case = IDENTITY.opened(request, number)
    standing = IDENTITY.found(case, Measure, pk)
    shown = {name: getattr(standing, name) for name in FIELDS} | {"version": standing.version}
    form = form_for(request, MeasureForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        version, decided = values.pop("version"), measures.Decided(**values)
        measures.change(standing, actor=request.actor, decided=decided, version=version, now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. The coordinator sees it in time before it ends."))
        return response
    return IDENTITY.page(request, case, "cases/measures/change.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what came after a measure."""
    case = IDENTITY.opened(request, number)
    standing = IDENTITY.found(case, Measure, pk)
    form = form_for(request, EndForm, initial={"version": standing.version})

    def perform(values: dict[str, Any]) -> str:
        measures.end(standing, actor=request.actor, now=request.now, **values)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. It stays among the earlier measures."))
        return response
    return IDENTITY.page(request, case, "cases/measures/end.html", form, measure=standing, back=_back(case))


def _back(case: Case) -> str:
    return f"/cases/{case.number}/people/#measures"
