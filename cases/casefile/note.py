"""Notes in a case: one's own words for a day, from then on corrected by another note, never rewritten."""

from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case, Note
from cases.casefile.note_rules import EditRefusal, Written, edit_refusal
from cases.conflict import StateConflictError
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

NOT_EDITABLE = {
    EditRefusal.NOT_THE_AUTHOR: _("Somebody else wrote this note. You can put a correction beside it."),
    EditRefusal.TOO_LATE: _(
        "A day has passed since you wrote this. The note stays; you can put a correction beside it."
    ),
    EditRefusal.HAS_CORRECTIONS: _(
        "A correction stands beside this note already. Put another correction beside it."
    ),
}


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
        Note.objects.select_for_update(of=("self",)).get(pk=original.pk)  # nobody edits it meanwhile
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


def edit(note: Note, *, actor: Actor, text: str, version: int | None, now: datetime) -> Note:
    """Improve one's own note within a day; history keeps what it said before. Also in a closed case.

    Raises:
        AccessDenied: the actor may not write in this compartment.
        StateConflictError: somebody else wrote it, a day has passed, or a correction stands beside it.
        StaleWriteError: it was edited since the page was opened.
    """
    compartment = Compartment(note.compartment)
    gate.require(actor, Act.WRITE_NOTE, on=note.case, compartment=compartment, now=now)
    with transaction.atomic():
        standing = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
        check_editable(standing, actor, now=now)
        check_version(standing, version)
        standing.text, standing.edited_at = text, now
        write(standing, actor=actor, now=now, reason="edited")
        ledger.record(
            actor,
            Event.NOTE_EDITED,
            on=standing,
            case=note.case,
            now=now,
            act=Act.WRITE_NOTE,
            compartments=[compartment],
        )
        timeline.touch(note.case, now=now)
    return standing


def check_editable(note: Note, actor: Actor, *, now: datetime) -> None:
    """Pass when this actor can still edit this note at ``now`` (aware).

    Raises:
        StateConflictError: somebody else wrote it, a day has passed, or a correction stands beside it.
    """
    refusal = edit_refusal_of(note, actor, now=now)
    if refusal is not None:
        raise StateConflictError(NOT_EDITABLE[refusal], code=refusal.value)


def edit_refusal_of(note: Note, actor: Actor, *, now: datetime) -> EditRefusal | None:
    """Say why this actor can't edit a note at ``now`` (aware); None when they can. One statement."""
    return edit_refusal(
        Written(note.author_id, note.organisation_id, note.written_at, note.corrections.exists()),
        user=actor.user_id,
        organisation=actor.organisation_id,
        now=now,
    )


def earlier_texts(note: Note) -> list[tuple[datetime, str]]:
    """Give what an edited note said before, the oldest first: until when (aware), and the words."""
    if note.edited_at is None:
        return []
    rows = list(note.history.order_by("history_id").values_list("history_date", "text"))
    return [(until, text) for (_since, text), (until, after) in pairwise(rows) if text != after]


def set_right(
    case: Case, *, actor: Actor, compartment: Compartment, text: str, reason: str, now: datetime
) -> Note:
    """Write the right words about something in a part that is no note; also in a closed case.

    Raises:
        AccessDenied: the actor may not write in this compartment.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=compartment, now=now)
    with transaction.atomic():
        note = _write(case, actor=actor, compartment=compartment, text=text, reason=reason, now=now)
        ledger.record(
            actor,
            Event.NOTE_CORRECTED,
            on=note,
            case=case,
            now=now,
            act=Act.WRITE_NOTE,
            compartments=[compartment],
        )
        timeline.add(
            case,
            "note_corrected",
            actor=actor,
            compartment=compartment,
            now=now,
            url=address(note),
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
