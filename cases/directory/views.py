"""Pages of the phone list: read and printed by everybody at the table, kept by a few."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import facts, gate
from cases.access.declare import performs
from cases.directory import entry, shown
from cases.directory.forms import LineForm
from cases.directory.models import DirectoryEntry
from organisations.acts import Act
from organisations.views import record_page
from zorgtafel.forms import TableForm, VersionedForm, form_for, submit

LIST = "/directory/"
FIELDS = tuple(field.name for field in fields(entry.Line))


@performs(Act.READ_CASE)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the phone list of the reader's tables; it prints on one page."""
    tables = shown.tables(request.actor, now=request.now)
    record_page(request, "directory", act=Act.READ_CASE, shown=sum(len(table.rows) for table in tables))
    context = {"tables": tables, "may_keep": request.actor.holds(Act.KEEP_DIRECTORY)}
    return render(request, "cases/directory/list.html", context)


@performs(Act.KEEP_DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a line and add it."""
    form = form_for(request, LineForm, tables=_tables(request))

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        table = values.pop("table")
        entry.add(actor=request.actor, table=table, line=entry.Line(**values), now=request.now)
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody at the table finds it on the phone list."))
        return done
    record_page(request, "directory_new", act=Act.KEEP_DIRECTORY)
    context = {"form": form, "is_new": True, "stale": None}
    return render(request, "cases/directory/line.html", context, status=form.status)


@performs(Act.KEEP_DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line."""
    line = _find(request, pk)
    known = {name: getattr(line, name) for name in FIELDS}
    initial = {**known, "table": line.covenant_id, "version": line.version}
    tables = {line.covenant_id: _tables(request)[line.covenant_id]}
    form = form_for(request, LineForm, tables=tables, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        values.pop("table")
        told = entry.Line(**values)
        entry.change(line, actor=request.actor, line=told, version=version, now=request.now)
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody at the table finds it on the phone list."))
        return done
    record_page(request, "directory_change", act=Act.KEEP_DIRECTORY, on=line)
    context = {"form": form, "is_new": False, "stale": getattr(form, "stale", None)}
    return render(request, "cases/directory/line.html", context, status=form.status)


@performs(Act.KEEP_DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a line still holds."""
    return _one_question(request, pk, entry.confirm, "check")


@performs(Act.KEEP_DIRECTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a line must go."""
    return _one_question(request, pk, entry.end, "end")


def _one_question(
    request: HttpRequest, pk: int, act: Callable[..., DirectoryEntry], question: str
) -> HttpResponse:
    line = _find(request, pk)
    form: TableForm = form_for(request, VersionedForm, initial={"version": line.version})

    def perform(values: dict[str, Any]) -> str:
        act(line, actor=request.actor, version=values["version"], now=request.now)
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved."))
        return done
    record_page(request, f"directory_{question}", act=Act.KEEP_DIRECTORY, on=line)
    row = next(row for row in shown.rows(request.actor, now=request.now) if row.entry.pk == line.pk)
    context = {"form": form, "row": row, "is_end": question == "end", "stale": getattr(form, "stale", None)}
    return render(request, "cases/directory/question.html", context, status=form.status)


def _tables(request: HttpRequest) -> dict[int, str]:
    return {pk: ceiling.table for pk, ceiling in facts.tables_of(request.actor, now=request.now).items()}


def _find(request: HttpRequest, pk: int) -> DirectoryEntry:
    """Give a line of one of the reader's tables.

    Raises:
        AccessDenied: it is of another table, was taken away, or does not exist.
    """
    found = entry.of_tables(request.actor, now=request.now).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.KEEP_DIRECTORY)
    return found
