"""Pages of safe contact; the ways themselves are shown among the people of a case and in an alert."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.casefile.models import Case
from cases.casefile.writing_views import IDENTITY
from cases.safe_contact import way as ways
from cases.safe_contact.forms import LookedForm, WayForm
from cases.safe_contact.models import ContactWay
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

FIELDS = tuple(field.name for field in fields(ways.Way))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how the young person can be reached."""
    case = IDENTITY.opened(request, number)
    form = form_for(request, WayForm)

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        ways.add(case, actor=request.actor, way=ways.Way(**values), now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody who may know the name sees it."))
        return response
    return IDENTITY.page(request, case, "cases/safe_contact/add.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change what is written about a way of contact."""
    case = IDENTITY.opened(request, number)
    standing = IDENTITY.found(case, ContactWay, pk)
    shown = {name: getattr(standing, name) for name in FIELDS} | {"version": standing.version}
    form = form_for(request, WayForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        ways.change(standing, actor=request.actor, way=ways.Way(**values), version=version, now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody who may know the name sees it."))
        return response
    return IDENTITY.page(
        request, case, "cases/safe_contact/change.html", form, way=standing, back=_back(case)
    )


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
    case = IDENTITY.opened(request, number)
    standing = IDENTITY.found(case, ContactWay, pk)
    form = form_for(request, LookedForm, initial={"version": standing.version})

    def perform(values: dict[str, Any]) -> str:
        act(standing, actor=request.actor, version=values["version"], now=request.now)
        return _back(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, said)
        return response
    return IDENTITY.page(request, case, template, form, way=standing, back=_back(case))


def _back(case: Case) -> str:
    return f"/cases/{case.number}/people/#contact"
