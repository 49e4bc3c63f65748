"""Pages for who keeps the covenant: what a version would close and open, and letting it start."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import effect
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from organisations import signing
from organisations.acts import Act
from organisations.covenant_forms import StartForm
from organisations.covenant_views import fetch, page_of, shown
from organisations.models import CovenantVersion
from zorgtafel.forms import form_for, submit


@performs(Act.MANAGE_COVENANT)
@require_safe
def effect_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show per organisation in how many cases a version opens or closes something."""
    version = fetch(pk)
    context = {"version": version, "effect": _effect(request, version), "fewest": effect.FEWEST}
    return render(request, "cases/access/effect.html", context)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changes and for whom, and let a version start on a day."""
    version = fetch(pk)
    form = form_for(request, StartForm, initial={"version": version.version})

    def perform(values: dict[str, Any]) -> str:
        edit = values.pop("version")
        signing.start(version, actor=request.actor, start=signing.Start(**values), edit=edit, now=request.now)
        messages.success(request, _("The version starts by itself on that day."))
        return page_of(version)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = {
        **shown(version, today=timezone.localdate(request.now)),
        "effect": _effect(request, version),
        "fewest": effect.FEWEST,
        "form": form,
        "submit_label": _("Let this version start"),
        "cancel_url": page_of(version),
    }
    return render(request, "cases/access/covenant_start.html", context, status=form.status)


def _effect(request: HttpRequest, version: CovenantVersion) -> effect.Effect:
    ledger.record(
        request.actor, Event.COVENANT_EFFECT_READ, now=request.now, act=Act.MANAGE_COVENANT, on=version
    )
    return effect.of_version(version, now=request.now)
