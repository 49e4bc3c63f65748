"""A request to be let in on a case: ask and withdraw. The answer to it stands in ``answer.py``.

Made from a hit ("a case exists") or from a number that somebody told by phone. A number that leads
nowhere, or to a case the requester may not hear of, becomes a request like any other; nobody
answers it, and it ends like any other that nobody answered.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import existence, gate, people
from cases.access.models import AccessRequest, ExistenceCheck
from cases.access.request_rules import RequestState, answer_due, decode, encode, move
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import participation
from cases.casefile.models import Case
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.moves import MoveRefused
from cases.notifications import outbox
from cases.numbers import draw
from organisations import covenant
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: for what, on which ground, which parts, until which day (local), and why."""

    purpose: str
    legal_ground: str
    compartments: frozenset[Compartment]
    reason: str
    is_urgent: bool = False
    until: date | None = None


def ask_about(check: ExistenceCheck, *, actor: Actor, wish: Wish, now: datetime) -> AccessRequest:
    """Ask for access to the case that a question found.

    Raises:
        AccessDenied: the actor's role does not ask.
        StateConflictError: nothing was found (any more), the covenant does not cover the wish, the
            case is open to the actor already, or the organisation asks already.
    """
    actor.demand(Act.ASK_ACCESS)
    case = existence.still_told(actor, check, now=now)
    if case is None:
        raise StateConflictError(
            _("There is no case that you can ask about. Search again, or ask by the number of the case."),
            code="no_hit",
        )
    terms = _terms(wish, now=now)
    participation.check_terms(actor.organisation, terms, under=case.covenant_id, now=now)
    return _ask(case, "", actor=actor, wish=wish, now=now)


def ask_by_number(number: str, *, actor: Actor, wish: Wish, now: datetime) -> AccessRequest:
    """Ask for access to the case with this number, without hearing whether it exists.

    Raises:
        AccessDenied: the actor's role does not ask.
        StateConflictError: the covenant does not cover the wish, the case is open to the actor
            already, or the organisation asks already.
    """
    actor.demand(Act.ASK_ACCESS)
    asked = number.strip().upper()
    terms = _terms(wish, now=now)
    tables = participation.tables_covering(actor.organisation, terms, now=now)
    if not tables:  # says which parts no clause covers
        participation.check_terms(actor.organisation, terms, under=_any_table(actor, now=now), now=now)
    found = Case.objects.filter(number=asked, covenant__in=tables)  # at another table: nothing to tell
    case = existence.mentionable(actor, found).first()
    return _ask(case, asked, actor=actor, wish=wish, now=now)


def withdraw(request: AccessRequest, *, actor: Actor, now: datetime) -> AccessRequest:
    """Take back one's own request while it waits.

    Raises:
        AccessDenied: somebody else asked.
        StateConflictError: it has been answered already.
    """
    _require_own(request, actor)
    with transaction.atomic():
        standing = lock(request)
        finish(standing, RequestState.WITHDRAWN, actor=actor, now=now)
        write(standing, actor=actor, now=now)
        record(standing, Event.ACCESS_REQUEST_WITHDRAWN, Act.ASK_ACCESS, actor, now)
    return standing


def own(actor: Actor) -> QuerySet[AccessRequest]:
    """Give what this person asked for this organisation."""
    return AccessRequest.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)


def to_answer(actor: Actor, *, now: datetime) -> QuerySet[AccessRequest]:
    """Give the requests about cases to which this actor may admit organisations."""
    if not actor.holds(Act.ADMIT_ORGANISATION):
        return AccessRequest.objects.none()
    return gate.visible(actor, AccessRequest.objects.all(), act=Act.ADMIT_ORGANISATION, now=now)


