"""The list of cases: the page of 25 that changed last, told with a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from cases.access import facts, gate
from cases.access.shape import shaped
from cases.casefile.models import Case, CaseParticipation
from cases.casefile.paging import Page, page_from, place_of, rows_at
from cases.choices import CASE_STATUSES, URGENCIES
from cases.coordination import coordinator
from organisations.actor import Actor
from organisations.compartments import Compartment

ORDER = ("-sort_at", "-case_id")
STATUS_LABELS, URGENCY_LABELS = dict(CASE_STATUSES), dict(URGENCIES)
#: What a row needs of its participation, its case and its person: fields that nobody looks at cost as much.
NEEDED = (
    *("case", "covenant", "sort_at", "is_sealed"),
    *("purpose", "legal_ground", "identity_purpose", "identity_ground"),
    *(f"reads_{compartment.value}" for compartment in Compartment),
    *(f"case__{name}" for name in ("number", "pseudonym", "urgency", "status", "updated_at", "young_person")),
    "case__young_person__name",
)
#: What can still be unknown of a case, as every reader of its core sees it (feature I8).
LACKS = {
    "age": Q(age_band="unknown", young_person__birth_date=None),
    "form": Q(form_of_concern="unknown"),
}
URGENCY_TONES = {"acute": "danger", "urgent": "warning", "normal": "neutral"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; empty means: no matter. ``status`` empty means: not closed."""

    mine: bool = False
    urgency: str = ""
    status: str = ""
    form: str = ""
    coordinator: int = 0  # the id of a person
    lacks: str = ""  # a code of LACKS

    @property
    def any_set(self) -> bool:
        """Tell whether the reader narrowed the list."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list. ``title`` is the name only for those who may read it."""

    number: str
    url: str
    title: str
    pseudonym: str
    urgency: Promise
    tone: str
    status: Promise
    is_open: bool
    coordinator: str
    changed_at: datetime
    is_emergency: bool = False
    is_meeting: bool = False
    table: str = ""  # only for who sits at more than one


def page(actor: Actor, filters: Filters, query: QueryDict, *, now: datetime) -> tuple[Page, list[Row]]:
    """Give one page of the cases this actor may open, the last change first. One statement."""
    place = place_of(query)
    rows = _nearby(actor, filters, place.side, **place.row, now=now)
    found = page_from(rows, place, keys=ORDER, query=query)
    rows = [_of_participation(row, actor, now=now) for row in found.rows]
    tables = facts.tables_of(actor, now=now)
    if len(tables) < 2:
        return found, rows
    sat = [tables[row.covenant_id].table for row in found.rows]
    return found, [replace(row, table=table) for row, table in zip(rows, sat, strict=True)]


@shaped
def _nearby(actor: Actor, filters: Filters, side: str, *, now: datetime, **row: Any) -> QuerySet:
    rows = gate.in_list_order(actor, now=now).select_related("case__young_person").only(*NEEDED)
    present = FilteredRelation("case__assignments", condition=Q(case__assignments__ended_at=None))
    rows = rows.annotate(assignment=present, coordinator_name=F("assignment__coordinator__name"))
    return rows_at(narrowed(rows, actor, filters, "case__"), side, **row, keys=ORDER)


def in_emergency(actor: Actor, filters: Filters, *, now: datetime) -> list[Row]:
    """Give the cases that are open by emergency access only; without any, no statement."""
    cases = list(narrowed(gate.in_emergency(actor, now=now), actor, filters, ""))
    names = coordinator.names(case.pk for case in cases) if cases else {}
    return [row(case, case.pseudonym, names, is_emergency=True) for case in cases]


def in_meeting(actor: Actor, filters: Filters, *, now: datetime) -> list[Row]:
    """Give the cases that are open because of a meeting only; without any, no statement."""
    cases = list(narrowed(gate.in_meeting(actor, now=now), actor, filters, ""))
    names = coordinator.names(case.pk for case in cases) if cases else {}
    return [replace(row(case, case.pseudonym, names), is_meeting=True) for case in cases]


def narrowed(rows: QuerySet, actor: Actor, filters: Filters, path: str) -> QuerySet:
    """Apply the filters; ``path`` leads from a row to its case. A coordinator is always named."""
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
    return rows.filter(_lacking(filters.lacks, path), **wanted)


def lacking(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Count the open cases in which something is unknown: each number is the length of its list.

    One statement, and two per number while cases are open by emergency or because of a meeting.
    """
    rows = narrowed(gate.in_list_order(actor, now=now).order_by(), actor, Filters(), "case__")
    found = rows.aggregate(**{code: Count("pk", filter=_lacking(code, "case__")) for code in LACKS})
    for code in LACKS:
        filters = Filters(lacks=code)
        found[code] += len(in_emergency(actor, filters, now=now)) + len(in_meeting(actor, filters, now=now))
    return found


def _lacking(code: str, path: str) -> Q:
    """Give the condition that something is unknown; ``path`` leads from a row to its case."""
    if not code:
        return Q()
    return Q(*((f"{path}{field}", value) for field, value in LACKS[code].children))


def row(case: Case, title: str, names: dict[int, str], *, is_emergency: bool = False) -> Row:
    """Give a case as a row of a list."""
    return Row(
        number=case.number,
        url=f"/cases/{case.number}/",
        title=title,
        pseudonym=case.pseudonym,
        urgency=URGENCY_LABELS[case.urgency],
        tone=URGENCY_TONES[case.urgency],
        status=STATUS_LABELS[case.status],
        is_open=case.status != "closed",
        coordinator=names.get(case.pk, ""),
        changed_at=case.updated_at,
        is_emergency=is_emergency,
    )


def readable_names(cases: Iterable[Case]) -> dict[int, str]:
    """Give the names of cases whose identity the reader may see."""
    return {case.pk: case.young_person.name for case in cases if case.young_person is not None}


def _of_participation(participation: CaseParticipation, actor: Actor, *, now: datetime) -> Row:
    case = participation.case
    reads_name = Compartment.IDENTITY in gate.readable_in_list(actor, participation, now=now)
    title = case.young_person.name if reads_name and case.young_person is not None else case.pseudonym
    return row(case, title, {case.pk: participation.coordinator_name or ""})
