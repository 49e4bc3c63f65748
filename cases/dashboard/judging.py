"""Which judgements of risk wait for a new look, for who coordinates."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.level.models import RiskJudgement
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def overdue(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the judgements in the own cases whose day came. One query."""
    pair = Q(case__assignments__coordinator_id=actor.user_id)
    pair |= Q(case__assignments__deputy_id=actor.user_id)
    rows = RiskJudgement.objects.filter(pair, case__assignments__ended_at=None, ended_at=None)
    rows = rows.filter(review_on__lte=local_day(now)).exclude(case__status="closed")
    rows = gate.visible(actor, rows, Compartment.SIGNALS, act=Act.WRITE_NOTE, now=now)
    for row in rows.select_related("case").distinct().order_by("review_on", "pk")[:PER_KIND]:
        yield Item(
            kind=_("Look at the judgement of risk again"),
            about=row.case.pseudonym,
            detail=row.case.number,
            due=row.review_on,
            url=f"/cases/{row.case.number}/level/#risk",
            on=About(Work.RISK, row.pk, row.case_id, part=Compartment.SIGNALS, act=Act.WRITE_NOTE),
        )
