"""Ask another organisation something about a case; accept, answer, decline with a reason, take back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import audience, gate
from cases.asks.models import Ask
from cases.asks.rules import AskState, move
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import pair
from cases.moves import MoveRefusal, MoveRefused
from cases.notifications import outbox
from cases.workdays import local_day
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation

SENTENCES = {
    MoveRefusal.NOT_FROM_HERE: _(
        "This question was answered or taken back in the meantime. Nothing was changed."
    ),
    MoveRefusal.REASON_MISSING: _("Write down why not, so that who asked can find another way."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom, about which part of the case, to be answered before the end of a local day."""

    to_organisation: Organisation
    compartment: Compartment
    question: str
    due_on: date


def put(case: Case, *, actor: Actor, question: Question, now: datetime) -> Ask:
    """Ask another organisation at the case something; its contact points are told.

    Raises:
        AccessDenied: the actor does not work in this part of the case.
        StateConflictError: the case is closed, the day has passed, or they can't read this part.
    """
    gate.require(actor, Act.WORK_ON_ACTIONS, on=case, compartment=question.compartment, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        _check(case, question, actor=actor, now=now)
        made = Ask(
            case=case,
            compartment=question.compartment.value,
            question=question.question,
            due_on=question.due_on,
            asked_at=now,
            asked_by=actor.user,
            from_organisation=actor.organisation,
            to_organisation=question.to_organisation,
        )
        write(made, actor=actor, now=now)
        _note(made, Event.ASK_PUT, "ask_put", actor=actor, now=now)
        tell("ask_put", made, points(made, now=now), now=now)
    return made


def candidates(case: Case, part: Compartment, *, without: Organisation, now: datetime) -> list[Organisation]:
    """Give whom something about this part can be asked: the other organisations that read it now."""
    return [home for home in audience.admitted(case, part, now=now) if home != without]


def accept(ask: Ask, *, actor: Actor, now: datetime) -> Ask:
    """Say that the own organisation works on it; who asked hears it.

    Raises:
        AccessDenied: it was asked of another organisation.
        StateConflictError: it was answered or taken back meanwhile.
    """
    require_asked(ask, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(ask)
        _move(standing, AskState.ACCEPTED)
        standing.accepted_at, standing.accepted_by = now, actor.user
        write(standing, actor=actor, now=now, reason="accepted")
        _note(standing, Event.ASK_ACCEPTED, "ask_accepted", actor=actor, now=now)
        _tell_asker("ask_accepted", standing, actor=actor, now=now)
    return standing


def answer(ask: Ask, *, actor: Actor, text: str, now: datetime) -> Ask:
    """Answer a question; everybody who reads this part of the case reads the answer.

    Raises:
        AccessDenied: it was asked of another organisation.
        StateConflictError: it was answered or taken back meanwhile.
    """
    require_asked(ask, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(ask)
        _move(standing, AskState.ANSWERED)
        standing.answer = text
        _end(standing, Event.ASK_ANSWERED, "ask_answered", actor=actor, now=now)
        _tell_asker("ask_answered", standing, actor=actor, now=now)
    return standing


def decline(ask: Ask, *, actor: Actor, reason: str, now: datetime) -> Ask:
    """Say no to a question, with the reason; who asked hears it.

    Raises:
        AccessDenied: it was asked of another organisation.
        StateConflictError: it was answered or taken back meanwhile, or the reason is missing.
    """
    require_asked(ask, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(ask)
        _move(standing, AskState.DECLINED, reason=reason)
        standing.declined_reason = reason.strip()
        _end(standing, Event.ASK_DECLINED, "ask_declined", actor=actor, now=now)
        _tell_asker("ask_declined", standing, actor=actor, now=now)
    return standing


def revoke(ask: Ask, *, actor: Actor, now: datetime) -> Ask:
    """Take a question back: who asked does, or who assigns on the case.

    Raises:
        AccessDenied: another organisation asked it.
        StateConflictError: it was answered or taken back meanwhile.
    """
    require_asker(ask, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(ask)
        _move(standing, AskState.REVOKED)
        _end(standing, Event.ASK_REVOKED, "ask_revoked", actor=actor, now=now)
        tell("ask_revoked", standing, points(standing, now=now), now=now)
    return standing


def require_asked(ask: Ask, *, actor: Actor, now: datetime) -> None:
    """Pass when the question was to the actor's organisation, in a part they work in.

    Raises:
        AccessDenied: it was to another one.
    """
    part = Compartment(ask.compartment)
    gate.require(actor, Act.WORK_ON_ACTIONS, on=ask.case, compartment=part, now=now)
    if ask.to_organisation_id != actor.organisation_id:
        raise _of_another(ask)


def require_asker(ask: Ask, *, actor: Actor, now: datetime) -> None:
    """Pass when the actor's organisation asked it, or the actor assigns on the case.

    Raises:
        AccessDenied: another one asked it.
    """
    part = Compartment(ask.compartment)
    access = gate.require(actor, Act.WORK_ON_ACTIONS, on=ask.case, compartment=part, now=now)
    assigns = gate.may(actor, Act.ASSIGN_COORDINATOR, on=ask.case, access=access, now=now)
    if ask.from_organisation_id != actor.organisation_id and not assigns:
        raise _of_another(ask)


def address(ask: Ask) -> str:
    """Give where a question stands inside this site."""
    return f"/cases/{ask.case.number}/asks/#a-{ask.pk}"


def points(ask: Ask, *, now: datetime) -> list[outbox.Recipient]:
    """Give who answers for the organisation that was asked: its contact points, and who took it on."""
    home, path = ask.to_organisation, address(ask)
    found = pair.points(ask.case, [home], Compartment(ask.compartment), path=path, now=now)
    taken = ask.accepted_by
    if taken is None or taken in [point.user for point in found]:
        return found
    return [*found, outbox.Recipient(taken, home, path)]


def tell(kind: str, ask: Ask, to: list[outbox.Recipient], *, stage: str = "", now: datetime) -> None:
    """Owe people a message about a question. ``stage`` tells reminders apart."""
    outbox.put(kind, number=ask.case.number, to=to, now=now, stage=f"{ask.pk}{stage}", case=ask.case)


def asker(ask: Ask) -> outbox.Recipient:
    """Give who asked, for the organisation for which they did."""
    return outbox.Recipient(ask.asked_by, ask.from_organisation, address(ask))


def _tell_asker(kind: str, ask: Ask, *, actor: Actor, now: datetime) -> None:
    tell(kind, ask, [] if ask.asked_by_id == actor.user_id else [asker(ask)], now=now)


def _of_another(ask: Ask) -> AccessDenied:
    return AccessDenied(
        _("This is between two other organisations. Only they can answer it or take it back."),
        code="not_asked",
        act=Act.WORK_ON_ACTIONS,
        compartment=Compartment(ask.compartment),
        case=ask.case,
    )


def _check(case: Case, question: Question, *, actor: Actor, now: datetime) -> None:
    if question.due_on < local_day(now):
        raise StateConflictError(
            _("This day has passed. Choose today or a later day."), code="due_in_past", field="due_on"
        )
    possible = candidates(case, question.compartment, without=actor.organisation, now=now)
    if question.to_organisation not in possible:
        raise StateConflictError(
            _("This organisation does not read this part of the case, so it could not see your question."),
            code="cannot_read_it",
            field="to_organisation",
        )


def _lock(ask: Ask) -> Ask:
    """Lock the case and then the question; give the question as it stands after the wait.

    Raises:
        StateConflictError: the case is closed.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=ask.case_id)
    casefile.check_open(case)
    people = ("asked_by", "accepted_by", "from_organisation", "to_organisation")
    standing = Ask.objects.select_for_update(of=("self",)).select_related(*people).get(pk=ask.pk)
    standing.case = case
    return standing


def _move(standing: Ask, to: AskState, *, reason: str = "") -> None:
    try:
        move(AskState(standing.state), to, reason=reason)
    except MoveRefused as refused:
        field = "reason" if refused.code is MoveRefusal.REASON_MISSING else None
        raise StateConflictError(SENTENCES[refused.code], code=refused.code.value, field=field) from refused
    standing.state = to.value


def _end(standing: Ask, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    standing.ended_at, standing.ended_by = now, actor.user
    write(standing, actor=actor, now=now, reason=standing.state)
    _note(standing, event, kind, actor=actor, now=now)


def _note(ask: Ask, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    part = Compartment(ask.compartment)
    party = {"party": ask.to_organisation_id}
    about = {"on": ask, "case": ask.case, "act": Act.WORK_ON_ACTIONS, "compartments": [part]}
    ledger.record(actor, event, now=now, **about, **party)
    names = {"asker": ask.from_organisation.name, "asked": ask.to_organisation.name}
    timeline.add(ask.case, kind, actor=actor, compartment=part, now=now, url=address(ask), **names)
