"""Pages of rights in a case: the report about who looked, and names that are not told in it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.rights import access_report, shielding, shown
from cases.rights.forms import EndForm, ReportForm, ShieldForm
from cases.rights.models import AccessReport
from organisations.acts import Act
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

DOCUMENT = "cases/audit/document.typ"
SHOWN = 50


@performs(Act.ANSWER_RIGHTS)
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was done in a case for the rights of the young person and the parents."""
    case = _open(request, number)
    context = frame(
        request,
        case,
        "rights",
        page=page_of(
            case.access_reports.select_related("made_by"), keys=("-made_at", "-id"), query=request.GET
        ),
        shieldings=shielding.of_case(case),
        requests=_in_part(case, case.rights_requests.order_by("-due_on", "-id")),
        disagreements=_in_part(case, case.disagreements.order_by("-written_at", "-id")),
        today=timezone.localdate(request.now),
    )
    return render(request, "cases/rights/overview.html", context)


@performs(Act.ANSWER_RIGHTS, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what a report about who looked must tell, and make it."""
    case = _open(request, number)
    period = {
        "since": timezone.localdate(case.started_at),
        "until": timezone.localdate(request.now),
    }
    form = form_for(request, ReportForm, initial=period)

    def perform(values: dict[str, Any]) -> str:
        made = access_report.make(case, actor=request.actor, wanted=form.wanted(), now=request.now)
        return f"/cases/{case.number}/rights/reports/{made.pk}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    context = frame(request, case, "rights", form=form)
    return render(request, "cases/rights/report_new.html", context, status=form.status)


@performs(Act.ANSWER_RIGHTS, step_up=True)
@require_safe
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a report about who looked, to be printed."""
    case = _open(request, number, event=Event.ACCESS_REPORT_READ)
    found = _find(case, pk)
    context = {
        "case": case,
        "report": found,
        "title": shown.title(),
        "lead": shown.lead(found),
        "rows": shown.rows(access_report.told(found, now=request.now)),
        "closing": shown.closing(),
    }
    return render(request, "cases/rights/report.html", context)


@performs(Act.ANSWER_RIGHTS, step_up=True)
@require_safe
def report_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a report about who looked as PDF."""
    case = _open(request, number, event=Event.ACCESS_REPORT_EXPORTED)
    found = _find(case, pk)
    data = shown.on_paper(found, access_report.told(found, now=request.now))
    document = pdf.write(DOCUMENT, data, made_at=found.made_at)
    return pdf.attached(document, f"{case.number}-{found.made_at:%Y%m%d}.pdf")


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def shield(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whose name is not told in the reports of this case, and shield it."""
    case = _open(request, number)
    form = form_for(request, ShieldForm, people=shielding.readers(case))

    def perform(values: dict[str, Any]) -> str:
        shielding.shield_on_case(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/rights/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This name is not told any more in reports of this case."))
        return response
    context = frame(request, case, "rights", form=form)
    return render(request, "cases/rights/shield.html", context, status=form.status)


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def unshield(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and let a name be told again."""
    case = _open(request, number)
    standing = shielding.of_case(case).filter(pk=pk).first()
    if standing is None:
        raise gate.not_found(str(pk), act=Act.ANSWER_RIGHTS)
    form = form_for(request, EndForm)

    def perform(values: dict[str, Any]) -> str:
        shielding.end(standing, actor=request.actor, now=request.now)
        return f"/cases/{case.number}/rights/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This name is told again."))
        return response
    context = frame(request, case, "rights", form=form, standing=standing)
    return render(request, "cases/rights/unshield.html", context, status=form.status)


def _open(request: HttpRequest, number: str, event: Event = Event.RIGHTS_READ) -> Case:
    return gate.open_case(request.actor, number, now=request.now, event=event, act=Act.ANSWER_RIGHTS)


def _in_part(case: Case, rows: QuerySet) -> list[Any]:
    """Give the newest rows of the parts that this actor reads."""
    return list(rows.filter(compartment__in=case.access.readable)[:SHOWN])


def _find(case: Case, pk: int) -> AccessReport:
    found = case.access_reports.filter(pk=pk).first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.ANSWER_RIGHTS)
    found.case = case
    return found
