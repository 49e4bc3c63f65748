"""Who turns 18 soon: youth care and its measures end then, so what comes after is planned before.

Only for who coordinates the case and may know the date of birth (the part *identity*).
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import ages
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.casefile.models import Case
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def birthdays(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the open cases this person coordinates in which somebody turns 18 first. One query."""
    today = local_day(now)
    first, last = ages.born_for_adult_soon(today)
    rows = _born(actor, now=now, first=first, last=last)
    turning = ((case, ages.turns_on(case.young_person.birth_date, ages.ADULT)) for case in rows)
    soon = ((case, turns) for case, turns in turning if today <= turns <= today + ages.ADULT_AHEAD)
    for case, turns in islice(soon, PER_KIND):
        yield Item(
            kind=_("Turns 18: plan what comes after"),
            about=case.pseudonym,
            detail=case.number,
            due=turns,
            url=f"/cases/{case.number}/plan/",
            on=About(Work.ADULTHOOD, case.pk, case.pk, part=Compartment.IDENTITY, act=Act.ADMIT_ORGANISATION),
        )


@shaped
def _born(actor: Actor, *, now: Any, first: Any, last: Any) -> QuerySet[Case]:
    cases = Case.objects.filter(young_person__birth_date__range=(first, last)).select_related("young_person")
    return mine(actor, cases, Compartment.IDENTITY, now=now).order_by("young_person__birth_date", "pk")
