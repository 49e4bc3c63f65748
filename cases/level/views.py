"""Pages of the ladder of a case, and of how its risk is judged."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.writing_views import Writing
from cases.level import judgement as judgements
from cases.level import shown
from cases.level import step as steps
from cases.level.forms import JudgementForm, StepForm
from cases.level.models import RiskJudgement
from cases.workdays import local_day
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

SIGNALS = Compartment.SIGNALS
RISK = Writing(SIGNALS, "plan")


@performs(Act.READ_CASE)
@require_safe
def level(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a case is held and was held; to who reads *signals* also how the risk is judged."""
    case = gate.open_case(request.actor, number, now=request.now)
    reads = SIGNALS in case.access.readable
    if reads:
        gate.record_reading(case, event=gate.Event.CASE_READ, compartment=SIGNALS, now=request.now)
    about = {"on": case, "access": case.access, "now": request.now}
    context = {
        "ladder": shown.ladder(steps.standing(case)),
        "steps": shown.steps(case),
        "reads_risk": reads,
        "judged": shown.judged(judgements.standing(case), today=local_day(request.now)) if reads else None,
        "earlier": shown.earlier(case) if reads else [],
        "may_step": case.status != "closed" and gate.may(request.actor, Act.ASSIGN_COORDINATOR, **about),
        "may_judge": RISK.may(request, case),
    }
    return render(request, "cases/level/page.html", frame(request, case, "plan", **context))


@performs(Act.ASSIGN_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str) -> HttpResponse:
    """Write down that the case was taken up or down."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ASSIGN_COORDINATOR)
    current = steps.standing(case)
    today = {"decided_on": local_day(request.now)}
    form = form_for(request, StepForm, current=current, initial=today)

    def perform(values: dict[str, Any]) -> str:
        steps.take(case, actor=request.actor, decided=steps.Decided(**values), now=request.now)
        return steps.address(case)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. The organisations at the table get a message."))
        return done
    context = {"form": form, "held": shown.LABELS[current.value], "back": steps.address(case)}
    page = frame(request, case, "plan", writes=Compartment.CORE, **context)
    return render(request, "cases/level/step.html", page, status=form.status)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Judge the risk in words."""
    case = RISK.opened(request, number)
    before = judgements.standing(case)
    form = form_for(request, JudgementForm, initial={"replaces": None if before is None else before.pk})

    def perform(values: dict[str, Any]) -> str:
        return _judge(case, values, request)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Coordinator and deputy are told."))
        return done
    if form.status == 409:
        _show_newest(form, before)
    back = steps.address(case)
    return RISK.page(request, case, "cases/level/judge.html", form, before=before, back=back)


def _judge(case: Case, values: dict[str, Any], request: HttpRequest) -> str:
    replaces = values.pop("replaces")
    judged = judgements.Judged(**values)
    judgements.write_down(case, actor=request.actor, judged=judged, replaces=replaces, now=request.now)
    return steps.address(case)


def _show_newest(form: JudgementForm, before: RiskJudgement | None) -> None:
    """Let the next save replace the judgement that the page shows now."""
    form.data = form.data.copy()
    form.data["replaces"] = "" if before is None else before.pk
