"""Pages of emergency access: break the glass, and give it back before its time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import emergency, facts, gate
from cases.access.declare import performs
from cases.access.forms import EmergencyForm, LiftForm
from organisations import covenant
from organisations.acts import Act
from zorgtafel.forms import form_for, submit


@performs(Act.BREAK_GLASS, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a case by emergency access. An unknown number and a forbidden one get the same answer."""
    ceiling = covenant.widest(facts.tables_of(request.actor, now=request.now).values())
    form = form_for(request, EmergencyForm, ceiling=ceiling)

    def perform(values: dict[str, Any]) -> str:
        opened = emergency.break_glass(
            values["number"],
            actor=request.actor,
            emergency=emergency.Emergency(
                values["reason"], values["explanation"], values["hours"], values["parts"]
            ),
            now=request.now,
        )
        return f"/cases/{opened.case.number}/"

    if request.method == "POST":
        if response := submit(request, form, perform):
            return response  # the red banner says the rest, on every page
        if form.status == 409:
            emergency.refused(form.data.get("number", ""), actor=request.actor, now=request.now)
    return render(request, "cases/access/emergency.html", {"form": form}, status=form.status)


@performs(Act.BREAK_GLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and end one's own emergency access before its time."""
    running = gate.broken_glass(request.actor, now=request.now)
    opened = [row for row in running if row.case.number == number.upper()]
    if not opened:
        raise gate.not_found(number, act=Act.BREAK_GLASS)
    form = form_for(request, LiftForm)

    def perform(values: dict[str, Any]) -> str:
        for row in opened:
            emergency.give_back(row, actor=request.actor, now=request.now)
        return "/cases/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Emergency access is given back. The review of it will follow."))
        return response
    context = {"form": form, "number": opened[0].case.number, "ends_at": opened[0].ends_at}
    return render(request, "cases/access/give_back.html", context, status=form.status)
