"""Which questions of other organisations wait for an answer, and which own ones passed their day."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.asks.models import Ask
from cases.dashboard.item import PER_KIND, Item
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what the own organisation was asked, in the parts that this person reads. Two queries."""
    for row in _readable(actor, False, now):
        yield _item(row, _("Answer a question of another organisation"), row.from_organisation.name)


def past(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what this person asked and was not answered before its day. Two queries."""
    for row in _readable(actor, True, now):
        yield _item(row, _("Your question was not answered yet: call them"), row.to_organisation.name)


def _readable(actor: Actor, is_mine: bool, now: datetime) -> list[Ask]:
    """Give the open questions that lie in a part the actor reads: each part has its own answer."""
    today = local_day(now)
    parts = sorted(_parts(actor, is_mine, now=now, today=today))
    return _in_parts(actor, is_mine, tuple(parts), now=now, today=today)


@shaped
def _parts(actor: Actor, is_mine: bool, *, now: Any, today: Any) -> QuerySet:
    """Give in which parts something was asked; for the gate alone."""
    return _asked(actor, is_mine, today).values_list("compartment", flat=True).distinct()


@shaped
def _in_parts(actor: Actor, is_mine: bool, parts: tuple[str, ...], *, now: Any, today: Any) -> QuerySet[Ask]:
    asked = _asked(actor, is_mine, today)
    rows = gate.visible_in_parts(actor, asked, parts, act=Act.WORK_ON_ACTIONS, now=now)
    return rows.select_related("case", "from_organisation", "to_organisation").order_by("due_on", "pk")[
        :PER_KIND
    ]


def _asked(actor: Actor, is_mine: bool, today: Any) -> QuerySet[Ask]:
    rows = Ask.objects.filter(ended_at=None).exclude(case__status="closed").order_by()
    if is_mine:
        return rows.filter(asked_by_id=actor.user_id, due_on__lt=today)
    return rows.filter(to_organisation_id=actor.organisation_id)


def _item(row: Ask, kind: object, party: str) -> Item:
    return Item(
        kind=kind,
        about=row.case.pseudonym,
        detail=party,
        due=row.due_on,
        url=f"/cases/{row.case.number}/asks/#a-{row.pk}",
        on=About(
            Work.ASK,
            row.pk,
            row.case_id,
            part=Compartment(row.compartment),
            act=Act.WORK_ON_ACTIONS,
            marks=(row.state,),
        ),
    )
