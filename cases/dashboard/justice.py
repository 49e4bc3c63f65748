"""Which dates of the court come near, and which requests for information wait. For who coordinates."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.justice.models import CourtDate, InformationRequest
from cases.justice.rules import AHEAD, ANSWER_AHEAD
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def dates(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the dates within four weeks, and those that passed without a word, of the own cases. One query."""
    for row in _own(actor, CourtDate, "on", now=now, before=local_day(now) + AHEAD):
        yield Item(
            kind=_("A date of the court: arrange support and safety"),
            about=row.case.pseudonym,
            detail=row.get_kind_display(),
            due=row.on,
            url=f"/cases/{row.case.number}/police/#dates",
            on=_about(Work.COURT_DATE, row),
        )


def answers(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the requests for information whose answer is due within a week, of the own cases. One query."""
    for row in _own(actor, InformationRequest, "due_on", now=now, before=local_day(now) + ANSWER_AHEAD):
        yield Item(
            kind=_("Decide on a request for information"),
            about=row.case.pseudonym,
            detail=row.get_direction_display(),
            due=row.due_on,
            url=f"/cases/{row.case.number}/police/#information",
            on=_about(Work.INFORMATION, row),
        )


def _about(work: Work, row: CourtDate | InformationRequest) -> About:
    return About(
        work,
        row.pk,
        row.case_id,
        part=Compartment.POLICE,
        act=Act.ADMIT_ORGANISATION,
        marks=(row.version,),
    )


@shaped
def _own(
    actor: Actor, table: type[CourtDate | InformationRequest], day: str, *, now: Any, before: Any
) -> QuerySet:
    rows = table.objects.filter(ended_at=None, **{f"{day}__lte": before}).select_related("case")
    return mine(actor, rows, Compartment.POLICE, now=now).order_by(day, "pk")[:PER_KIND]
