"""Looks up, beside lines of the ledger, what the rules of review ask. So many queries, however many lines.

What is compared here (surnames, rosters, who is named) stays here: the rules get yes or no.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from cases.audit import review_rules as rules
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
from organisations import duty
from organisations.models import DutyOverride, DutyShift, User

STARTS_MISSING = Event.ALERT_RAISED.value
ENDS_MISSING = (Event.EPISODE_FOUND.value, Event.EPISODE_WITHDRAWN.value, Event.EPISODE_CLOSED.value)

Pair = tuple[int, int]  # person, case
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Known:
    """All that was looked up for one batch of lines."""

    named: dict[Pair, list[tuple[datetime, bool]]] = field(default_factory=dict)
    worked: dict[Pair, list[datetime]] = field(default_factory=dict)
    missing: dict[int, list[tuple[datetime, bool]]] = field(default_factory=dict)
    shifts: dict[Pair, list[DutyShift]] = field(default_factory=dict)
    overrides: dict[Pair, list[DutyOverride]] = field(default_factory=dict)
    ties: frozenset[Pair] = frozenset()


def look_up(rows: Sequence[LedgerLine]) -> list[rules.Line]:
    """Give the lines that a person of an organisation wrote, with what was looked up beside them."""
    rows = [row for row in rows if row.user_id is not None and row.organisation_id is not None]
    known = _known([row for row in rows if row.action == "R" and row.case_id is not None])
    return [_line(row, known) for row in rows]


def bare(rows: Iterable[LedgerLine]) -> list[rules.Line]:
    """Give lines with nothing beside them: enough to count in a window of time."""
    return [
        _line(row, Known()) for row in rows if row.user_id is not None and row.organisation_id is not None
    ]


def _known(rows: Sequence[LedgerLine]) -> Known:
    if not rows:
        return Known()
    people, cases = {row.user_id for row in rows}, {row.case_id for row in rows}
    first, last = min(row.at for row in rows), max(row.at for row in rows)
    return Known(
        named=_named(people, cases),
        worked=_worked(people, cases, first, last),
        missing=_missing(cases, last),
        shifts=_by_seat(DutyShift.objects.filter(user__in=people)),
        overrides=_by_seat(
            DutyOverride.objects.filter(user__in=people, ends_at__gte=first, starts_at__lte=last)
        ),
        ties=_ties(people, cases),
    )


def _line(row: LedgerLine, known: Known) -> rules.Line:
    pair, local = (row.user_id, row.case_id), timezone.localtime(row.at)
    return rules.Line(
        id=row.pk,
        at=local,
        event=row.event,
        action=row.action,
        outcome=row.outcome,
        user=row.user_id,
        organisation=row.organisation_id,
        role=row.role,
        case=row.case_id,
        is_emergency=row.is_emergency,
        is_named=_held(known.named.get(pair, []), row.at),
        works_on_it=any(abs(at - row.at) <= rules.WORKED_WITHIN for at in known.worked.get(pair, [])),
        is_on_duty=_on_duty((row.user_id, row.organisation_id), local, known),
        is_missing=_held(known.missing.get(row.case_id or 0, []), row.at),
        may_be_tied=pair in known.ties,
    )


def _named(people: set[int], cases: set[int]) -> dict[Pair, list[tuple[datetime, bool]]]:
    """Give since when people were named on cases, or coordinated them, and until when."""
    found: dict[Pair, list[tuple[datetime, bool]]] = defaultdict(list)
    rows = CaseUserObjectPermission.history.filter(user_id__in=people, content_object_id__in=cases)
    for user, case, at, kind in rows.values_list(
        "user_id", "content_object_id", "history_date", "history_type"
    ):
        found[user, case].append((at, kind != "-"))
    for row in CoordinatorAssignment.objects.filter(case_id__in=cases):
        for person in (row.coordinator_id, row.deputy_id):
            found[person, row.case_id].append((row.started_at, True))
            if row.ended_at is not None:
                found[person, row.case_id].append((row.ended_at, False))
    return found


def _worked(people: set[int], cases: set[int], first: datetime, last: datetime) -> dict[Pair, list[datetime]]:
    """Give when people changed something in these cases: the ledger itself knows."""
    rows = LedgerLine.objects.filter(
        case_id__in=cases,
        user_id__in=people,
        at__gte=first - rules.WORKED_WITHIN,
        at__lte=last,
        outcome="allowed",
        is_emergency=False,
    ).exclude(action="R")
    found: dict[Pair, list[datetime]] = defaultdict(list)
    for user, case, at in rows.exclude(event=Event.GLASS_BROKEN.value).values_list(
        "user_id", "case_id", "at"
    ):
        found[user, case].append(at)
    return found


def _missing(cases: set[int], last: datetime) -> dict[int, list[tuple[datetime, bool]]]:
    """Give when alerts about these cases began and ended."""
    events = [STARTS_MISSING, *ENDS_MISSING]
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    rows = LedgerLine.objects.filter(case_id__in=cases, at__lte=last, event__in=events, outcome="allowed")
    for case, at, event in rows.values_list("case_id", "at", "event"):
        found[case].append((at, event == STARTS_MISSING))
    return found


def _by_seat(rows: Iterable[DutyShift | DutyOverride]) -> dict[Pair, list]:
    found: dict[Pair, list] = defaultdict(list)
    for row in rows:
        found[row.user_id, row.organisation_id].append(row)
    return found


def _ties(people: set[int], cases: set[int]) -> frozenset[Pair]:
    """Give who bears the surname of the young person. Names are compared here and leave no trace."""
    young = Case.objects.filter(pk__in=cases, young_person__isnull=False)
    by_case = {pk: rules.surname(name) for pk, name in young.values_list("pk", "young_person__name")}
    by_person = {
        pk: rules.surname(name) for pk, name in User.objects.filter(pk__in=people).values_list("pk", "name")
    }
    return frozenset(
        (person, case)
        for person, own in by_person.items()
        for case, theirs in by_case.items()
        if own and own == theirs
    )


def _held(turns: Iterable[tuple[datetime, bool]], at: datetime) -> bool:
    """Tell what the latest turn before an instant says; at the same instant the beginning counts."""
    before = [turn for turn in turns if turn[0] <= at]
    return max(before)[1] if before else False


def _on_duty(seat: Pair, local: datetime, known: Known) -> bool:
    overrides = [row for row in known.overrides.get(seat, []) if row.starts_at <= local < row.ends_at]
    if any(row.is_away for row in overrides):
        return False
    return bool(overrides) or any(duty.is_covering(shift, local) for shift in known.shifts.get(seat, []))
