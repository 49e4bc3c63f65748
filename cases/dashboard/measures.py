"""Which measures of the court end soon, or have passed without a word about what came after.

Only for who coordinates the case and may know who it is about (the part *identity*).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.measures.models import Measure
from cases.measures.rules import AHEAD
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def ending(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the measures that end within thirteen weeks in cases this person coordinates. One query."""
    for row in _ending(actor, now=now, before=local_day(now) + AHEAD):
        yield Item(
            kind=_("A measure ends: plan what comes after"),
            about=row.case.pseudonym,
            detail=row.get_kind_display(),
            due=row.ends_on,
            url=f"/cases/{row.case.number}/people/#measures",
            on=About(
                Work.MEASURE,
                row.pk,
                row.case_id,
                part=Compartment.IDENTITY,
                act=Act.ADMIT_ORGANISATION,
                marks=(row.version,),
            ),
        )


@shaped
def _ending(actor: Actor, *, now: Any, before: Any) -> QuerySet[Measure]:
    soon = Measure.objects.filter(ended_at=None, ends_on__lte=before).select_related("case")
    return mine(actor, soon, Compartment.IDENTITY, now=now).order_by("ends_on", "pk")[:PER_KIND]
