"""Cases that ask for a place by themselves: put on the agenda with one press, or left off with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.closing import check_open
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import agenda, proposal, room
from cases.meetings import meeting as meetings
from cases.meetings.models import AgendaItem, AgendaProposal, AgendaSetAside, Meeting
from cases.meetings.suggest_rules import IN_CORE, Reason
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Wish:
    """How a suggested case comes on the agenda: question, minutes, whom it needs, and why it is there.

    Of ``reasons`` only those of the core are kept: everybody invited for the item reads them.
    """

    question: str
    minutes: int | None = None
    organisations: tuple[Organisation, ...] = ()
    reasons: tuple[Reason, ...] = ()


def take_over(meeting: Meeting, *, actor: Actor, case: Case, wish: Wish, now: datetime) -> AgendaItem:
    """Put a suggested case on the agenda, and invite whoever the item needs and has no seat yet.

    A proposal that waits for the chair about this case is answered by it.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting is over, the case is closed or on the agenda already, or an
            organisation takes no part in the case.
    """
    room.require_chair(actor, meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=case, now=now)
    box = agenda.Box(
        minutes=wish.minutes,
        reasons=tuple(reason.value for reason in wish.reasons if reason in IN_CORE),
        needed=wish.organisations,
    )
    with transaction.atomic():
        meetings.invite(meeting, actor=actor, organisations=wish.organisations, now=now)
        item = agenda.add(meeting, actor=actor, case=case, question=wish.question, box=box, now=now)
        proposal.answered_by(item, actor=actor, now=now)
    return item


def leave_off(
    meeting: Meeting, *, actor: Actor, case: Case, reason: str, keys: Iterable[str], now: datetime
) -> AgendaSetAside:
    """Leave a suggested case off, until something comes that is not among ``keys``.

    A proposal of a colleague is answered with the same reason.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the reason is missing.
    """
    room.require_chair(actor, meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=case, now=now)
    if not reason.strip():
        raise StateConflictError(_("Write down the reason."), code="reason_missing", field="reason")
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        kept = AgendaSetAside(
            case=case, host_id=meeting.host_id, reason=reason, keys=sorted(keys), at=now, by=actor.user
        )
        write(kept, actor=actor, now=now)
        waiting = AgendaProposal.objects.filter(case=case, state="waiting").first()
        if waiting is not None:
            proposal.set_aside(waiting, meeting, actor=actor, reason=reason, now=now)
        ledger.record(
            actor,
            Event.AGENDA_LEFT_OFF,
            on=kept,
            case=case,
            now=now,
            act=Act.CHAIR_MEETING,
            compartments=[Compartment.CORE],
            object_number=meeting.number,
            known=len(kept.keys),
        )
    return kept


def propose(case: Case, *, actor: Actor, question: str, now: datetime) -> AgendaProposal:
    """Propose a case for the next agenda; who chairs reads the question and no more.

    Raises:
        AccessDenied: the actor does not coordinate this case.
        StateConflictError: the case is closed, or a proposal waits already.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        check_open(case)
        if AgendaProposal.objects.filter(case=case, state="waiting").exists():
            raise StateConflictError(
                _("This case was proposed already; it waits for who chairs."), code="proposed_already"
            )
        made = AgendaProposal(
            case=case,
            question=question,
            proposed_by=actor.user,
            organisation=actor.organisation,
            proposed_at=now,
        )
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.AGENDA_PROPOSED,
            on=made,
            case=case,
            now=now,
            act=Act.ADMIT_ORGANISATION,
            compartments=[Compartment.CORE],
        )
    return made
