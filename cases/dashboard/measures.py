"""Which measures of the court end soon, or have passed without a word about what came after.

Only for who coordinates the case and may know who it is about (the part *identity*).
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.dashboard.item import PER_KIND, Item
from cases.measures.models import Measure
from cases.measures.rules import AHEAD
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def ending(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the measures that end within thirteen weeks in cases this person coordinates. One query."""
    today = local_day(now)
    pair = Q(case__assignments__coordinator_id=actor.user_id)
    pair |= Q(case__assignments__deputy_id=actor.user_id)
    rows = Measure.objects.filter(pair, case__assignments__ended_at=None, ended_at=None)
    rows = rows.filter(ends_on__lte=today + AHEAD).exclude(case__status="closed")
    rows = gate.visible(actor, rows, Compartment.IDENTITY, act=Act.ADMIT_ORGANISATION, now=now)
    for row in rows.select_related("case").distinct().order_by("ends_on", "pk")[:PER_KIND]:
        yield Item(
            kind=_("A measure ends: plan what comes after"),
            about=row.case.pseudonym,
            detail=row.get_kind_display(),
            due=row.ends_on,
            url=f"/cases/{row.case.number}/people/#measures",
        )
