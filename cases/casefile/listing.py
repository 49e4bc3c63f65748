"""The list of cases: the page of 25 that changed last, told with a fixed number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.access.shape import shaped
from cases.casefile import ageing_rules
from cases.casefile.ageing_rules import Band
from cases.casefile.models import Case, CaseParticipation, YoungPerson
from cases.casefile.paging import Page, page_from, place_of, rows_at
from cases.choices import CASE_STATUSES, URGENCIES
from cases.coordination import coordinator
from cases.coordination.models import CoordinatorAssignment
from organisations.actor import Actor
from organisations.compartments import Compartment

ORDER = ("-sort_at", "-case_id")
STATUS_LABELS, URGENCY_LABELS = dict(CASE_STATUSES), dict(URGENCIES)
#: What a row needs of its participation, its case and its person: fields that nobody looks at cost as much.
NEEDED = (
    *("case", "covenant", "sort_at", "is_sealed"),
    *("purpose", "legal_ground", "identity_purpose", "identity_ground"),
    *(f"reads_{compartment.value}" for compartment in Compartment),
    *(f"case__{name}" for name in ("number", "pseudonym", "urgency", "status", "updated_at")),
)
#: What can still be unknown of a case, as every reader of its core sees it (feature I8).
LACKS = {
    "age": Q(age_band="unknown", young_person__birth_date=None),
    "form": Q(form_of_concern="unknown"),
}
#: How long a case is open, and how long nothing happened in it: name of the filter -> field of the case.
AGEING = {"open_for": "started_at", "quiet_for": "updated_at"}
URGENCY_TONES = {"acute": "danger", "urgent": "warning", "normal": "neutral"}


class Mark(NamedTuple):
    """A word beside the urgency of a row, and the tone it has."""

    text: Promise
    tone: str = "neutral"


IN_EMERGENCY, IN_MEETING = Mark(_("Emergency access"), "danger"), Mark(_("During a meeting"), "info")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; empty means: no matter. ``status`` empty means: not closed."""

    mine: bool = False
    urgency: str = ""
    status: str = ""
    form: str = ""
    coordinator: int = 0  # the id of a person
    lacks: str = ""  # a code of LACKS
    open_for: str = ""  # a code of Band
    quiet_for: str = ""

    @property
    def any_set(self) -> bool:
        """Tell whether the reader narrowed the list."""
        return self != Filters()

    @property
    def asks_ageing(self) -> bool:
        """Tell whether the calendar has a say in it."""
        return bool(self.open_for or self.quiet_for)


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list. ``title`` is the name only for those who may read it, who see both then."""

    number: str
    url: str
    title: str
    pseudonym: str  # only when it is not the title
    urgency: Promise
    tone: str
    marks: tuple[Mark, ...]
    coordinator: str
    changed_at: datetime
    table: str = ""  # only for who sits at more than one


def page(actor: Actor, filters: Filters, query: QueryDict, *, now: datetime) -> tuple[Page, list[Row]]:
    """Give one page of the cases this actor may open, the last change first. One statement."""
    place = place_of(query)
    edges = ageing_rules.edges(now) if filters.asks_ageing else {}
    rows = _nearby(actor, filters, place.side, **place.row, **edges, now=now)
    found = page_from(rows, place, keys=ORDER, query=query)
    rows = [_of_participation(row, actor, now=now) for row in found.rows]
    tables = facts.tables_of(actor, now=now)
    if len(tables) < 2:
        return found, rows
    sat = [tables[row.covenant_id].table for row in found.rows]
    return found, [replace(row, table=table) for row, table in zip(rows, sat, strict=True)]


@shaped
def _nearby(actor: Actor, filters: Filters, side: str, *, now: datetime, **row: Any) -> QuerySet:
    # ``row``: the place of the neighbour, and the edges of the bands when they are asked.
    # Names by the side of a row, not joined: PostgreSQL weighs the order of each join anew at every page.
    assigned = CoordinatorAssignment.objects.filter(case=OuterRef("case"), ended_at=None)
    person = YoungPerson.objects.filter(pk=OuterRef("case__young_person"))
    rows = gate.in_list_order(actor, now=now).only(*NEEDED)
    rows = rows.annotate(
        coordinator_name=Subquery(assigned.values("coordinator__name")), name=Subquery(person.values("name"))
    )
    place = {name: row.pop(name) for name in ("at", "pk") if name in row}
    return rows_at(narrowed(rows, actor, filters, "case__", row), side, **place, keys=ORDER)


def hurried(actor: Actor, filters: Filters, *, now: datetime) -> list[Row]:
    """Give the cases that only an emergency or a meeting opens; without any, no statement."""
    by_emergency, by_meeting = gate.in_emergency(actor, now=now), gate.in_meeting(actor, now=now)
    return [
        *_hurried(by_emergency, actor, filters, IN_EMERGENCY, now),
        *_hurried(by_meeting, actor, filters, IN_MEETING, now),
    ]


def _hurried(opened: QuerySet[Case], actor: Actor, filters: Filters, mark: Mark, now: datetime) -> list[Row]:
    if opened.query.is_empty():  # almost always, and to find that out a second time is a tenth of the page
        return []
    cases = list(narrowed(opened, actor, filters, "", ageing_rules.edges(now)))
    names = coordinator.names(case.pk for case in cases) if cases else {}
    return [row(case, case.pseudonym, names, mark) for case in cases]


def narrowed(rows: QuerySet, actor: Actor, filters: Filters, path: str, edges: Mapping[str, Any]) -> QuerySet:
    """Apply the filters; ``path`` leads from a row to its case. A coordinator is always named.

    ``edges``: of the bands (``ageing_rules.edges``), for who asks how long.
    """
    wanted: dict[str, Any] = {}
    if filters.urgency:
        wanted[f"{path}urgency"] = filters.urgency
    if filters.form:
        wanted[f"{path}form_of_concern"] = filters.form
    if filters.status != "all":
        wanted[f"{path}status__in"] = [filters.status] if filters.status else ["open", "stepped_down"]
    if filters.coordinator:
        wanted[f"{path}assignments__coordinator"] = filters.coordinator
        wanted[f"{path}assignments__ended_at"] = None
    if filters.mine:
        wanted[f"{path}pk__in"] = facts.namings(actor).values("content_object_id")
    for name in AGEING:
        if band := getattr(filters, name):
            wanted |= aged(name, Band(band), path, edges)
    return rows.filter(lacking(filters.lacks, path), **wanted)


def lacking(code: str, path: str) -> Q:
    """Give the condition that something is unknown; ``path`` leads from a row to its case."""
    if not code:
        return Q()
    return Q(*((f"{path}{field}", value) for field, value in LACKS[code].children))


def aged(name: str, band: Band, path: str, edges: Mapping[str, Any]) -> dict[str, Any]:
    """Give the lookups that keep the cases of a band; ``name`` says of which clock (AGEING)."""
    bounds = ageing_rules.bounds(band, edges)
    return {f"{path}{AGEING[name]}__{lookup}": at for lookup, at in bounds.items()}


def row(case: Case, title: str, names: dict[int, str], *marks: Mark) -> Row:
    """Give a case as a row of a list."""
    closed = (Mark(STATUS_LABELS[case.status]),) if case.status == "closed" else ()
    return Row(
        number=case.number,
        url=f"/cases/{case.number}/",
        title=title,
        pseudonym=case.pseudonym if case.pseudonym != title else "",
        urgency=URGENCY_LABELS[case.urgency],
        tone=URGENCY_TONES[case.urgency],
        marks=(*closed, *marks),
        coordinator=names.get(case.pk, ""),
        changed_at=case.updated_at,
    )


def readable_names(cases: Iterable[Case]) -> dict[int, str]:
    """Give the names of cases whose identity the reader may see."""
    return {case.pk: case.young_person.name for case in cases if case.young_person is not None}


def _of_participation(participation: CaseParticipation, actor: Actor, *, now: datetime) -> Row:
    case = participation.case
    reads_name = Compartment.IDENTITY in gate.readable_in_list(actor, participation, now=now)
    title = participation.name if reads_name and participation.name else case.pseudonym
    return row(case, title, {case.pk: participation.coordinator_name or ""})
