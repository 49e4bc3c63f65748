"""Acts on court dates, requests for information and evidence: write down, change, end with an outcome."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.justice.models import CourtDate, EvidenceNote, InformationRequest
from cases.justice.told import DateTold, EvidenceTold, RequestTold, Told
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

POLICE = Compartment.POLICE
Record = CourtDate | InformationRequest | EvidenceNote


@dataclass(frozen=True, slots=True)
class Table:
    """One of the three tables: its model, events, kind of line on the timeline, and place on the tab."""

    model: type
    told: type
    written: Event
    changed: Event
    ended: Event
    line: str
    place: str


DATES = Table(
    CourtDate,
    DateTold,
    Event.COURT_DATE_WRITTEN,
    Event.COURT_DATE_CHANGED,
    Event.COURT_DATE_ENDED,
    "court_date",
    "dates",
)
REQUESTS = Table(
    InformationRequest,
    RequestTold,
    Event.INFORMATION_ASKED,
    Event.INFORMATION_REQUEST_CHANGED,
    Event.INFORMATION_DECIDED,
    "information_request",
    "information",
)
EVIDENCE = Table(
    EvidenceNote,
    EvidenceTold,
    Event.EVIDENCE_NOTED,
    Event.EVIDENCE_CHANGED,
    Event.EVIDENCE_ENDED,
    "evidence",
    "evidence",
)
TABLES = {table.place: table for table in (DATES, REQUESTS, EVIDENCE)}
BY_MODEL = {table.model: table for table in TABLES.values()}
BY_TOLD = {table.told: table for table in TABLES.values()}


def add(case: Case, *, actor: Actor, told: Told, now: datetime) -> Record:
    """Write down a court date, a request for information, or where evidence is.

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: the case is closed, or the dates contradict each other.
    """
    gate.require(actor, Act.LOG_POLICE_CONTACT, on=case, compartment=POLICE, now=now)
    table = BY_TOLD[type(told)]
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        told.check(today=local_day(now))
        made = table.model(case=case, **asdict(told), **_by(actor, now))
        write(made, actor=actor, now=now)
        _note(made, case, table.written, actor=actor, now=now)
    return made


def change(standing: Record, *, actor: Actor, told: Told, version: int | None, now: datetime) -> Record:
    """Change what was written down; the history keeps what was there.

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: it was ended, or the dates contradict each other.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    told.check(today=local_day(now))
    event = BY_MODEL[type(standing)].changed
    return _rewrite(standing, asdict(told), event, actor=actor, version=version, now=now)


def end(
    standing: Record, *, actor: Actor, outcome: str, version: int | None, now: datetime, decision: str = ""
) -> Record:
    """Write down what came of it, and take it out of the clocks. ``decision``: of a request, as in ``rules``.

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: it was ended already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    changes = {"ended_at": now, "outcome": outcome}
    if isinstance(standing, InformationRequest):
        changes["decision"] = decision
    event = BY_MODEL[type(standing)].ended
    return _rewrite(standing, changes, event, actor=actor, version=version, now=now)


def address(case: Case, record: Record) -> str:
    """Give where a record stands inside this site."""
    return f"/cases/{case.number}/police/#{BY_MODEL[type(record)].place}"


def _rewrite(
    record: Record, changes: dict, event: Event, *, actor: Actor, version: int | None, now: datetime
) -> Record:
    gate.require(actor, Act.LOG_POLICE_CONTACT, on=record.case, compartment=POLICE, now=now)
    with transaction.atomic():
        standing = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This was ended already. Look at what stands there."), code="ended")
        check_version(standing, version)
        for name, value in {**changes, **_by(actor, now)}.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now)
        _note(standing, record.case, event, actor=actor, now=now)
    return standing


def _by(actor: Actor, now: datetime) -> dict:
    return {"written_at": now, "written_by": actor.user, "organisation": actor.organisation}


def _note(record: Record, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor, event, on=record, case=case, now=now, act=Act.LOG_POLICE_CONTACT, compartments=[POLICE]
    )
    timeline.add(
        case,
        BY_MODEL[type(record)].line,
        actor=actor,
        compartment=POLICE,
        now=now,
        url=address(case, record),
    )
