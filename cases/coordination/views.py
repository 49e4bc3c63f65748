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
from cases.casefile.paging import page_of
from cases.coordination import action as actions
from cases.coordination.forms import ActionForm, CancelForm, DoneForm
from cases.coordination.models import Action
from cases.coordination.words import clock
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
    """Show the open actions of one's own organisation, the nearest date first."""
    rows = Action.objects.filter(owner_organisation_id=request.actor.organisation_id, status="open")
    visible = gate.visible(request.actor, rows, Compartment.CORE, now=request.now).select_related("case")
    page = page_of(visible, keys=("due_on", "id"), query=request.GET)
    ledger.record(
        request.actor,
        Event.ACTION_LIST_READ,
        now=request.now,
        act=Act.WORK_ON_ACTIONS,
        compartments=[Compartment.CORE],
        shown=len(page.rows),
    )
    rows = [{"action": row, "clock": clock("", row.due_on, now=request.now)} for row in page.rows]
    return render(request, "cases/coordination/tasks.html", {"rows": rows, "page": page})


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
