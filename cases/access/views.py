"""Pages of access: break the glass, and keep people with a conflict of interest away from a case."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import blocks, emergency, facts, gate
from cases.access.declare import performs
from cases.access.forms import BlockForm, EmergencyForm, LiftForm
from cases.access.models import ConflictBlock
from cases.casefile.frame import frame
from cases.casefile.models import Case
from organisations import present
from organisations.acts import Act
from organisations.models import User
from zorgtafel.forms import form_for, submit


@performs(Act.BREAK_GLASS, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a case by emergency access. An unknown number and a forbidden one get the same answer."""
    ceiling = facts.ceiling_of(request.actor, now=request.now)
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


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a person with a conflict of interest away from a case."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.BLOCK_CONFLICT)
    form = form_for(request, BlockForm, people=_could_come_near(request, case))

    def perform(values: dict[str, Any]) -> str:
        blocks.block(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This person can no longer see the case."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/access/block.html", context, status=form.status)


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and end a block."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.BLOCK_CONFLICT)
    standing = _find(case, pk)
    form = form_for(request, LiftForm)

    def perform(values: dict[str, Any]) -> str:
        blocks.lift(standing, actor=request.actor, now=request.now)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The block is lifted."))
        return response
    context = frame(request, case, "sharing", form=form, standing=standing)
    return render(request, "cases/access/lift.html", context, status=form.status)


def _could_come_near(request: HttpRequest, case: Case) -> QuerySet[User]:
    """Give the people of the organisations at the case who are not blocked yet."""
    taking_part = facts.in_force(now=request.now).filter(case=case).values("organisation_id")
    there = present.members(at=request.now).filter(organisation__in=taking_part)
    return (
        User.objects.filter(pk__in=there.values("user"))
        .exclude(pk__in=case.blocks.filter(ended_at=None).values("user_id"))
        .order_by("name", "id")
    )


def _find(case: Case, pk: int) -> ConflictBlock:
    """Give a block in force on this case; any other number is not found."""
    found = blocks.on_case(case).select_related("case", "user").filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.BLOCK_CONFLICT)
    return found
