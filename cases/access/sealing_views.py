"""Pages of a sealed case: seal it, say who is named on it, take the seal off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import audience, gate, sealing
from cases.access.declare import performs
from cases.access.forms import NamedForm, SealForm, UnsealForm
from cases.casefile import grants
from cases.casefile.frame import frame
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.models import Membership
from zorgtafel.forms import form_for, submit


@performs(Act.SEAL_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: HttpRequest, number: str) -> HttpResponse:
    """Say what a seal does and who sees the case now, ask who keeps seeing it, and seal it."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.SEAL_CASE)
    members = sealing.candidates(case, now=request.now)
    form = form_for(request, SealForm, members=members, initial={"people": _ticked(case, members)})

    def perform(values: dict[str, Any]) -> str:
        sealing.seal(
            case, actor=request.actor, reason=values["reason"], keep=values["people"], now=request.now
        )
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The case is sealed. For everybody who is not named it is gone."))
        return response
    seats = audience.of_case(case.pk, now=request.now).seats
    context = {"form": form, "readers": len({seat.member.user_id for seat in seats})}
    context["runs"] = case.episodes.filter(status="running").exists()
    return render(
        request, "cases/access/seal.html", frame(request, case, "sharing", **context), status=form.status
    )


@performs(Act.SEAL_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def named(request: HttpRequest, number: str) -> HttpResponse:
    """Say who is named on a sealed case, at every organisation."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.SEAL_CASE)
    members = sealing.candidates(case, now=request.now)
    form = form_for(request, NamedForm, members=members, initial={"people": _ticked(case, members)})

    def perform(values: dict[str, Any]) -> str:
        sealing.rename(case, actor=request.actor, keep=values["people"], now=request.now)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Who is named was changed. Who is new got a message."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/access/sealed_named.html", context, status=form.status)


@performs(Act.SEAL_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def unseal(request: HttpRequest, number: str) -> HttpResponse:
    """Say who will see the case again, ask why, and take the seal off."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.SEAL_CASE)
    form = form_for(request, UnsealForm)

    def perform(values: dict[str, Any]) -> str:
        sealing.unseal(case, actor=request.actor, reason=values["reason"], now=request.now)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The seal is off."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/access/unseal.html", context, status=form.status)


def _ticked(case: Case, members: list[Membership]) -> list[str]:
    """Give who of the candidates is named already."""
    standing = grants.named(case)
    return [f"{m.organisation_id}-{m.user_id}" for m in members if (m.organisation_id, m.user_id) in standing]
