"""What a region agreed about which desk gets which signals: rows that people keep, and how they are read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import ages
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.names import fold
from cases.conflict import StateConflictError
from cases.intake import desk as desks
from cases.intake import route_rules
from cases.intake.desk import Desk
from cases.intake.models import SignalRoute
from cases.intake.report import Report
from cases.intake.route_rules import Facts, Route
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write

NO_AGE_BETWEEN = _("No age lies between these two. The second is the first age that it no longer holds for.")
SAME = _("This very agreement stands here already. End the other one first, or say more in this one.")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement as somebody writes it down; what is empty holds for all. Ages in whole years."""

    desk: Desk
    municipality: str = ""
    age_from: int | None = None
    age_until: int | None = None
    form_of_concern: str = ""


def in_force() -> QuerySet[SignalRoute]:
    """Give the agreements that hold, by table and place."""
    rows = SignalRoute.objects.filter(ended_at=None).select_related("covenant", "desk")
    return rows.order_by("covenant__name", "municipality", "age_from", "pk")


def agree(*, actor: Actor, agreement: Agreement, now: datetime) -> SignalRoute:
    """Write down an agreement; it holds for what comes in from now on.

    Raises:
        AccessDenied: the actor's role keeps no agreements about signals.
        StateConflictError: no age lies in it, it stands there already, or the desk can't receive signals.
    """
    actor.demand(Act.MANAGE_ROUTES)
    with transaction.atomic():
        _check(agreement, now=now)
        row = SignalRoute(
            covenant=agreement.desk.table,
            desk=agreement.desk.organisation,
            municipality=agreement.municipality.strip(),
            age_from=agreement.age_from,
            age_until=agreement.age_until,
            form_of_concern=agreement.form_of_concern,
            made_at=now,
            made_by=actor.user,
        )
        write(row, actor=actor, now=now)
        ledger.record(actor, Event.ROUTE_AGREED, on=row, now=now, act=Act.MANAGE_ROUTES)
    return row


def end(row: SignalRoute, *, actor: Actor, now: datetime) -> SignalRoute:
    """End an agreement; what came in under it stays where it is.

    Raises:
        AccessDenied: the actor's role keeps no agreements about signals.
        StateConflictError: it ended already.
    """
    actor.demand(Act.MANAGE_ROUTES)
    with transaction.atomic():
        standing = SignalRoute.objects.select_for_update().get(pk=row.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This agreement ended already."), code="ended")
        standing.ended_at, standing.ended_by = now, actor.user
        write(standing, actor=actor, now=now, reason="ended")
        ledger.record(actor, Event.ROUTE_ENDED, on=standing, now=now, act=Act.MANAGE_ROUTES)
    return standing


def desk_for(report: Report, among: list[Desk], *, now: datetime) -> Desk | None:
    """Give the desk that the agreements name for this report, of those that are open; None when none does."""
    open_desks = {(desk.table.pk, desk.organisation.pk): desk for desk in among}
    rows = [row for row in in_force() if (row.covenant_id, row.desk_id) in open_desks]
    facts = Facts(
        municipality=fold(report.municipality),
        age=_age(report.subject_birth_date, on=timezone.localdate(now)),
        form=report.form_of_concern,
    )
    found = route_rules.chosen([_as_rule(row) for row in rows], facts)
    if found is None:
        return None
    row = next(row for row in rows if row.pk == found.key)
    return open_desks[(row.covenant_id, row.desk_id)]


def _age(born: date | None, *, on: date) -> int | None:
    return None if born is None else ages.age(born, on=on)


def _as_rule(row: SignalRoute) -> Route:
    return Route(
        key=row.pk,
        municipality=fold(row.municipality),
        age_from=row.age_from,
        age_until=row.age_until,
        form=row.form_of_concern,
    )


def _check(agreement: Agreement, *, now: datetime) -> None:
    if route_rules.is_empty_range(agreement.age_from, agreement.age_until):
        raise StateConflictError(NO_AGE_BETWEEN, code="no_age", field="age_until")
    if agreement.desk not in desks.open_to_everybody(now=now):
        raise StateConflictError(_("This desk can't receive signals now."), code="no_desk", field="desk")
    same = in_force().filter(
        covenant=agreement.desk.table,
        age_from=agreement.age_from,
        age_until=agreement.age_until,
        form_of_concern=agreement.form_of_concern,
    )
    if any(fold(row.municipality) == fold(agreement.municipality) for row in same):
        raise StateConflictError(SAME, code="same", field="municipality")
