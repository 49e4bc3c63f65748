"""A young person or parent does not agree with what was written: their words stand beside it, for good."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.models import Case, Note
from cases.conflict import StateConflictError
from cases.rights.models import Disagreement
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does not agree, about which part and which note (None: the part as a whole), in their own words."""

    said_by: str
    compartment: Compartment
    text: str
    received_on: date
    note: Note | None = None


def attach(case: Case, *, actor: Actor, statement: Statement, now: datetime) -> Disagreement:
    """Put a statement of disagreement beside a record; also in a closed case.

    Raises:
        AccessDenied: the actor does not answer about rights in this part of the case.
        StateConflictError: the note is of another part, or the day has still to come.
    """
    gate.require(actor, Act.ANSWER_RIGHTS, on=case, compartment=statement.compartment, now=now)
    _check(case, statement, now=now)
    with transaction.atomic():
        made = Disagreement(
            case=case,
            compartment=statement.compartment.value,
            note=statement.note,
            said_by=statement.said_by,
            text=statement.text,
            received_on=statement.received_on,
            written_at=now,
            written_by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.DISAGREEMENT_ATTACHED,
            on=made,
            case=case,
            now=now,
            act=Act.ANSWER_RIGHTS,
            compartments=[statement.compartment],
        )
        timeline.add(case, "disagreement_attached", actor=actor, compartment=statement.compartment, now=now)
    return made


def _check(case: Case, statement: Statement, *, now: datetime) -> None:
    if statement.received_on > timezone.localdate(now):
        raise StateConflictError(_("This day has still to come."), code="still_to_come", field="received_on")
    note = statement.note
    if note is not None and (note.case_id, note.compartment) != (case.pk, statement.compartment.value):
        raise StateConflictError(
            _("This note belongs to another part of the case."), code="other_part", field="note"
        )
