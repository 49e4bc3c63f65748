"""A person decides about a pattern: it goes to the agenda of the next meeting, or not, and then why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings.models import AgendaProposal
from cases.missing import patterns
from cases.missing.models import PatternDecision
from cases.missing.pattern_rules import Found
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


def propose(case: Case, *, actor: Actor, question: str, now: datetime) -> PatternDecision:
    """Propose the case for the agenda of the next meeting, with a question that tells nothing of episodes.

    Raises:
        AccessDenied: the actor does not coordinate this case, or reads nothing of missing in it.
        StateConflictError: the case is closed, or somebody decided about these patterns already.
    """
    return _decide(case, "proposed", actor=actor, question=question, now=now)


def decline(case: Case, *, actor: Actor, reason: str, now: datetime) -> PatternDecision:
    """Leave the case off the agenda, with the reason; a new episode in a pattern asks anew.

    Raises:
        AccessDenied: the actor does not coordinate this case, or reads nothing of missing in it.
        StateConflictError: no reason, the case is closed, or somebody decided already.
    """
    if not reason.strip():
        raise StateConflictError(_("Write down the reason."), code="reason_missing", field="reason")
    return _decide(case, "declined", actor=actor, reason=reason, now=now)


def _decide(
    case: Case, outcome: str, *, actor: Actor, question: str = "", reason: str = "", now: datetime
) -> PatternDecision:
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, compartment=Compartment.MISSING, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        found = patterns.undecided(case, actor=actor, now=now)
        _check(case, found)
        if outcome == "proposed":
            _propose(case, question, actor=actor, now=now)
        decision = PatternDecision(
            case=case,
            patterns=_own_episodes(found),
            outcome=outcome,
            reason=reason,
            by=actor.user,
            organisation=actor.organisation,
            at=now,
        )
        write(decision, actor=actor, now=now)
        _tell_books(decision, found, actor=actor, now=now)
    return decision


def _own_episodes(found: tuple[Found, ...]) -> dict[str, list[str]]:
    """Keep the numbers of this case only: who reads this case may not know the others."""
    kept: dict[str, list[str]] = {}
    for one in found:
        kept[one.pattern.value] = sorted({*kept.get(one.pattern.value, []), *one.episodes})
    return kept


def _check(case: Case, found: tuple[Found, ...]) -> None:
    if case.status == "closed":
        raise StateConflictError(
            _("This case is closed. Reopen it before you put it on an agenda."), code="case_closed"
        )
    if not found:
        raise StateConflictError(
            _("Somebody decided about these patterns already. Nothing is asked any more."),
            code="pattern_decided",
        )


def _propose(case: Case, question: str, *, actor: Actor, now: datetime) -> None:
    """One proposal waits for the chair at a time; a second pattern needs no second one."""
    if AgendaProposal.objects.filter(case=case, state="waiting").exists():
        return
    proposal = AgendaProposal(
        case=case,
        question=question,
        proposed_by=actor.user,
        organisation=actor.organisation,
        proposed_at=now,
    )
    write(proposal, actor=actor, now=now)
    ledger.record(
        actor,
        Event.AGENDA_PROPOSED,
        on=proposal,
        case=case,
        now=now,
        act=Act.ADMIT_ORGANISATION,
        compartments=[Compartment.CORE],
    )


def _tell_books(decision: PatternDecision, found: tuple[Found, ...], *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.PATTERN_DECIDED,
        on=decision,
        case=decision.case,
        now=now,
        act=Act.ADMIT_ORGANISATION,
        compartments=[Compartment.MISSING],
        outcome_code=decision.outcome,
        patterns=sorted({one.pattern.value for one in found}),
    )
    timeline.add(
        decision.case,
        f"pattern_{decision.outcome}",
        actor=actor,
        compartment=Compartment.MISSING,
        now=now,
        url=f"/cases/{decision.case.number}/missing/",
    )