def _ask(case: Case | None, number: str, *, actor: Actor, wish: Wish, now: datetime) -> AccessRequest:
    wanted = wish.compartments | {Compartment.CORE}
    if case is not None and all(
        gate.may(actor, Act.READ_CASE, on=case, compartment=part, now=now) for part in wanted
    ):
        raise StateConflictError(
            _("You can read these parts of the case already. You do not need to ask."), code="opens_already"
        )
    with transaction.atomic():
        _check_not_too_many(actor)
        due_at = answer_due(now, is_urgent=wish.is_urgent)
        made = AccessRequest(
            number=draw("V", now.year, lambda taken: AccessRequest.objects.filter(number=taken).exists()),
            case=case,
            asked_number=number,
            user=actor.user,
            organisation=actor.organisation,
            purpose=wish.purpose,
            legal_ground=wish.legal_ground,
            compartments=encode(wanted),
            until=wish.until,
            reason=wish.reason,
            is_urgent=wish.is_urgent,
            asked_at=now,
            due_at=due_at,
            next_due_at=due_at,
        )
        _write_new(made, actor=actor, now=now)
        record(made, Event.ACCESS_REQUESTED, Act.ASK_ACCESS, actor, now, urgent=wish.is_urgent)
        if case is not None:
            _tell_pair(made, now=now)
    return made


def _terms(wish: Wish, *, now: datetime) -> Terms:
    return Terms(wish.purpose, wish.legal_ground, wish.compartments | {Compartment.CORE}, now)


def _any_table(actor: Actor, *, now: datetime) -> int:
    return min(covenant.tables(actor.organisation, now=now), default=0)


def _check_not_too_many(actor: Actor) -> None:
    if own(actor).filter(state=RequestState.WAITING.value).count() >= MOST_WAITING:
        raise StateConflictError(
            _("Ten of your requests wait for an answer. Withdraw one first, or wait for the answers."),
            code="too_many_requests",
        )


def _write_new(made: AccessRequest, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            write(made, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("Your organisation has asked this already. The answer is still to come."), code="asked_already"
        ) from clash


def _tell_pair(made: AccessRequest, *, now: datetime) -> None:
    kind = "access_requested_urgently" if made.is_urgent else "access_requested"
    told = [
        outbox.Recipient(user, home, address(made))
        for user, home in people.pair(made.case_id, now=now).at_work()
    ]
    outbox.put(kind, number=made.number, to=told, now=now, case=made.case)


def address(request: AccessRequest) -> str:
    """Give the page of a request inside this site."""
    return f"/requests/{request.number}/"


def lock(request: AccessRequest) -> AccessRequest:
    """Give a request as it stands now, locked until the caller's transaction ends."""
    rows = AccessRequest.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    return rows.get(pk=request.pk)


def finish(
    standing: AccessRequest, to: RequestState, *, actor: Actor, now: datetime, answer: str = ""
) -> None:
    """Put the end on a locked request, unsaved; whoever comes second reads what the first one did.

    Raises:
        StateConflictError: it has ended already, or a refusal has no sentence.
    """
    try:
        taken = move(RequestState(standing.state), to, reason=answer)
    except MoveRefused as refused:
        raise _too_late(standing, refused) from refused
    standing.state, standing.answer = taken.to.value, taken.reason
    standing.ended_at, standing.ended_by, standing.next_due_at = now, actor.user, None


def _too_late(standing: AccessRequest, refused: MoveRefused) -> StateConflictError:
    if standing.state == RequestState.WAITING:
        return StateConflictError(
            _("Write why you do not grant this. The requester reads this sentence."),
            code=refused.code,
            field="answer",
        )
    by = standing.ended_by.name if standing.ended_by is not None else _("nobody")
    return StateConflictError(
        _("This request has ended already: %(state)s, by %(name)s. Nothing was changed.")
        % {"state": standing.get_state_display(), "name": by},
        code="request_ended",
    )


def record(
    standing: AccessRequest, event: Event, act: str, actor: Actor, now: datetime, **detail: object
) -> None:
    """Write the ledger's line about a request; it carries no word of what was written."""
    ledger.record(
        actor,
        event,
        on=standing,
        case=standing.case,
        now=now,
        act=act,
        compartments=decode(standing.compartments),
        ground=f"{standing.purpose}/{standing.legal_ground}",
        **detail,
    )


def _require_own(request: AccessRequest, actor: Actor) -> None:
    actor.demand(Act.ASK_ACCESS)
    if (request.user_id, request.organisation_id) != (actor.user_id, actor.organisation_id):
        raise gate.not_found(request.number, act=Act.ASK_ACCESS)
