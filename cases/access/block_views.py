"""Pages of conflict blocks: step back oneself, keep a person or an organisation away, take a block off."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import blocks, facts, gate
from cases.access.block_rules import BlockKind
from cases.access.declare import performs
from cases.access.forms import BlockForm, LiftForm, OrganisationBlockForm, SubjectForm
from cases.casefile.frame import frame
from cases.casefile.models import Case
from organisations import present
from organisations.acts import Act
from organisations.models import Organisation, User
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and keep the reader away from this case on their own word."""
    case = gate.open_case(request.actor, number, now=request.now)
    form = form_for(request, LiftForm)

    def perform(values: dict[str, Any]) -> str:
        blocks.declare(case, actor=request.actor, now=request.now)
        return "/cases/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Thank you for saying so. You no longer see this case."))
        return response
    context = frame(request, case, "overview", form=form)
    return render(request, "cases/access/step_back.html", context, status=form.status)


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a person with a conflict of interest away from a case."""
    case = _open(request, number)
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
def subject(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the person away whom the case is about, who works at the table."""
    case = _open(request, number)
    form = form_for(request, SubjectForm)

    def perform(values: dict[str, Any]) -> str:
        blocks.block(
            case,
            actor=request.actor,
            user=values["email"],
            reason="",
            kind=BlockKind.SUBJECT,
            now=request.now,
        )
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This person can no longer see the case."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/access/block_subject.html", context, status=form.status)


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a whole organisation away from a case."""
    case = _open(request, number)
    gate.require(request.actor, Act.ADMIT_ORGANISATION, on=case, now=request.now)
    kept_away = case.organisation_blocks.filter(ended_at=None).values("organisation_id")
    others = Organisation.objects.filter(is_active=True).exclude(pk__in=kept_away).order_by("name")
    form = form_for(request, OrganisationBlockForm, organisations=others)

    def perform(values: dict[str, Any]) -> str:
        blocks.block_organisation(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Nobody of this organisation can see the case any more."))
        return response
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/access/block_organisation.html", context, status=form.status)


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and take the block of a person off, or propose it."""
    case = _open(request, number)
    return _lift(request, case, blocks.on_case(case).filter(pk=pk).first())


@performs(Act.BLOCK_CONFLICT)
@require_http_methods(["GET", "HEAD", "POST"])
def lift_organisation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and take the block of an organisation off, or propose it."""
    case = _open(request, number)
    return _lift(request, case, blocks.of_organisations(case).filter(pk=pk).first())


def _lift(request: HttpRequest, case: Case, standing: blocks.Block | None) -> HttpResponse:
    if standing is None:
        raise gate.not_found(case.number, act=Act.BLOCK_CONFLICT)
    form = form_for(request, LiftForm)

    def perform(values: dict[str, Any]) -> str:
        after = blocks.lift(standing, actor=request.actor, now=request.now)
        lifted = after.ended_at is not None
        said = _("The block is lifted.") if lifted else _("It is proposed. A second person has to agree.")
        messages.success(request, said)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    context = {
        "form": form,
        "standing": standing,
        "who": standing.user.name if hasattr(standing, "user") else standing.organisation.name,
        "asks_two": blocks.asks_two(standing),
    }
    context = frame(request, case, "sharing", **context)
    return render(request, "cases/access/lift.html", context, status=form.status)


def _open(request: HttpRequest, number: str) -> Case:
    return gate.open_case(request.actor, number, now=request.now, act=Act.BLOCK_CONFLICT)


def _could_come_near(request: HttpRequest, case: Case) -> QuerySet[User]:
    """Give the people of the organisations at the case who are not blocked yet."""
    taking_part = facts.in_force(now=request.now).filter(case=case).values("organisation_id")
    there = present.members(at=request.now).filter(organisation__in=taking_part)
    return (
        User.objects.filter(pk__in=there.values("user"))
        .exclude(pk__in=case.blocks.filter(ended_at=None).values("user_id"))
        .order_by("name", "id")
    )
