"""Pages of the ledger as a file: who asked for it, for whom and why; the wait, the password and the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import bulk, ledger
from cases.audit import chain as chains
from cases.audit.bulk_rules import FETCHABLE
from cases.audit.events import Event
from cases.audit.forms import ExportForm, StopForm
from cases.audit.models import LedgerExport
from cases.casefile.paging import page_of
from organisations.acts import Act
from zorgtafel.forms import form_for, submit


@performs(Act.STOP_EXPORT, step_up=True)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """List every export that was asked for, the newest first."""
    page = page_of(bulk.all_asked(), keys=("-asked_at", "-id"), query=request.GET)
    ledger.record(
        request.actor, Event.EXPORT_LIST_READ, now=request.now, act=Act.STOP_EXPORT, shown=len(page.rows)
    )
    rows = [{"asked": row, "state": bulk.FILE.state(row, now=request.now).value} for row in page.rows]
    context = {"rows": rows, "page": page, "may_ask": request.actor.holds(Act.REVIEW_AUDIT)}
    return render(request, "cases/audit/exports.html", context)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the ledger of a period as a file: for whom, and why."""
    form = form_for(request, ExportForm)

    def perform(values: dict[str, Any]) -> str:
        made = bulk.ask(actor=request.actor, wish=bulk.Wish(**values), now=request.now)
        return bulk.address(made)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("You asked for the file. The others were told and can stop it."))
        return response
    context = {"form": form, "chain": chains.state()}
    return render(request, "cases/audit/export.html", context, status=form.status)


@performs(Act.STOP_EXPORT, step_up=True)
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show an export: to who asked with password and file, to the others with the way to stop it."""
    return _shown(request, _find(request, number))


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_POST
@never_cache
def password(request: HttpRequest, number: str) -> HttpResponse:
    """Show the password, this once."""
    asked = _find(request, number)
    secret = bulk.show_password(asked, actor=request.actor, now=request.now)
    asked.refresh_from_db()
    return _shown(request, asked, secret=secret)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_POST
def file(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """Give the file, while it is made."""
    asked = _find(request, number)
    pieces = bulk.fetch(asked, actor=request.actor, now=request.now)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{asked.number}.zip"'
    return answer


@performs(Act.STOP_EXPORT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, and stop an export."""
    asked = _find(request, number)
    form = form_for(request, StopForm)

    def perform(values: dict[str, Any]) -> str:
        bulk.stop(asked, actor=request.actor, reason=values["reason"], now=request.now)
        return bulk.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The export is stopped. Nobody can fetch the file."))
        return response
    return render(request, "cases/audit/export_stop.html", {"asked": asked, "form": form}, status=form.status)


def _find(request: HttpRequest, number: str) -> LedgerExport:
    found = bulk.all_asked().filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.STOP_EXPORT)
    return found


def _shown(request: HttpRequest, asked: LedgerExport, *, secret: str = "") -> HttpResponse:
    ledger.record(request.actor, Event.EXPORT_READ, on=asked, now=request.now, act=Act.STOP_EXPORT)
    context = {
        "asked": asked,
        "state": bulk.FILE.state(asked, now=request.now).value,
        "until": asked.ready_at + FETCHABLE,
        "is_own": bulk.FILE.is_own(asked, request.actor),
        "secret": secret,
    }
    return render(request, "cases/audit/export_one.html", context)
