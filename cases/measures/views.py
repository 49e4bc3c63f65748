"""Pages of measures; the measures themselves are shown among the people of a case."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.measures import measure as measures
from cases.measures.forms import EndForm, MeasureForm
from cases.measures.models import Measure
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

FIELDS = tuple(field.name for field in fields(measures.Decided))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what the court decided, and until when."""
    case = _open(request, number)
    form = form_for(request, MeasureForm)

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        measures.add(case, actor=request.actor, decided=measures.Decided(**values), now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. The coordinator sees it in time before it ends."))
        return response
    return _page(request, case, "cases/measures/add.html", form)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change a measure, for example because it was extended."""
    case = _open(request, number)
    standing = _find(case, pk)
    shown = {name: getattr(standing, name) for name in FIELDS} | {"version": standing.version}
    form = form_for(request, MeasureForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        version, decided = values.pop("version"), measures.Decided(**values)
        measures.change(standing, actor=request.actor, decided=decided, version=version, now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. The coordinator sees it in time before it ends."))
        return response
    return _page(request, case, "cases/measures/change.html", form)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what came after a measure."""
    case = _open(request, number)
    standing = _find(case, pk)
    form = form_for(request, EndForm, initial={"version": standing.version})

    def perform(values: dict[str, Any]) -> str:
        measures.end(standing, actor=request.actor, now=request.now, **values)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. It stays among the earlier measures."))
        return response
    return _page(request, case, "cases/measures/end.html", form, measure=standing)


def _open(request: HttpRequest, number: str) -> Case:
    return gate.open_case(
        request.actor, number, now=request.now, act=Act.WRITE_NOTE, compartment=Compartment.IDENTITY
    )


def _find(case: Case, pk: int) -> Measure:
    """Give a measure of this case, also an ended one: the act says so.

    Raises:
        AccessDenied: it belongs to another case, or does not exist.
    """
    found = Measure.objects.filter(case=case, pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    found.case = case
    return found


def _back(case: Case) -> str:
    return f"/cases/{case.number}/people/#measures"


def _page(request: HttpRequest, case: Case, template: str, form: TableForm, **context: Any) -> HttpResponse:
    stale = getattr(form, "stale", None)
    whole = frame(
        request,
        case,
        "people",
        writes=Compartment.IDENTITY,
        form=form,
        stale=stale,
        back=_back(case),
        **context,
    )
    return render(request, template, whole, status=form.status)
