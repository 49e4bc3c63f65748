"""Overlaps that wait for an answer: of one's own cases, and of the signals at one's desk."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, signal_gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.overlap.models import Overlap
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def waiting(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the overlaps that this person answers for and that nobody of them answered yet."""
    for row in [*_of_cases(actor, now=now), *_at_desk(actor, now=now)]:
        yield Item(
            kind=_("There may be an overlap: answer"),
            about=row.signal.number if row.case is None else row.case.pseudonym,
            detail="",
            due=row.due_at,
            url=f"/overlaps/{row.pk}/",
            on=About(
                Work.OVERLAP,
                row.pk,
                row.case_id,
                row.signal_id,
                part=Compartment.IDENTITY,
                act=Act.ADMIT_ORGANISATION,
            ),
        )


@shaped
def _of_cases(actor: Actor, *, now: Any) -> QuerySet[Overlap]:
    rows = mine(actor, _open(actor).filter(case__isnull=False), Compartment.IDENTITY, now=now)
    return rows.order_by("due_at", "pk")[:PER_KIND]


@shaped
def _at_desk(actor: Actor, *, now: Any) -> QuerySet[Overlap]:
    rows = signal_gate.about_addressed(actor, _open(actor).filter(signal__isnull=False), now=now)
    return rows.order_by("due_at", "pk")[:PER_KIND]


def _open(actor: Actor) -> QuerySet[Overlap]:
    rows = Overlap.objects.filter(ended_at=None, answer="").select_related("case", "signal")
    return rows.exclude(facts.kept_from_other_side(actor, rows))
