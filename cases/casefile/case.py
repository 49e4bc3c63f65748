"""The case itself: start, change, close, reopen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile import marks, participation, person, timeline
from cases.casefile.closing import check_open as check_open  # also for the slices that act on a case
from cases.casefile.closing import still_open
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import coordinator
from cases.numbers import draw, draw_pseudonym
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment, LegalGround, Purpose
from organisations.history import check_version, write
from organisations.models import User


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known when a case starts. An empty name means: identity not shared (yet)."""

    form_of_concern: str
    urgency: str
    age_band: str = "unknown"
    exploitation_suspected: bool = True
    name: str = ""
    birth_date: date | None = None
    municipality: str = ""


def start(*, actor: Actor, opening: Opening, deputy: User, table: int | None = None, now: datetime) -> Case:
    """Start a case with the actor as coordinator and a colleague as deputy.

    ``table``: the covenant (its id) that it belongs to from now on; with one, nobody has to choose.

    Raises:
        AccessDenied: the actor's role does not start cases.
        StateConflictError: no covenant, or not the chosen one, lets the organisation start a case; or
            the deputy is not a colleague.
    """
    actor.demand(Act.START_CASE)
    with transaction.atomic():
        case = _write(opening, _table(actor, table, now=now), actor=actor, now=now)
        participation.open_first(case, actor=actor, terms=_starting_terms(now), now=now)
        ledger.record(actor, Event.CASE_STARTED, on=case, case=case, now=now, act=Act.START_CASE)
        timeline.add(case, "case_started", actor=actor, compartment=Compartment.CORE, now=now)
        _check_deputy(actor, deputy, now=now)
        homes = {actor.user_id: actor.organisation, deputy.pk: actor.organisation}
        coordinator.install(case, actor=actor, to=actor.user, deputy=deputy, homes=homes, reason="", now=now)
    return case


def change(
    case: Case, *, actor: Actor, form_of_concern: str, urgency: str, version: int | None, now: datetime
) -> Case:
    """Change the form of concern or the urgency of a case.

    Raises:
        AccessDenied: the actor does not assign on this case.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    gate.require(actor, Act.ASSIGN_COORDINATOR, on=case, now=now)
    with transaction.atomic():
        standing = Case.objects.select_for_update().get(pk=case.pk)
        check_version(standing, version)
        check_open(standing)
        standing.form_of_concern = form_of_concern
        standing.urgency = urgency
        standing.updated_at = now
        write(standing, actor=actor, now=now)
        ledger.record(
            actor, Event.CASE_CHANGED, on=standing, case=standing, now=now, act=Act.ASSIGN_COORDINATOR
        )
        timeline.add(standing, "case_changed", actor=actor, compartment=Compartment.CORE, now=now)
    return standing


def close(case: Case, *, actor: Actor, reason: str, now: datetime) -> Case:
    """Close a case when nothing in it is still running.

    Raises:
        AccessDenied: the actor may not close this case.
        StateConflictError: closed already, or something is still open; the sentence says what.
    """
    gate.require(actor, Act.CLOSE_CASE, on=case, now=now)
    with transaction.atomic():
        standing = Case.objects.select_for_update().get(pk=case.pk)
        check_open(standing)
        blockers = still_open(standing, now=now)
        if blockers:
            raise StateConflictError(
                _("The case can't be closed yet: %(what)s.") % {"what": ", ".join(map(str, blockers))},
                code="still_open",
            )
        standing.status, standing.closed_at, standing.close_reason = "closed", now, reason
        standing.updated_at = now
        write(standing, actor=actor, now=now, reason="closed")
        ledger.record(actor, Event.CASE_CLOSED, on=standing, case=standing, now=now, act=Act.CLOSE_CASE)
        timeline.add(standing, "case_closed", actor=actor, compartment=Compartment.CORE, now=now)
    return standing


def reopen(case: Case, *, actor: Actor, now: datetime) -> Case:
    """Open a closed case again; number, people and history stay.

    Raises:
        AccessDenied: the actor may not close or reopen this case.
        StateConflictError: the case is not closed.
    """
    gate.require(actor, Act.CLOSE_CASE, on=case, now=now)
    with transaction.atomic():
        standing = Case.objects.select_for_update().get(pk=case.pk)
        if standing.status != "closed":
            raise StateConflictError(_("This case is not closed."), code="not_closed")
        standing.status, standing.closed_at, standing.close_reason = "open", None, ""
        standing.updated_at = now
        write(standing, actor=actor, now=now, reason="reopened")
        ledger.record(actor, Event.CASE_REOPENED, on=standing, case=standing, now=now, act=Act.CLOSE_CASE)
        timeline.add(standing, "case_reopened", actor=actor, compartment=Compartment.CORE, now=now)
    return standing


def tables(actor: Actor, *, now: datetime) -> list[int]:
    """Give the covenants (ids) under which this actor's organisation can start a case at ``now`` (aware)."""
    return participation.tables_covering(actor.organisation, _starting_terms(now), now=now)


def _starting_terms(now: datetime) -> participation.Terms:
    purpose, ground = Purpose.CARE_COORDINATION.value, LegalGround.PUBLIC_TASK.value
    return participation.Terms(purpose, ground, frozenset({Compartment.CORE}), now)


def _table(actor: Actor, chosen: int | None, *, now: datetime) -> int:
    possible = tables(actor, now=now)
    if not possible:  # says which part no clause covers
        participation.check_terms(actor.organisation, _starting_terms(now), under=chosen or 0, now=now)
    found = [pk for pk in possible if chosen in (None, pk)]
    if len(found) != 1:
        raise StateConflictError(
            _("Choose the table at which your organisation starts this case."), code="no_table", field="table"
        )
    return found[0]


def _write(opening: Opening, table: int, *, actor: Actor, now: datetime) -> Case:
    year = now.year
    young_person = None
    if opening.name:
        young_person = person.write_new(
            name=opening.name,
            birth_date=opening.birth_date,
            municipality=opening.municipality,
            actor=actor,
            now=now,
        )
    case = Case(
        number=draw("C", year, _is_taken),
        covenant_id=table,
        pseudonym=draw_pseudonym(year, lambda name: Case.objects.filter(pseudonym=name).exists()),
        young_person=young_person,
        form_of_concern=opening.form_of_concern,
        urgency=opening.urgency,
        age_band=opening.age_band,
        exploitation_suspected=opening.exploitation_suspected,
        started_at=now,
        updated_at=now,
    )
    write(case, actor=actor, now=now)
    if young_person is not None:
        marks.write_person(young_person, [case])
        marks.to_compare([{"case": case}], actor=actor, now=now)
    return case


def _is_taken(number: str) -> bool:
    """Tell whether a case has this number, or had it: in the ledger it means that case for ever."""
    gone = LedgerLine.objects.filter(object_number=number, object_type="case")
    return Case.objects.filter(number=number).exists() or gone.exists()


def _check_deputy(actor: Actor, deputy: User, *, now: datetime) -> None:
    here = present.members(at=now).filter(organisation=actor.organisation)
    is_colleague = here.filter(user=deputy).exists()
    if deputy.pk == actor.user_id or not is_colleague:
        raise StateConflictError(
            _("Choose a colleague of your own organisation as deputy."), code="deputy_unfit", field="deputy"
        )
