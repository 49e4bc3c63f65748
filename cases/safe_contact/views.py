"""Pages of safe contact; the ways themselves are shown among the people of a case and in an alert."""

from collections.abc import Callable
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
from cases.safe_contact import way as ways
from cases.safe_contact.forms import LookedForm, WayForm
from cases.safe_contact.models import ContactWay
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

FIELDS = tuple(field.name for field in fields(ways.Way))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how the young person can be reached."""
    case = _open(request, number)
    form = form_for(request, WayForm)

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        ways.add(case, actor=request.actor, way=ways.Way(**values), now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody who may know the name sees it."))
        return response
    return _page(request, case, "cases/safe_contact/add.html", form)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change what is written about a way of contact."""
    case = _open(request, number)
    standing = _find(case, pk)
    shown = {name: getattr(standing, name) for name in FIELDS} | {"version": standing.version}
    form = form_for(request, WayForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        ways.change(standing, actor=request.actor, way=ways.Way(**values), version=version, now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody who may know the name sees it."))
        return response
    return _page(request, case, "cases/safe_contact/change.html", form, way=standing)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask whether what is written still holds."""
    said = _("Written down that you checked it today.")
    return _answer(request, number, pk, ways.confirm, "cases/safe_contact/confirm.html", said)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and take a way of contact away."""
    said = _("Taken away. It stays in the history of the case.")
    return _answer(request, number, pk, ways.end, "cases/safe_contact/end.html", said)


def _answer(
    request: HttpRequest, number: str, pk: int, act: Callable[..., ContactWay], template: str, said: str
) -> HttpResponse:
    """Ask one question about a way, and perform the act when it is answered."""
    case = _open(request, number)
    standing = _find(case, pk)
    form = form_for(request, LookedForm, initial={"version": standing.version})

    def perform(values: dict[str, Any]) -> str:
        act(standing, actor=request.actor, version=values["version"], now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, said)
        return response
    return _page(request, case, template, form, way=standing)


def _open(request: HttpRequest, number: str) -> Case:
    return gate.open_case(
        request.actor, number, now=request.now, act=Act.WRITE_NOTE, compartment=Compartment.IDENTITY
    )


def _find(case: Case, pk: int) -> ContactWay:
    """Give a way of this case, also an ended one: the act says so.

    Raises:
        AccessDenied: it belongs to another case, or does not exist.
    """
    found = ContactWay.objects.filter(case=case, pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    found.case = case
    return found


def _back(case: Case) -> str:
    return f"/cases/{case.number}/people/#contact"


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
