"""What could be seen: the gate's own rule (``access.rules.decide``), asked about the facts of then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.access.rules import Refusal, Way, decide, readable
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.machine.past import Scene, scene
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Organisation
from organisations.roles import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """One member at that instant: what they could read and by which way, or why they could not."""

    user_id: int
    name: str
    role: Role
    readable: frozenset[Compartment]
    way: Way | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Part:
    """One compartment: why it was closed to the organisation, if it was, and who could read it."""

    compartment: Compartment
    refusal: Refusal | None
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to one question."""

    scene: Scene
    parts: tuple[Part, ...]
    seats: tuple[Seat, ...]

    @property
    def readers(self) -> list[Seat]:
        """Give the people who could read something."""
        return [seat for seat in self.seats if seat.readable]

    @property
    def open_parts(self) -> list[Part]:
        """Give the parts that somebody could read."""
        return [part for part in self.parts if part.readers]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. Instants are aware; the lines are those from ``since`` up to ``until``."""

    organisation: Organisation
    case: Case
    at: datetime
    since: datetime | None
    until: datetime
    span: str


def ask(asked: Asked, *, actor: Actor, now: datetime, event: Event = Event.PAST_READ) -> Answer:
    """Give the answer, and leave the line that it was asked. ``now`` is aware.

    Raises:
        AccessDenied: the actor does not review the ledger.
    """
    actor.demand(Act.REVIEW_AUDIT)
    found = of(scene(asked.organisation, asked.case, at=asked.at))
    ledger.record(
        actor,
        event,
        case=asked.case,
        now=now,
        act=Act.REVIEW_AUDIT,
        organisation=asked.organisation.pk,
        moment=asked.at.isoformat(timespec="minutes"),
        span=asked.span,
    )
    return found


def of(then: Scene) -> Answer:
    """Ask the rule about every member and every part. No query."""
    seats = tuple(_seat(then, member) for member in then.members)
    parts = tuple(
        Part(
            compartment=part,
            refusal=decide(then.about_anybody(part)).refusal,
            readers=tuple(seat.name for seat in seats if part in seat.readable),
        )
        for part in Compartment
    )
    return Answer(then, parts, seats)


def lines(asked: Asked) -> QuerySet[LedgerLine]:
    """Give what the organisation read and did in the case in the period: the second book."""
    found = LedgerLine.objects.filter(
        case_id=asked.case.pk, organisation_id=asked.organisation.pk, at__lt=asked.until
    )
    return found if asked.since is None else found.filter(at__gte=asked.since)


def counts(found: QuerySet[LedgerLine]) -> dict[str, int]:
    """Count readings, changes and refusals, and the people behind them. One query."""
    refused = Q(outcome="refused")
    return found.aggregate(
        readings=Count("id", filter=Q(action="R") & ~refused),
        changes=Count("id", filter=~Q(action="R") & ~refused),
        refused=Count("id", filter=refused),
        people=Count("user_id", distinct=True),
    )


def _seat(then: Scene, member: Any) -> Seat:
    about = then.about(member, Compartment.CORE)
    verdict = decide(about)
    return Seat(
        user_id=member.user_id,
        name=member.user.name,
        role=Role(member.role),
        readable=readable(about),
        way=verdict.way,
        refusal=verdict.refusal,
    )
