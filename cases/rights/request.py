"""A request about rights: logged, given more time, decided or withdrawn; each step has its letter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import note as notes
from cases.casefile.models import Case, CaseUserObjectPermission, Note
from cases.conflict import StateConflictError
from cases.coordination.models import CoordinatorAssignment
from cases.moves import MoveRefusal, MoveRefused
from cases.notifications import outbox
from cases.numbers import draw
from cases.rights import responsible, term_rules
from cases.rights.models import RightsRequest
from cases.rights.term_rules import DECISIONS, Kind, State
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write


@dataclass(frozen=True, slots=True)
class Asked:
    """What came in: which right, by whom, about which part, in which words, on which day (local)."""

    kind: Kind
    asked_by: str
    compartment: Compartment
    words: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: on which ground less is given, in which words, and the right words of a correction."""

    to: State
    explanation: str
    ground: str = ""
    correction: str = ""
    note: Note | None = None


def log(number: str, *, actor: Actor, asked: Asked, now: datetime) -> RightsRequest:
    """Log a request about the case with this number.

    Who coordinates logs it about a case they may open; the contact for rights of the covenant about any that
    is not sealed, and reads nothing of it.

    Raises:
        AccessDenied: the actor neither answers about rights nor is the contact for rights.
        StateConflictError: no case with this number, or the day has still to come.
    """
    actor.demand(Act.LOG_RIGHTS)
    case = _case(number, actor=actor, part=asked.compartment, now=now)
    if asked.received_on > timezone.localdate(now):
        raise StateConflictError(
            _("This day has still to come. On which day did the request come in?"),
            code="still_to_come",
            field="received_on",
        )
    answers = responsible.of_part(case, asked.compartment, now=now)
    with transaction.atomic():
        made = RightsRequest(
            number=draw("B", now.year, lambda taken: RightsRequest.objects.filter(number=taken).exists()),
            case=case,
            kind=asked.kind.value,
            asked_by=asked.asked_by,
            compartment=asked.compartment.value,
            words=asked.words,
            received_on=asked.received_on,
            due_on=term_rules.due(asked.received_on),
            controller_rule=answers.rule,
            responsible=answers.name,
            logged_at=now,
            logged_by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now)
        _record(Event.RIGHTS_REQUEST_LOGGED, made, Act.LOG_RIGHTS, actor=actor, now=now)
        _tell_pair(made, actor=actor, now=now)
    return made


