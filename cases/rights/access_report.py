"""The report for a young person or parent about who looked: a coordinator makes it, the ledger tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.rights import shielding
from cases.rights.models import AccessReport
from cases.rights.report_rules import NEVER, Entry, Reading, entries
from cases.workdays import start_of_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

#: More than this nobody can read; a shorter period can.
MOST = 3_000
FIELDS = (
    "at",
    "user_id",
    "user_label",
    "organisation_label",
    "role",
    "compartments",
    "ground",
    "is_emergency",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report must tell: to whom, which days (local, both included), what is left out and why."""

    for_whom: str
    since: date
    until: date
    left_out: frozenset[Compartment] = frozenset()
    limit: str = ""


def make(case: Case, *, actor: Actor, wanted: Wanted, now: datetime) -> AccessReport:
    """Make a report about who looked in a case.

    Raises:
        AccessDenied: the actor does not answer about rights in this case.
        StateConflictError: parts are left out without a ground, or it would be too long to read.
    """
    gate.require(actor, Act.ANSWER_RIGHTS, on=case, now=now)
    _check(wanted)
    with transaction.atomic():
        made = AccessReport(
            case=case,
            for_whom=wanted.for_whom,
            since=wanted.since,
            until=wanted.until,
            left_out=",".join(sorted(wanted.left_out - NEVER)),
            limit=wanted.limit,
            made_at=now,
            made_by=actor.user,
            organisation=actor.organisation,
        )
        if len(told(made, now=now)) > MOST:
            raise StateConflictError(
                _("This would be too long to read. Choose a shorter period, and make more reports."),
                code="too_long",
                field="since",
            )
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.ACCESS_REPORT_MADE,
            on=made,
            case=case,
            now=now,
            act=Act.ANSWER_RIGHTS,
            asked_by=wanted.for_whom,
            left_out=len(wanted.left_out - NEVER),
        )
    return made


def told(report: AccessReport, *, now: datetime) -> list[Entry]:
    """Give what a report tells, read again from the ledger; a name shielded meanwhile stays away."""
    return entries(
        _readings(_lines(report)),
        left_out=frozenset(Compartment(part) for part in report.left_out.split(",") if part),
        shielded=shielding.shielded(report.case, moments=(report.made_at, now)),
    )


def _check(wanted: Wanted) -> None:
    if wanted.left_out - NEVER and not wanted.limit:
        raise StateConflictError(
            _("Choose on which ground of the law you leave parts out."), code="no_ground", field="limit"
        )
    if wanted.until < wanted.since:
        raise StateConflictError(_("The period ends before it starts."), code="ends_early", field="until")


def _lines(report: AccessReport) -> QuerySet[LedgerLine]:
    """Give the lines that showed parts of the case: readings and prints, none that was refused."""
    end = min(start_of_day(report.until + timedelta(days=1)), report.made_at)
    return (
        LedgerLine.objects.filter(
            case_id=report.case_id,
            at__gte=start_of_day(report.since),
            at__lt=end,
            action__in=["R", "E"],
            outcome="allowed",
        )
        .exclude(compartments="")
        .order_by("at", "id")
    )


def _readings(lines: QuerySet[LedgerLine]) -> Iterator[Reading]:
    for at, user_id, name, organisation, role, parts, ground, emergency in lines.values_list(
        *FIELDS
    ).iterator(chunk_size=2_000):
        yield Reading(
            at=timezone.localtime(at),
            user_id=user_id,
            name=name,
            organisation=organisation,
            role=role,
            parts=frozenset(Compartment(part) for part in parts.split(",")),
            ground=ground,
            is_emergency=emergency,
        )
