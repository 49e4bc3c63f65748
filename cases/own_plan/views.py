"""Pages of the young person's own plan: read it together, change it, and print one page."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.own_plan import plan, rules
from cases.own_plan.forms import OwnPlanForm
from cases.own_plan.models import OwnPlan
from cases.safe_contact.shown import has_danger
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

IDENTITY = Compartment.IDENTITY
DOCUMENT = "cases/own_plan/plan.typ"
WORDS = tuple(field.name for field in fields(plan.Words))
#: The parts of the page, in order: what stands above each, in words for the young person.
PARTS: tuple[tuple[str, Promise], ...] = (
    ("wishes", gettext_lazy("What you want")),
    ("agreed", gettext_lazy("What we agreed")),
    ("helpers", gettext_lazy("Who helps you")),
    ("numbers", gettext_lazy("Whom you can call")),
    ("unsafe", gettext_lazy("When it does not feel safe")),
)


@performs(Act.READ_CASE)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the plan as the young person reads it, with hints for plainer words beside it."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=IDENTITY)
    found = _plan(case)
    context = {
        "plan": found,
        "parts": [] if found is None else _parts(found),
        "hints": None if found is None else rules.hints(_text(found)),
        "has_danger": has_danger(case),
        "may_change": case.status != "closed" and _may_write(request, case),
    }
    return render(request, "cases/own_plan/show.html", frame(request, case, "plan", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Write the plan, or change it."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WRITE_NOTE, compartment=IDENTITY)
    found = _plan(case)
    shown = {} if found is None else {name: getattr(found, name) for name in (*WORDS, "version")}
    form = form_for(request, OwnPlanForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        plan.put(case, actor=request.actor, words=plan.Words(**values), version=version, now=request.now)
        return f"/cases/{case.number}/plan/own/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Read it together before you print it."))
        return response
    stale = getattr(form, "stale", None)
    context = {"form": form, "stale": None if stale is None else _parts(stale)}
    whole = frame(request, case, "plan", writes=IDENTITY, **context)
    return render(request, "cases/own_plan/change.html", whole, status=form.status)


@performs(Act.READ_CASE, step_up=True)
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the plan as one page; it names no organisation, case or reading: it lies about in a bedroom."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=IDENTITY)
    found = _plan(case)
    if found is None:
        raise gate.not_found(case.number, act=Act.READ_CASE)
    gate.record_reading(case, event=Event.OWN_PLAN_PRINTED, compartment=IDENTITY, on=found, now=request.now)
    data = {
        "title": _heading(found),
        "language": get_language(),
        "parts": [{**part, "title": str(part["title"])} for part in _parts(found)],
        "again": _again(found),
    }
    return pdf.attached(pdf.write(DOCUMENT, data, made_at=request.now), "plan.pdf")


def _plan(case: Case) -> OwnPlan | None:
    return OwnPlan.objects.filter(case=case).select_related("written_by", "organisation").first()


def _parts(found: OwnPlan) -> list[dict[str, Any]]:
    """Give the parts that say something, each line of them apart."""
    parts = [
        {"title": title, "lines": [line for line in getattr(found, name).splitlines() if line.strip()]}
        for name, title in PARTS
    ]
    return [part for part in parts if part["lines"]]


def _text(found: OwnPlan) -> str:
    return "\n".join(getattr(found, name) for name, _title in PARTS)


def _heading(found: OwnPlan) -> str:
    return _("Plan of %(name)s") % {"name": found.for_name} if found.for_name else _("My plan")


def _again(found: OwnPlan) -> str:
    if found.meet_on is None:
        return ""
    return _("We talk again on %(day)s.") % {"day": date_format(found.meet_on, "l j F")}


def _may_write(request: HttpRequest, case: Case) -> bool:
    actor, access = request.actor, case.access
    return gate.may(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, access=access, now=request.now)
