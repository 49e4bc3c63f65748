"""Pages of notes: read one, write one, put a correction beside one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.casefile import note as notes
from cases.casefile import part_forms
from cases.casefile.forms import CorrectionForm, NoteEditForm, NoteForm
from cases.casefile.frame import frame
from cases.casefile.models import Case, Note
from cases.casefile.note_rules import editable_until
from cases.casefile.paging import page_of
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def note_list(request: HttpRequest, number: str) -> HttpResponse:
    """Show the notes of a case, the newest first, as far as the reader's compartments go."""
    case = gate.open_case(request.actor, number, now=request.now)
    page = page_of(_readable(case), keys=("-written_at", "-id"), query=request.GET)
    part_forms.record_parts(case, page.rows, now=request.now)
    context = frame(request, case, "overview", page=page, may_note=_may_write(request, case))
    return render(request, "cases/casefile/notes.html", context)


@performs(Act.READ_CASE)
@require_safe
def note_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one note with what it corrects and what corrects it."""
    case = gate.open_case(request.actor, number, now=request.now)
    note = _find(request, case, pk)
    corrections = note.corrections.select_related("author", "organisation")
    corrections = corrections.prefetch_related("disagreements").order_by("written_at", "id")
    may_note = _may_write(request, case)
    may_edit = may_note and notes.edit_refusal_of(note, request.actor, now=request.now) is None
    context = {
        "note": note,
        "corrections": corrections,
        "may_note": may_note,
        "editable_until": editable_until(note.written_at) if may_edit else None,
        "earlier": notes.earlier_texts(note),
    }
    return render(request, "cases/casefile/note.html", frame(request, case, "overview", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note; whoever will read it is shown before it is saved."""
    case = gate.open_case(request.actor, number, now=request.now)
    open_parts = part_forms.writable(case, now=request.now)
    if not open_parts:  # somebody who only joins a meeting reads, and writes nothing
        gate.require(request.actor, Act.WRITE_NOTE, on=case, now=request.now)
    asked = request.GET.get("compartment", Compartment.CORE.value)
    form = form_for(request, NoteForm, compartments=open_parts, initial={"compartment": asked})

    def perform(values: dict[str, Any]) -> str:
        made = notes.add(
            case,
            actor=request.actor,
            compartment=Compartment(values["compartment"]),
            text=values["text"],
            now=request.now,
        )
        return notes.address(made)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The note is saved."))
        return response
    parts = part_forms.choices(case, open_parts, chosen=form["compartment"].value(), now=request.now)
    shown = {"form": form, "parts": parts, "may_be_heard": case.exploitation_suspected}
    context = frame(request, case, "overview", **shown)
    return render(request, "cases/casefile/note_new.html", context, status=form.status)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put a correction beside a note; the note itself stays."""
    case = gate.open_case(request.actor, number, now=request.now)
    original = _find(request, case, pk)
    form = form_for(request, CorrectionForm, initial={"text": original.text})

    def perform(values: dict[str, Any]) -> str:
        notes.correct(original, actor=request.actor, now=request.now, **values)
        return notes.address(original)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The correction stands beside the note."))
        return response
    tables = explain.who(case, now=request.now)
    readers = explain.readers(tables, Compartment(original.compartment))
    context = frame(request, case, "overview", form=form, note=original, readers=readers)
    return render(request, "cases/casefile/note_correct.html", context, status=form.status)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Improve one's own note within a day; what it said before stays readable."""
    case = gate.open_case(request.actor, number, now=request.now)
    note = _find(request, case, pk)
    notes.check_editable(note, request.actor, now=request.now)
    form = form_for(request, NoteEditForm, initial={"text": note.text, "version": note.version})

    def perform(values: dict[str, Any]) -> str:
        return notes.address(notes.edit(note, actor=request.actor, now=request.now, **values))

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The note is changed."))
        return response
    context = {
        "form": form,
        "note": note,
        "stale": getattr(form, "stale", None),
        "until": editable_until(note.written_at),
        "readers": explain.readers(explain.who(case, now=request.now), Compartment(note.compartment)),
    }
    return render(
        request,
        "cases/casefile/note_edit.html",
        frame(request, case, "overview", **context),
        status=form.status,
    )


def _readable(case: Case) -> QuerySet[Note]:
    rows = case.notes.filter(compartment__in=case.access.readable)
    return rows.select_related("author", "organisation", "corrects").prefetch_related("disagreements")


def _find(request: HttpRequest, case: Case, pk: int) -> Note:
    """Give a note of this case in a part the reader may read, and record that; any other is not found."""
    note = _readable(case).select_related("case", "author", "organisation", "corrects").filter(pk=pk).first()
    if note is None:
        raise gate.not_found(case.number, act=Act.READ_CASE)
    part_forms.record_parts(case, [note], now=request.now)
    return note


def _may_write(request: HttpRequest, case: Case) -> bool:
    return case.status != "closed" and bool(part_forms.writable(case, now=request.now))
