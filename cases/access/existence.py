"""The existence-only hit: does a case exist about this young person, and whom do I ask?

An exact name and birth date, folded as names are (no sounds, no parts of names), and a clause of
the covenant that lets the organisation ask. Every other answer is one and the same: nothing to
tell, whether there is no case, no clause, a conflict of interest or a case that must stay unseen.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate, people
from cases.access.existence_rules import ANSWER_HOLDS, DAY, HOUR, Asked, Pace, too_many
from cases.access.models import ExistenceCheck
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.casefile.names import fold
from cases.conflict import StateConflictError
from organisations import covenant
from organisations.actor import Actor
from organisations.acts import Act
from organisations.models import User

#: A closed case is not mentioned any more: who coordinated it then can no longer be asked.
MENTIONED = ("open", "stepped_down")
KEPT = timedelta(days=31)

TOO_MANY = {
    Pace.PERSON_HOUR: _(
        "You asked ten times within an hour. To protect young people this question has a pace. "
        "Wait an hour, or call the care coordinator of the region. "
        "The auditor sees that the limit was reached."
    ),
    Pace.PERSON_DAY: _(
        "You asked thirty times within a day. To protect young people this question has a pace. "
        "Go on tomorrow, or call the care coordinator of the region. "
        "The auditor sees that the limit was reached."
    ),
    Pace.ORGANISATION_DAY: _(
        "Your organisation asked a hundred times within a day. To protect young people this question has "
        "a pace. Go on tomorrow, or call the care coordinator of the region. "
        "The auditor sees that the limit was reached."
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be told: nothing, or that a case exists and who coordinates it. Never its number."""

    exists: bool
    coordinator: str = ""
    organisation: str = ""
    deputy: str = ""


def ask(*, actor: Actor, name: str, birth_date: date, now: datetime) -> ExistenceCheck:
    """Ask whether a case exists about the young person with exactly this name and birth date.

    The ledger keeps a keyed fingerprint of the question, and no name.

    Raises:
        AccessDenied: the actor's role does not ask.
        StateConflictError: the person or the organisation asked too often.
    """
    actor.demand(Act.ASK_ACCESS)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)  # one question of a person at a time
        _check_pace(actor, now=now)
        found = _told(actor, _matching(name, birth_date), now=now)
        check = ExistenceCheck.objects.create(
            token=uuid4(), user=actor.user, organisation=actor.organisation, case=found, at=now
        )
        ledger.record(
            actor,
            Event.EXISTENCE_ASKED,
            on=check,
            case=found,
            now=now,
            act=Act.ASK_ACCESS,
            fingerprint=ledger.fingerprint(f"{fold(name)} {birth_date}"),
            answer="exists" if found else "nothing",
        )
    return check


def own(actor: Actor, token: UUID, *, now: datetime) -> ExistenceCheck | None:
    """Give a question that this person asked for this organisation today; anybody else's is not there."""
    mine = ExistenceCheck.objects.filter(
        token=token, user_id=actor.user_id, organisation_id=actor.organisation_id
    )
    return mine.filter(at__gt=now - ANSWER_HOLDS).first()


def still_told(actor: Actor, check: ExistenceCheck, *, now: datetime) -> Case | None:
    """Give the case behind an answer, as far as it may still be told at ``now`` (aware)."""
    return _told(actor, Case.objects.filter(pk=check.case_id or 0), now=now)


def answer(actor: Actor, check: ExistenceCheck, *, now: datetime) -> Answer:
    """Give the answer to a question, and note that it was read. As much work for every answer."""
    case = still_told(actor, check, now=now)
    pair = people.pair(0 if case is None else case.pk, now=now)
    ledger.record(actor, Event.EXISTENCE_READ, on=check, case=case, now=now, act=Act.ASK_ACCESS)
    if case is None or pair.coordinator is None:
        return Answer(exists=False)
    home = pair.home(pair.coordinator)
    return Answer(
        exists=True,
        coordinator=pair.coordinator.name,
        organisation="" if home is None else home.name,
        deputy="" if pair.deputy is None else pair.deputy.name,
    )


def mentionable(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases of which this person may hear at all: not closed or sealed, no conflict of interest."""
    allowed = facts.not_barred(actor, OuterRef("pk"))
    return gate.mentionable(cases).filter(allowed, status__in=MENTIONED)


def forget(*, now: datetime) -> int:
    """Remove the questions of more than a month ago; tells how many. The ledger keeps its lines."""
    return ExistenceCheck.objects.filter(at__lt=now - KEPT).delete()[0]


def _matching(name: str, birth_date: date) -> QuerySet[Case]:
    return Case.objects.filter(young_person__name_key=fold(name), young_person__birth_date=birth_date)


def _told(actor: Actor, cases: QuerySet[Case], *, now: datetime) -> Case | None:
    """Give the case that may be told; looks it up also when no clause lets the organisation ask."""
    asking = covenant.existence_articles(actor.organisation, now=now)
    here = mentionable(actor, cases).filter(covenant__in=[0, *asking])  # none is 0: asked all the same
    return here.order_by("-updated_at", "-id").first()


def _check_pace(actor: Actor, *, now: datetime) -> None:
    mine = ExistenceCheck.objects.filter(user_id=actor.user_id)
    ours = ExistenceCheck.objects.filter(organisation_id=actor.organisation_id)
    pace = too_many(
        Asked(
            person_hour=mine.filter(at__gt=now - HOUR).count(),
            person_day=mine.filter(at__gt=now - DAY).count(),
            organisation_day=ours.filter(at__gt=now - DAY).count(),
        )
    )
    if pace is not None:
        raise StateConflictError(TOO_MANY[pace], code="asked_too_often")
