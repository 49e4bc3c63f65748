"""Keep the figures of a period for the board, as they were counted that day."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.statistics import figures
from cases.statistics.choices import DEFINITIONS
from cases.statistics.models import BoardReport
from cases.statistics.rules import Period, periods
from cases.workdays import local_day
from organisations import covenant as covenants
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Covenant


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about: a covenant, and a period that is over."""

    covenant: Covenant
    period: Period


def make(about: About, *, actor: Actor, now: datetime) -> BoardReport:
    """Count a period and keep what may be told; every organisation of the covenant can read it then.

    Counting again makes another report: one that people read is never changed.

    Raises:
        AccessDenied: the actor does not triage at a desk of this covenant.
        StateConflictError: the period is not over.
    """
    actor.demand(Act.TRIAGE_SIGNAL)
    if not desks(actor, now=now).filter(pk=about.covenant.pk).exists():
        raise gate.not_found(str(about.covenant.pk), act=Act.TRIAGE_SIGNAL)
    with transaction.atomic():
        if about.period not in periods(local_day(now)):
            raise StateConflictError(
                _("This period is not over yet. Choose another one."), code="not_over", field="period"
            )
        made = BoardReport(
            covenant=about.covenant,
            organisation=actor.organisation,
            year=about.period.year,
            until=about.period.until,
            definitions=DEFINITIONS,
            figures=figures.counted(actor, about.period, covenant_id=about.covenant.pk, now=now),
            made_at=now,
            made_by=actor.user,
        )
        write(made, actor=actor, now=now)
        record(made, Event.BOARD_REPORT_MADE, actor=actor, act=Act.TRIAGE_SIGNAL, now=now)
    return made


def readable(actor: Actor, *, now: datetime) -> QuerySet[BoardReport]:
    """Give the reports of every covenant by which the actor's organisation is bound now, the newest first."""
    if not actor.holds(Act.SEE_FIGURES) or actor.organisation_id is None:
        return BoardReport.objects.none()
    bound = covenants.bound(on=local_day(now)).filter(organisation=actor.organisation_id)
    rows = BoardReport.objects.filter(covenant__in=bound.values("version__covenant"))
    return rows.select_related("covenant", "organisation", "made_by").order_by("-made_at", "-id")


def desks(actor: Actor, *, now: datetime) -> QuerySet[Covenant]:
    """Give the covenants at whose desk the actor triages, and can count."""
    if not actor.holds(Act.TRIAGE_SIGNAL):
        return Covenant.objects.none()
    opening = facts.opening(actor, Compartment.SIGNALS, now=now)
    return Covenant.objects.filter(pk__in=opening).order_by("name", "pk")


def fetch(actor: Actor, pk: int, *, now: datetime) -> BoardReport:
    """Give a report that the actor may read. The caller records the reading.

    Raises:
        AccessDenied: it does not exist, or not for this actor: the same answer.
    """
    found = readable(actor, now=now).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.SEE_FIGURES)
    return found


def record(report: BoardReport, event: Event, *, actor: Actor, act: Act, now: datetime) -> None:
    """Write the ledger line of a report that was made or read."""
    ledger.record(actor, event, on=report, now=now, act=act, year=report.year)


def address(report: BoardReport) -> str:
    """Give where a report stands inside this site."""
    return f"/figures/{report.pk}/"