def extend(
    request: RightsRequest, *, actor: Actor, reason: str, version: int | None, now: datetime
) -> RightsRequest:
    """Take the two months more that the law allows, once, within the first month and with the reason.

    Raises:
        AccessDenied: the actor does not answer about rights in this part of the case.
        StateConflictError: decided, extended before, too late, or no reason.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    _require(request, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(request, version)
        if not term_rules.may_extend(standing.received_on, today=timezone.localdate(now)):
            raise StateConflictError(
                _("More time can be taken within the first month only. That has passed: decide now."),
                code="too_late",
            )
        standing.delay_reason = _taken(standing, State.EXTENDED, reason, field="reason")
        standing.due_on = term_rules.due(standing.received_on, is_extended=True)
        write(standing, actor=actor, now=now)
        _record(Event.RIGHTS_REQUEST_EXTENDED, standing, Act.ANSWER_RIGHTS, actor=actor, now=now)
    return standing


def decide(
    request: RightsRequest, *, actor: Actor, decision: Decision, version: int | None, now: datetime
) -> RightsRequest:
    """Decide on a request; a rectification that is granted becomes a correction note, never a silent edit.

    Raises:
        AccessDenied: the actor does not answer about rights in this part of the case.
        StateConflictError: decided already, or the words, the ground or the correction are missing.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    _require(request, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(request, version)
        _check(standing, decision)
        standing.explanation = _taken(standing, decision.to, decision.explanation, field="explanation")
        standing.ground = decision.ground if term_rules.needs_ground(decision.to) else ""
        standing.ended_at, standing.ended_by = now, actor.user
        if term_rules.needs_correction(Kind(standing.kind), decision.to):
            standing.correction = _correct(standing, decision, actor=actor, now=now)
        write(standing, actor=actor, now=now)
        event = Event.RIGHTS_REQUEST_DECIDED
        _record(event, standing, Act.ANSWER_RIGHTS, actor=actor, now=now, decision=decision.to.value)
    return standing


def withdraw(request: RightsRequest, *, actor: Actor, version: int | None, now: datetime) -> RightsRequest:
    """Write down that whoever asked took the request back.

    Raises:
        AccessDenied: the actor does not answer about rights in this part of the case.
        StateConflictError: decided already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    _require(request, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(request, version)
        _taken(standing, State.WITHDRAWN, "", field="")
        standing.ended_at, standing.ended_by = now, actor.user
        write(standing, actor=actor, now=now)
        _record(Event.RIGHTS_REQUEST_WITHDRAWN, standing, Act.ANSWER_RIGHTS, actor=actor, now=now)
    return standing


def may_log(actor: Actor, *, now: datetime) -> bool:
    """Tell whether this actor logs requests: who answers them, and the contact for rights."""
    return actor.holds(Act.ANSWER_RIGHTS) or bool(responsible.contact_for_rights_at(actor, now=now))


def in_sight(actor: Actor, *, now: datetime) -> QuerySet[RightsRequest]:
    """Give the requests that this actor answers, or else those they logged as the contact for rights.

    Whoever answers sees those about the parts of a case that they read, as on the page of a request.
    """
    if actor.holds(Act.ANSWER_RIGHTS):
        return gate.visible_in_own_part(actor, RightsRequest.objects.all(), act=Act.ANSWER_RIGHTS, now=now)
    own = RightsRequest.objects.filter(logged_by=actor.user_id, organisation_id=actor.organisation_id)
    return own.filter(case__in=gate.mentionable(Case.objects.all()))


def address(request: RightsRequest) -> str:
    """Give the page of a request inside this site."""
    return f"/rights/{request.number}/"


def _case(number: str, *, actor: Actor, part: Compartment, now: datetime) -> Case:
    asked = Case.objects.filter(number=number.strip().upper())
    if actor.holds(Act.ANSWER_RIGHTS):
        case = gate.visible(actor, asked, act=Act.ANSWER_RIGHTS, now=now).first()
        if case is not None:
            gate.require(actor, Act.ANSWER_RIGHTS, on=case, compartment=part, now=now)
    elif tables := responsible.contact_for_rights_at(actor, now=now):
        case = gate.mentionable(asked).filter(covenant__in=tables).first()
    else:
        raise AccessDenied(
            _("Only the coordinator and the contact for rights of the covenant log requests."),
            code="not_the_contact",
            act=Act.LOG_RIGHTS,
        )
    if case is None:
        raise StateConflictError(
            _("There is no case with this number that you can write about. Check the number."),
            code="unknown",
            field="number",
        )
    return case


def _require(request: RightsRequest, *, actor: Actor, now: datetime) -> None:
    part = Compartment(request.compartment)
    gate.require(actor, Act.ANSWER_RIGHTS, on=request.case, compartment=part, now=now)


def _lock(request: RightsRequest, version: int | None) -> RightsRequest:
    standing = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    check_version(standing, version)
    return standing


def _taken(standing: RightsRequest, to: State, reason: str, *, field: str) -> str:
    try:
        taken = term_rules.move(State(standing.state), to, reason=reason)
    except MoveRefused as refused:
        if refused.code is MoveRefusal.REASON_MISSING:
            raise StateConflictError(
                _("Write why. This is in the letter."), code=refused.code, field=field
            ) from refused
        raise StateConflictError(
            _("This can't be done any more: %(state)s. Nothing was changed.")
            % {"state": standing.get_state_display()},
            code=refused.code,
        ) from refused
    standing.state = taken.to.value
    return taken.reason


def _check(standing: RightsRequest, decision: Decision) -> None:
    if decision.to not in DECISIONS:
        raise ValueError(f"{decision.to} is no decision")
    if term_rules.needs_ground(decision.to) and not decision.ground:
        raise StateConflictError(
            _("Choose the article on which less is given than was asked."), code="no_ground", field="ground"
        )
    if term_rules.needs_correction(Kind(standing.kind), decision.to) and not decision.correction.strip():
        raise StateConflictError(
            _("Write the right words. They stand beside what was written."),
            code="no_correction",
            field="correction",
        )
    if decision.note is not None and (decision.note.case_id, decision.note.compartment) != (
        standing.case_id,
        standing.compartment,
    ):
        raise StateConflictError(
            _("This note belongs to another part of the case."), code="other_part", field="note"
        )


def _correct(standing: RightsRequest, decision: Decision, *, actor: Actor, now: datetime) -> Note:
    """Put the right words beside the note that was wrong, or in its part of the case when it was no note."""
    reason = str(_("Rectification %(number)s") % {"number": standing.number})
    if decision.note is not None:
        return notes.correct(decision.note, actor=actor, text=decision.correction, reason=reason, now=now)
    part = Compartment(standing.compartment)
    return notes.set_right(
        standing.case, actor=actor, compartment=part, text=decision.correction, reason=reason, now=now
    )


def coordinating(made: RightsRequest) -> list[outbox.Recipient]:
    """Give coordinator and deputy of the case, each for the organisation for which they are named."""
    pair = CoordinatorAssignment.objects.filter(case=made.case, ended_at=None).select_related(
        "coordinator", "deputy"
    )
    named = CaseUserObjectPermission.objects.filter(content_object=made.case).select_related("organisation")
    return [
        outbox.Recipient(user, row.organisation, address(made))
        for assignment in pair
        for user in (assignment.coordinator, assignment.deputy)
        for row in named.filter(user=user)
    ]


def _tell_pair(made: RightsRequest, *, actor: Actor, now: datetime) -> None:
    """Tell who coordinates, unless they logged it themselves."""
    to = [recipient for recipient in coordinating(made) if recipient.user.pk != actor.user_id]
    outbox.put("rights_requested", number=made.number, to=to, now=now, case=made.case)


def _record(
    event: Event, row: RightsRequest, act: Act, *, actor: Actor, now: datetime, **detail: str
) -> None:
    ledger.record(
        actor,
        event,
        on=row,
        case=row.case,
        now=now,
        act=act,
        compartments=[Compartment(row.compartment)],
        right=row.kind,
        **detail,
    )
