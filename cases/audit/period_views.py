"""Pages of a month of review: its figures, its sign-off and its report; and the control cases."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import control_case, ledger, review_item, review_list, review_period, review_report
from cases.audit.events import Event
from cases.audit.forms import ControlCaseForm, SignForm
from cases.audit.models import ReviewPeriod
from organisations import covenant
from organisations.acts import Act
from organisations.models import Organisation, User
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

TEMPLATE = "cases/audit/review_report.typ"


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """List the months that have something to review, and whether they were signed off."""
    periods = {period.month: period for period in ReviewPeriod.objects.select_related("signed_by")}
    running = timezone.localdate(request.now).replace(day=1)
    rows = [
        {"month": month, "period": periods.get(month), "is_running": month == running}
        for month in review_list.months()
    ]
    ledger.record(
        request.actor, Event.REVIEW_LIST_READ, now=request.now, act=Act.REVIEW_AUDIT, shown=len(rows)
    )
    return render(request, "cases/audit/months.html", {"rows": rows})


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Show a month with its sample and what it says, and take the sign-off."""
    first = _month(month)
    period = ReviewPeriod.objects.filter(month=first).select_related("signed_by").first()
    form = form_for(request, SignForm)

    def perform(values: dict[str, Any]) -> str:
        review_period.sign(first, actor=request.actor, now=request.now)
        return request.path

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The month is signed off. Its report does not change any more."))
        return response
    figures = _figures(first, period, request)
    ledger.record(
        request.actor,
        Event.REVIEW_LIST_READ,
        now=request.now,
        act=Act.REVIEW_AUDIT,
        filter=[f"month={month}"],
    )
    context = {
        "month": first,
        "slug": month,
        "period": period,
        "figures": figures,
        "sure": review_report.sure(figures["sample"]) if figures["sample"] else "",
        "waiting": review_period.waiting(first),
        "form": form,
        "is_over": first < review_item.month_of(request.now),
    }
    return render(request, "cases/audit/month.html", context, status=form.status)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def report(request: HttpRequest, month: str) -> HttpResponse:
    """Give the report of a month as PDF: frozen when it was signed off, a draft before that."""
    first = _month(month)
    period = ReviewPeriod.objects.filter(month=first).select_related("signed_by").first()
    figures = _figures(first, period, request)
    signed = None if period is None else period.signed_at
    standing = covenant.bound(on=timezone.localdate(request.now)).select_related("version__covenant").first()
    region = "" if standing is None else standing.version.covenant.region
    ledger.record(
        request.actor,
        Event.REVIEW_REPORT_EXPORTED,
        on=period,
        now=request.now,
        act=Act.REVIEW_AUDIT,
        month=month,
        draft=signed is None,
    )
    data = review_report.told(first, figures, period, region=region)
    return pdf.attached(pdf.write(TEMPLATE, data, made_at=signed or request.now), f"review-{month}.pdf")


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def control_cases(request: HttpRequest) -> HttpResponse:
    """List the control cases, for auditors only."""
    rows = list(control_case.placed().order_by("-placed_at")[:100])
    ledger.record(
        request.actor, Event.REVIEW_LIST_READ, now=request.now, act=Act.REVIEW_AUDIT, shown=len(rows)
    )
    return render(request, "cases/audit/control_cases.html", {"rows": rows})


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Place a control case: an invented case that nobody has reason to open."""
    people = (
        User.objects.filter(memberships__organisation__kind=control_case.KIND).distinct().order_by("name")
    )
    homes = Organisation.objects.filter(kind=control_case.KIND, is_active=True)
    form = form_for(request, ControlCaseForm, people=people, organisations=homes)

    def perform(values: dict[str, Any]) -> str:
        control_case.place(actor=request.actor, invented=form.invented(), now=request.now)
        return "/audit/control-cases/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The control case is in place. You hear of it when somebody opens it."))
        return response
    return render(request, "cases/audit/control_case_new.html", {"form": form}, status=form.status)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, and stop watching a control case."""
    standing = control_case.placed().filter(pk=pk).first()
    if standing is None:
        raise gate.not_found(str(pk), act=Act.REVIEW_AUDIT)
    form = form_for(request, SignForm)

    def perform(values: dict[str, Any]) -> str:
        control_case.end(standing, actor=request.actor, now=request.now)
        return "/audit/control-cases/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The control case is no longer watched."))
        return response
    context = {"form": form, "standing": standing}
    return render(request, "cases/audit/control_case_end.html", context, status=form.status)


def _month(text: str) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = None
    if first is None or text != f"{first:%Y-%m}":
        raise gate.not_found(text, act=Act.REVIEW_AUDIT)
    return first


def _figures(first: date, period: ReviewPeriod | None, request: HttpRequest) -> dict[str, Any]:
    """Give the frozen figures of a month that was signed off, else those of this moment."""
    if period is not None and period.signed_at is not None:
        return period.figures
    return review_period.figures(first, period, now=request.now)
