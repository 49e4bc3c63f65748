"""Control cases: invented, closed long ago, in everybody's list, and nobody has reason to open one.

To a reader such a case is a case like any other: its own table points at it, and nothing in the case points
back. Where it came from stands in the ledger, in a line that names no case. The board of the covenant decides
that there are some; an auditor places them, and readers are asked, never accused.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import HoneytokenCase
from cases.casefile import person
from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from cases.conflict import StateConflictError
from cases.coordination.models import CoordinatorAssignment
from cases.numbers import draw, draw_pseudonym
from organisations import covenant
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment, LegalGround, Purpose
from organisations.history import write
from organisations.models import Membership, Organisation, User

#: Who coordinates cases, and so can have an old one in their list.
KIND = "care_coordination"
TERMS = (Purpose.CARE_COORDINATION.value, LegalGround.PUBLIC_TASK.value)
OPEN_FOR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Invented:
    """What the control case pretends to be. ``started_on``: a local day at least a year ago."""

    organisation: Organisation
    coordinator: User
    deputy: User
    name: str
    birth_date: date
    form_of_concern: str
    age_band: str
    started_on: date
    close_reason: str
    explanation: str


def place(*, actor: Actor, invented: Invented, now: datetime) -> HoneytokenCase:
    """Make an invented, closed case and watch who opens it.

    Raises:
        AccessDenied: no reviewer.
        StateConflictError: too recent to be closed long ago, the pair never worked there, or the covenant
            opens nothing for this organisation.
    """
    actor.demand(Act.REVIEW_AUDIT)
    _check(invented, now=now)
    keeper = Actor.system("records")
    with transaction.atomic():
        case = _case(invented, keeper=keeper, now=now)
        _takes_part(case, invented, keeper=keeper, now=now)
        token = HoneytokenCase(
            case_id=case.pk,
            case_number=case.number,
            organisation=invented.organisation,
            explanation=invented.explanation,
            placed_by=actor.user,
            placed_at=now,
        )
        write(token, actor=actor, now=now)
        ledger.record(actor, Event.CONTROL_CASE_PLACED, on=token, now=now, act=Act.REVIEW_AUDIT)
    return token


def end(token: HoneytokenCase, *, actor: Actor, now: datetime) -> HoneytokenCase:
    """Stop watching a control case; it stays a closed case like any other.

    Raises:
        AccessDenied: no reviewer.
        StateConflictError: it is not watched any more.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        standing = HoneytokenCase.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This control case is not watched any more."), code="ended")
        standing.ended_at = now
        write(standing, actor=actor, now=now, reason="ended")
        ledger.record(actor, Event.CONTROL_CASE_ENDED, on=standing, now=now, act=Act.REVIEW_AUDIT)
    return standing


def placed() -> QuerySet[HoneytokenCase]:
    """Give the control cases with who placed them; for auditors only."""
    return HoneytokenCase.objects.select_related("organisation", "placed_by")


def _check(invented: Invented, *, now: datetime) -> None:
    if invented.started_on > timezone.localdate(now) - timedelta(days=365):
        raise StateConflictError(
            _("Choose a day at least a year ago, so that nobody expects to work on it."),
            code="too_recent",
            field="started_on",
        )
    pair = {invented.coordinator.pk, invented.deputy.pk}
    worked = Membership.objects.filter(organisation=invented.organisation, user__in=pair)
    if len(pair) < 2 or set(worked.values_list("user_id", flat=True)) != pair:
        raise StateConflictError(
            _("Choose two people who work or worked at this organisation."), code="unfit", field="deputy"
        )
    if _table(invented, now=now) is None:
        raise StateConflictError(
            _("The covenant opens no cases for this organisation."), code="no_clause", field="organisation"
        )


def _table(invented: Invented, *, now: datetime) -> int | None:
    """Give the oldest table (covenant id) at which the organisation reads cases on these terms."""
    tables = covenant.tables(invented.organisation, now=now)
    return min((pk for pk, found in tables.items() if found.allows(Compartment.CORE, *TERMS)), default=None)


def _case(invented: Invented, *, keeper: Actor, now: datetime) -> Case:
    start = _at_work(invented.started_on)
    year, closed_at = start.year, start + OPEN_FOR
    known = person.write_new(
        name=invented.name,
        birth_date=invented.birth_date,
        municipality=invented.organisation.municipality,
        actor=keeper,
        now=now,
    )
    case = Case(
        number=draw("C", year, lambda number: Case.objects.filter(number=number).exists()),
        pseudonym=draw_pseudonym(year, lambda name: Case.objects.filter(pseudonym=name).exists()),
        covenant_id=_table(invented, now=now),
        young_person=known,
        form_of_concern=invented.form_of_concern,
        age_band=invented.age_band,
        status="closed",
        started_at=start,
        closed_at=closed_at,
        close_reason=invented.close_reason,
        updated_at=closed_at,
    )
    return write(case, actor=keeper, now=now)


def _takes_part(case: Case, invented: Invented, *, keeper: Actor, now: datetime) -> None:
    """Let the organisation take part and two people coordinate, with the dates of long ago."""
    ceiling = covenant.ceiling(invented.organisation, under=case.covenant_id, now=now)
    opened = {f"reads_{part.value}": ceiling.allows(part, *TERMS) for part in Compartment}
    part = CaseParticipation(
        case=case,
        organisation=invented.organisation,
        covenant_id=case.covenant_id,
        purpose=TERMS[0],
        legal_ground=TERMS[1],
        starts_at=case.started_at,
        sort_at=case.updated_at,
        admitted_by=invented.coordinator,
        admitted_by_organisation=invented.organisation,
        **opened,
    )
    write(part, actor=keeper, now=now)
    pair = CoordinatorAssignment(
        case=case, coordinator=invented.coordinator, deputy=invented.deputy, started_at=case.started_at
    )
    write(pair, actor=keeper, now=now)
    for kind, at in (("case_started", case.started_at), ("case_closed", case.closed_at)):
        TimelineEntry.objects.create(
            case=case,
            at=at,
            compartment=Compartment.CORE.value,
            kind=kind,
            organisation=invented.organisation,
            user=invented.coordinator,
            params={},
        )


def _at_work(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), tzinfo=timezone.get_default_timezone())
