"""Which judgements of risk wait for a new look, for who coordinates."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import in_pair
from cases.level.models import RiskJudgement
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def overdue(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the judgements in the own cases whose day came. One query."""
    for row in _overdue(actor, now=now, today=local_day(now)):
        yield Item(
            kind=_("Look at the judgement of risk again"),
            about=row.case.pseudonym,
            detail=row.case.number,
            due=row.review_on,
            url=f"/cases/{row.case.number}/level/#risk",
            on=About(Work.RISK, row.pk, row.case_id, part=Compartment.SIGNALS, act=Act.WRITE_NOTE),
        )


@shaped
def _overdue(actor: Actor, *, now: Any, today: Any) -> QuerySet[RiskJudgement]:
    rows = RiskJudgement.objects.filter(in_pair(actor), ended_at=None, review_on__lte=today)
    rows = rows.exclude(case__status="closed")
    rows = gate.visible(actor, rows, Compartment.SIGNALS, act=Act.WRITE_NOTE, now=now)
    return rows.select_related("case").distinct().order_by("review_on", "pk")[:PER_KIND]
