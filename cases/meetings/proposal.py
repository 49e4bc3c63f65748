"""Cases proposed for the agenda: who chairs puts them on it, or sets them aside and says why."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meetings import agenda, room
from cases.meetings.models import AgendaItem, AgendaProposal, Meeting
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


def waiting(actor: Actor, *, now: datetime) -> QuerySet[AgendaProposal]:
    """Give the proposals that wait for this actor as chair, about cases they take part in, oldest first."""
    rows = AgendaProposal.objects.filter(state="waiting").select_related("case", "organisation")
    return gate.visible(actor, rows, act=Act.CHAIR_MEETING, now=now).order_by("proposed_at", "id")


def place(
    proposal: AgendaProposal, meeting: Meeting, *, actor: Actor, question: str, now: datetime
) -> AgendaProposal:
    """Put the proposed case on the agenda of a meeting, last.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: answered already, the meeting is over, or the case is on its agenda.
    """
    gate.require(actor, Act.CHAIR_MEETING, on=proposal.case, now=now)
    with transaction.atomic():
        item = agenda.add(meeting, actor=actor, case=proposal.case, question=question, now=now)
        standing = _open(proposal)
        standing.state, standing.item = "placed", item
        return _answer(standing, actor=actor, now=now)


def answered_by(item: AgendaItem, *, actor: Actor, now: datetime) -> AgendaProposal | None:
    """Answer the proposal that waits about the case of a new agenda item, if there is one."""
    waiting = AgendaProposal.objects.filter(case=item.case, state="waiting").first()
    if waiting is None:
        return None
    with transaction.atomic():
        standing = _open(waiting)
        standing.state, standing.item = "placed", item
        return _answer(standing, actor=actor, now=now)


def set_aside(
    proposal: AgendaProposal, meeting: Meeting, *, actor: Actor, reason: str, now: datetime
) -> AgendaProposal:
    """Leave the proposed case off the agenda, with the reason.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: answered already, or no reason.
    """
    room.require_chair(actor, meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=proposal.case, now=now)
    if not reason.strip():
        raise StateConflictError(_("Write down the reason."), code="reason_missing", field="answer")
    with transaction.atomic():
        standing = _open(proposal)
        standing.state, standing.answer = "set_aside", reason
        return _answer(standing, actor=actor, now=now)


def _open(proposal: AgendaProposal) -> AgendaProposal:
    rows = AgendaProposal.objects.select_for_update(of=("self",)).select_related("case")
    standing = rows.get(pk=proposal.pk)
    if standing.state != "waiting":
        raise StateConflictError(
            _("Somebody answered this proposal already. Look at the agenda."), code="proposal_answered"
        )
    return standing


def _answer(proposal: AgendaProposal, *, actor: Actor, now: datetime) -> AgendaProposal:
    proposal.answered_by, proposal.answered_at = actor.user, now
    write(proposal, actor=actor, now=now)
    ledger.record(
        actor,
        Event.AGENDA_PROPOSAL_ANSWERED,
        on=proposal,
        case=proposal.case,
        now=now,
        act=Act.CHAIR_MEETING,
        compartments=[Compartment.CORE],
        answer=proposal.state,
    )
    return proposal
