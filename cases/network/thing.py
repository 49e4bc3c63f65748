"""Acts on the network of a case: write a thing or a link down, correct it, say that it is over."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.network.marks_rules import keys
from cases.network.models import NetworkLink, NetworkThing
from cases.network.rules import LinkRefusal, is_seen, link_refusal, standing_of
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

NETWORK = Compartment.NETWORK
Record = NetworkThing | NetworkLink
REFUSALS = {
    LinkRefusal.SAME: _("Choose two different ones."),
    LinkRefusal.OVER: _("One of both is over. Write it down anew, or choose another one."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """How something is known. ``knowledge`` as in ``choices``; ``known_on`` is a local date."""

    knowledge: str
    source: str
    known_on: date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something. Codes as in ``rules``; ``mark``: number, plate, address or account name."""

    kind: str
    name: str
    standing: str = ""
    mark: str = ""

    def columns(self) -> dict[str, Any]:
        """Give what is kept of it, with the keys by which its mark is found again."""
        found = (*keys(self.kind, self.mark), "", "")
        standing = standing_of(self.kind, self.standing).value
        return {**asdict(self), "standing": standing, "mark_key": found[0], "mark_key_too": found[1]}


@dataclass(frozen=True, slots=True)
class Link:
    """How two things are linked, by their numbers (None: the young person). ``relation`` as in ``rules``."""

    first: int | None
    relation: str
    second: int | None

    def columns(self) -> dict[str, Any]:
        """Give what is kept of it."""
        return {"first_id": self.first, "relation": self.relation, "second_id": self.second}


def add(
    case: Case, *, actor: Actor, what: Thing | Link, known: Known, part: Compartment, now: datetime
) -> Record:
    """Write down somebody, something or a link in a part of the case.

    Raises:
        AccessDenied: the actor may not write in the network and in this part, or may not see an end.
        StateConflictError: the case is closed, the date is still to come, or these two can't be linked.
    """
    access = _required(actor, case, part, now=now)
    model = NetworkLink if isinstance(what, Link) else NetworkThing
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        _check(case, access, what, known, now=now)
        made = model(case=case, compartment=part.value, **what.columns(), **asdict(known), **_by(actor, now))
        write(made, actor=actor, now=now)
        _note(made, case, Event.NETWORK_WRITTEN, actor=actor, now=now)
    return made


def correct(
    standing: Record,
    *,
    actor: Actor,
    what: Thing | Link,
    known: Known,
    reason: str,
    version: int | None,
    now: datetime,
) -> Record:
    """Put better words in the place of others; the history keeps those, and ``reason`` says why.

    Its part stays: what was written among the things of the police does not become readable by a correction.

    Raises:
        AccessDenied: the actor may not write in the network and in this part, or may not see an end.
        StateConflictError: the case is closed, it is over, or the new values can't be.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    return _rewrite(standing, what, known, actor=actor, reason=reason, version=version, now=now)


def end(standing: Record, *, actor: Actor, reason: str, version: int | None, now: datetime) -> Record:
    """Say that it is over or was never so, and why; it stays readable among what was.

    Raises:
        AccessDenied: the actor may not write in the network and in this part.
        StateConflictError: the case is closed, or it was over already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    return _rewrite(standing, None, None, actor=actor, reason=reason, version=version, now=now)


def _rewrite(
    record: Record,
    what: Thing | Link | None,
    known: Known | None,
    *,
    actor: Actor,
    reason: str,
    version: int | None,
    now: datetime,
) -> Record:
    """Correct a record, or (without new values) end it."""
    case = record.case
    access = _required(actor, case, Compartment(record.compartment), now=now)
    with transaction.atomic():
        casefile.check_open(Case.objects.select_for_update().get(pk=case.pk))
        standing = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This is over already."), code="over")
        check_version(standing, version)
        if what is None or known is None:
            changes = {"ended_at": now, "end_reason": reason}
        else:
            _check(case, access, what, known, now=now)
            changes = {**what.columns(), **asdict(known), **_by(actor, now)}
        for name, value in changes.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now, reason=reason)
        event = Event.NETWORK_OVER if what is None else Event.NETWORK_CORRECTED
        _note(standing, case, event, actor=actor, now=now)
    return standing


def _required(actor: Actor, case: Case, part: Compartment, *, now: datetime) -> gate.CaseAccess:
    """Pass when the actor may write in this part and reads the network, where it is shown."""
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=NETWORK, now=now)
    return gate.require(actor, Act.WRITE_NOTE, on=case, compartment=part, now=now)


def _check(case: Case, access: gate.CaseAccess, what: Thing | Link, known: Known, *, now: datetime) -> None:
    if known.known_on > local_day(now):
        raise StateConflictError(
            _("This day is still to come. Check the date."), code="future", field="known_on"
        )
    if not isinstance(what, Link):
        return
    asked = {pk for pk in (what.first, what.second) if pk is not None}
    ends = list(NetworkThing.objects.filter(case=case, pk__in=asked))
    seen = [end for end in ends if is_seen(end.compartment, readable=access.readable)]
    if len(seen) != len(asked):
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    is_over = any(end.ended_at is not None for end in ends)
    if refusal := link_refusal(what.first, what.second, is_over=is_over):
        raise StateConflictError(REFUSALS[refusal], code=refusal.value, field="second")


def _by(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"written_at": now, "written_by": actor.user, "organisation": actor.organisation}


def _note(record: Record, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    """Write the line and the entry: a kind, never a name."""
    part = Compartment(record.compartment)
    detail = {"kind": record.kind} if isinstance(record, NetworkThing) else {"relation": record.relation}
    ledger.record(
        actor,
        event,
        on=record,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments={NETWORK, part},
        **detail,
    )
    timeline.add(
        case,
        "network_over" if record.ended_at is not None else "network_written",
        actor=actor,
        compartment=part,
        now=now,
        url=f"/cases/{case.number}/network/",
    )
