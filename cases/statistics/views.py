"""Pages of the figures: which reports there are, making one, reading it, and taking it along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.paging import page_of
from cases.statistics import report as reports
from cases.statistics import shown
from cases.statistics.forms import ReportForm
from cases.statistics.models import BoardReport
from cases.statistics.rules import periods
from cases.workdays import local_day
from organisations.acts import Act
from zorgtafel import pdf, shell
from zorgtafel.forms import form_for, submit

DOCUMENT = "cases/audit/document.typ"


@performs(Act.SEE_FIGURES)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the reports of the tables by which the reader's organisation is bound, the newest first."""
    rows = reports.readable(request.actor, now=request.now)
    page = page_of(rows, keys=("-made_at", "-id"), query=request.GET)
    ledger.record(
        request.actor,
        Event.BOARD_REPORT_LIST_READ,
        now=request.now,
        act=Act.SEE_FIGURES,
        shown=len(page.rows),
    )
    context = {
        "page": page,
        "rows": [(row, shown.period_name(row.period)) for row in page.rows],
        "may_make": reports.desks(request.actor, now=request.now).exists(),
    }
    return render(request, "cases/statistics/list.html", context)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Ask which period, count it and keep the report."""
    tables = list(reports.desks(request.actor, now=request.now))
    form = form_for(request, ReportForm, tables=tables, periods=periods(local_day(request.now)))

    def perform(_values: dict[str, Any]) -> str:
        return reports.address(reports.make(form.about(), actor=request.actor, now=request.now))

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("The report is made. Every organisation of the covenant can read it."))
        return done
    return render(request, "cases/statistics/make.html", {"form": form}, status=form.status)


@performs(Act.SEE_FIGURES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report as tables with bars."""
    report = _opened(request, pk, Event.BOARD_REPORT_READ)
    context = {
        "report": report,
        "title": shown.title(report),
        "lead": shown.lead(report),
        "counts": shown.counts(report),
        "durations": shown.durations(report),
    }
    return render(request, "cases/statistics/report.html", context)


@performs(Act.SEE_FIGURES)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report as PDF, with the number of this reading at its foot."""
    report = _opened(request, pk, Event.BOARD_REPORT_TAKEN)
    data = shown.on_paper(report, footer=shell.printed_by(request))
    return pdf.attached(pdf.write(DOCUMENT, data, made_at=report.made_at), _name(report, "pdf"))


@performs(Act.SEE_FIGURES)
@require_safe
def spreadsheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report as CSV."""
    report = _opened(request, pk, Event.BOARD_REPORT_TAKEN)
    return _file(HttpResponse(shown.as_csv(report), content_type="text/csv; charset=utf-8"), report, "csv")


@performs(Act.SEE_FIGURES)
@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report as JSON."""
    report = _opened(request, pk, Event.BOARD_REPORT_TAKEN)
    return _file(JsonResponse(shown.as_json(report), json_dumps_params={"indent": 1}), report, "json")


def _opened(request: HttpRequest, pk: int, event: Event) -> BoardReport:
    report = reports.fetch(request.actor, pk, now=request.now)
    reports.record(report, event, actor=request.actor, act=Act.SEE_FIGURES, now=request.now)
    return report


def _file(response: HttpResponse, report: BoardReport, kind: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{_name(report, kind)}"'
    return response


def _name(report: BoardReport, kind: str) -> str:
    return f"zorgtafel-{report.period.code}-{report.pk}.{kind}"
