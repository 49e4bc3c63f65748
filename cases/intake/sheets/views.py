"""Pages of sheets: the list, a file to send, its columns, where it stands, and what stayed out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.intake.sheets import refused as refused_rows
from cases.intake.sheets import sheet, shown
from cases.intake.sheets.forms import ColumnsForm, SendForm, StartForm, SureForm
from cases.intake.sheets.models import Sheet
from cases.intake.sheets.state_rules import AT_WORK, SheetState
from cases.intake.signal import NO_DESK
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

SHOWN = 50


@performs(Act.TRIAGE_SIGNAL)
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """List the files that the desk sent, the newest first."""
    rows = list(sheet.of_desk(request.actor, now=request.now)[:SHOWN])
    ledger.record(
        request.actor, Event.SHEET_LIST_READ, now=request.now, act=Act.TRIAGE_SIGNAL, shown=len(rows)
    )
    may_send = bool(sheet.own_desks(request.actor, now=request.now))
    return render(request, "cases/intake/sheets/list.html", {"rows": rows, "may_send": may_send})


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Send a file with registrations."""
    desks = sheet.own_desks(request.actor, now=request.now)
    if not desks:
        return render(request, "cases/intake/no_desk.html", {"sentence": NO_DESK}, status=409)
    form = form_for(request, SendForm, desks=desks)

    def perform(values: dict[str, Any]) -> str:
        desk = form.chosen_desk()
        made = sheet.send(actor=request.actor, read=values["read"], desk=desk, now=request.now)
        return f"{sheet.address(made)}columns/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    return render(request, "cases/intake/sheets/new.html", {"form": form}, status=form.status)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the columns are."""
    found = sheet.fetch(request.actor, number, now=request.now)
    if found.emptied_at is not None or found.state not in (SheetState.SENT, SheetState.CHECKED):
        return redirect(sheet.address(found))
    form = form_for(
        request,
        ColumnsForm,
        headings=sheet.headings_of(found),
        examples=shown.examples(found),
        proposed=sheet.proposed(found),
        initial={"version": found.version, **_otherwise(found)},
    )

    def perform(values: dict[str, Any]) -> str:
        sheet.choose_columns(
            found, actor=request.actor, meant=form.meant(), version=values["version"], now=request.now
        )
        return sheet.address(found)

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    context = {"sheet": found, "form": form, "back": sheet.address(found)}
    return render(request, "cases/intake/sheets/columns.html", context, status=form.status)


@performs(Act.TRIAGE_SIGNAL)
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a sheet stands: how it is read, what is refused and why, how far it is."""
    found = sheet.fetch(request.actor, number, now=request.now)
    form = form_for(
        request, StartForm, refused=sheet.counts(found)["refused"], initial={"version": found.version}
    )
    return _shown(request, found, form)


@performs(Act.TRIAGE_SIGNAL)
@require_POST
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Bring in what is right."""
    found = sheet.fetch(request.actor, number, now=request.now)
    form = form_for(request, StartForm, refused=sheet.counts(found)["refused"])

    def perform(values: dict[str, Any]) -> str:
        agreed = {name: values.get(name, False) for name in ("leave_out", "is_whole")}
        agreed["version"] = values["version"]
        sheet.start(found, actor=request.actor, now=request.now, **agreed)
        return sheet.address(found)

    return submit(request, form, perform) or _shown(request, found, form)


@performs(Act.TRIAGE_SIGNAL)
@require_safe
@never_cache
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Answer an open page that asks how far it is: two numbers, nothing of a row."""
    found = sheet.of_desk(request.actor, now=request.now).filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.TRIAGE_SIGNAL)
    if found.state not in AT_WORK:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"sheet": found, "progress": shown.progress(found)}
    return render(request, "cases/intake/sheets/_progress.html", context)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether it is sure, and stop."""
    return _sure(request, number, sheet.stop, "cases/intake/sheets/stop.html", _("It is stopped."))


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def empty(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether it is sure, and empty the rows now."""
    done = _("The rows of this file are emptied. What was brought in stays.")
    return _sure(request, number, sheet.empty, "cases/intake/sheets/empty.html", done)


@performs(Act.TRIAGE_SIGNAL, step_up=True)
@require_POST
def refused(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """Give the rows that stayed out, as a CSV file."""
    found = sheet.fetch(request.actor, number, now=request.now)
    pieces = refused_rows.fetch(found, actor=request.actor, now=request.now)
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return answer


def _sure(request: HttpRequest, number: str, act: Any, template: str, done: str) -> HttpResponse:
    found = sheet.fetch(request.actor, number, now=request.now)
    form = form_for(request, SureForm)

    def perform(_values: dict[str, Any]) -> str:
        act(found, actor=request.actor, now=request.now)
        return sheet.address(found)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, done)
        return response
    context = {"sheet": found, "form": form, "back": sheet.address(found)}
    return render(request, template, context, status=form.status)


def _otherwise(found: Sheet) -> dict[str, str]:
    return dict(sheet.meant_of(found).otherwise) if found.meant else {}


def _shown(request: HttpRequest, found: Sheet, form: StartForm) -> HttpResponse:
    is_kept = found.emptied_at is None
    is_looked_at = found.state == SheetState.CHECKED
    context = {
        "sheet": found,
        "form": form,
        "counts": sheet.counts(found),
        "came_in": found.brought_in.count(),
        "progress": shown.progress(found),
        "is_at_work": found.state in AT_WORK,
        "first_rows": shown.first_rows(found) if is_looked_at and is_kept else [],
        "refused": shown.refused(found),
        "kept_until": None if found.ended_at is None else found.ended_at + sheet.KEPT_FOR,
    }
    return render(request, "cases/intake/sheets/one.html", context, status=form.status)
