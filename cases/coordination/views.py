"""Pages of coordination: the plan of a case, and my organisation's open actions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import facts, gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.paging import Page, page_of
from cases.coordination import action as actions
from cases.coordination import shown
from cases.coordination.forms import ActionForm, CancelForm, DoneForm
from cases.coordination.list_forms import AgreedForm
from cases.coordination.models import Action
from cases.coordination.words import clock
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.filters.shown import wrong_in
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Organisation
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Show the actions of a case: open ones by date, then what ended."""
    case = gate.open_case(request.actor, number, now=request.now)
    rows = case.actions.select_related("owner_organisation", "ended_by", "case")
    context = {
        "rows": [_shown(row, request, case) for row in rows.filter(status="open").order_by("due_on", "id")],
        "ended": list(rows.exclude(status="open").order_by("-ended_at", "-id")[:50]),
        "may_agree": case.status != "closed"
        and gate.may(request.actor, Act.WORK_ON_ACTIONS, on=case, access=case.access, now=request.now),
    }
    return render(request, "cases/coordination/plan.html", frame(request, case, "plan", **context))


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what an organisation will do."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WORK_ON_ACTIONS)
    taking_part = facts.in_force(now=request.now).filter(case=case).values("organisation_id")
    form = form_for(
        request,
        ActionForm,
        organisations=Organisation.objects.filter(pk__in=taking_part).order_by("name"),
        initial={"owner_organisation": request.actor.organisation_id},
    )

    def perform(values: dict[str, Any]) -> str:
        actions.agree(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/plan/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The action is in the plan."))
        return response
    context = frame(request, case, "plan", writes=Compartment.CORE, form=form)
    return render(request, "cases/coordination/action_new.html", context, status=form.status)


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down that an action was done."""
    return _end(request, number, pk, DoneForm, actions.finish, "cases/coordination/action_done.html")


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take an action back, with the reason."""
    return _end(request, number, pk, CancelForm, actions.cancel, "cases/coordination/action_cancel.html")


@performs(Act.WORK_ON_ACTIONS)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what is open of an organisation, the own one first of all: the nearest date on top."""
    form = AgreedForm(request.GET)
    asked = form.asked()
    page = _questions(request, asked) if form.of_questions else _actions(request, asked)
    ledger.record(
        request.actor,
        Event.ACTION_LIST_READ,
        now=request.now,
        act=Act.WORK_ON_ACTIONS,
        compartments=sorted({Compartment.CORE, *(Compartment(row.part) for row in page.rows)}),
        shown=len(page.rows),
    )
    context = {
        "form": form,
        "page": page,
        "rows": [{"row": row, "clock": clock("", row.due_on, now=request.now)} for row in page.rows],
        "of": page.rows[0].owner if page.rows else None,  # who is named is named in a case that is read
        "is_own": asked.owner in (0, request.actor.organisation_id),
        "bar": filter_bar(request, Listing.AGREED, wrong=wrong_in(form)),
    }
    return render(request, "cases/coordination/tasks.html", context)


def _actions(request: HttpRequest, asked: shown.Asked) -> Page:
    rows = shown.actions(request.actor, asked, now=request.now)
    rows = rows.select_related("case", "owner_organisation")
    page = page_of(rows, keys=("due_on", "id"), query=request.GET)
    for row in page.rows:
        row.owner, row.part = row.owner_organisation, Compartment.CORE
        row.url, row.text = f"/cases/{row.case.number}/plan/", row.description
    return page


def _questions(request: HttpRequest, asked: shown.Asked) -> Page:
    """Give a page of questions: who asked, about which part. The question itself stands with the case."""
    rows = shown.questions(request.actor, asked, now=request.now)
    rows = rows.select_related("case", "from_organisation", "to_organisation")
    page = page_of(rows, keys=("due_on", "id"), query=request.GET)
    for row in page.rows:
        row.owner, row.part = row.to_organisation, row.compartment
        row.url = f"/cases/{row.case.number}/asks/#a-{row.pk}"
        row.text = f"{row.from_organisation.name} · {row.get_compartment_display()}"
    return page


def _end(
    request: HttpRequest,
    number: str,
    pk: int,
    form_class: type,
    act: Callable[..., Action],
    template: str,
) -> HttpResponse:
    """Show one action with a form that ends it; the act decides whose it is."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WORK_ON_ACTIONS)
    action = _find(case, pk)
    form = form_for(request, form_class)

    def perform(values: dict[str, Any]) -> str:
        act(action, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/plan/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The plan is up to date."))
        return response
    context = frame(request, case, "plan", writes=Compartment.CORE, form=form, action=action)
    return render(request, template, context, status=form.status)


def _find(case: Case, pk: int) -> Action:
    """Give an action of this case; any other number is not found."""
    found = case.actions.select_related("owner_organisation", "case").filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.WORK_ON_ACTIONS)
    return found


def _shown(row: Action, request: HttpRequest, case: Case) -> dict[str, Any]:
    return {
        "action": row,
        "clock": clock("", row.due_on, now=request.now),
        "may_end": actions.may_end(row, request.actor, access=case.access, now=request.now),
    }
