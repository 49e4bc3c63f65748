"""Notes in a case: written once, corrected by another note, never rewritten."""

from datetime import datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case, Note
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


def add(case: Case, *, actor: Actor, compartment: Compartment, text: str, now: datetime) -> Note:
    """Write a note in one compartment.

    Raises:
        AccessDenied: the actor may not write in this compartment.
        StateConflictError: the case is closed.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=compartment, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        check_open(case)
        note = _write(case, actor=actor, compartment=compartment, text=text, now=now)
        ledger.record(
            actor,
            Event.NOTE_WRITTEN,
            on=note,
            case=case,
            now=now,
            act=Act.WRITE_NOTE,
            compartments=[compartment],
        )
        timeline.add(
            case,
            "note_written",
            actor=actor,
            compartment=compartment,
            now=now,
            url=address(note),
            note=note.pk,
        )
    return note


def correct(original: Note, *, actor: Actor, text: str, reason: str, now: datetime) -> Note:
    """Put a correction beside a note; the original stays readable. Also in a closed case.

    Raises:
        AccessDenied: the actor may not write in this compartment.
    """
    compartment = Compartment(original.compartment)
    gate.require(actor, Act.WRITE_NOTE, on=original.case, compartment=compartment, now=now)
    with transaction.atomic():
        note = _write(
            original.case,
            actor=actor,
            compartment=compartment,
            text=text,
            now=now,
            corrects=original,
            reason=reason,
        )
        ledger.record(
            actor,
            Event.NOTE_CORRECTED,
            on=note,
            case=original.case,
            now=now,
            act=Act.WRITE_NOTE,
            compartments=[compartment],
        )
        timeline.add(
            original.case,
            "note_corrected",
            actor=actor,
            compartment=compartment,
            now=now,
            url=address(original),
            note=note.pk,
        )
    return note


def address(note: Note) -> str:
    """Give the page of a note inside this site."""
    return f"/cases/{note.case.number}/notes/{note.pk}/"


def _write(
    case: Case,
    *,
    actor: Actor,
    compartment: Compartment,
    text: str,
    now: datetime,
    corrects: Note | None = None,
    reason: str = "",
) -> Note:
    note = Note(
        case=case,
        compartment=compartment.value,
        text=text,
        author=actor.user,
        organisation=actor.organisation,
        written_at=now,
        corrects=corrects,
        reason=reason,
    )
    return write(note, actor=actor, now=now)
