"""Which questions of other organisations wait for an answer, and which own ones passed their day."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.aside.rules import About, Work
from cases.asks.models import Ask
from cases.dashboard.item import PER_KIND, Item
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what the own organisation was asked, in the parts that this person reads. Two queries."""
    rows = _readable(actor, Ask.objects.filter(to_organisation_id=actor.organisation_id), now)
    for row in rows.order_by("due_on", "pk")[:PER_KIND]:
        yield _item(row, _("Answer a question of another organisation"), row.from_organisation.name)


def past(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what this person asked and was not answered before its day. Two queries."""
    mine = Ask.objects.filter(asked_by_id=actor.user_id, due_on__lt=local_day(now))
    for row in _readable(actor, mine, now).order_by("due_on", "pk")[:PER_KIND]:
        yield _item(row, _("Your question was not answered yet: call them"), row.to_organisation.name)


def _readable(actor: Actor, asked: QuerySet[Ask], now: datetime) -> QuerySet[Ask]:
    """Keep the open questions that lie in a part the actor reads: each part has its own answer."""
    asked = asked.filter(ended_at=None).exclude(case__status="closed")
    seen = gate.visible_in_own_part(actor, asked, act=Act.WORK_ON_ACTIONS, now=now)
    return seen.select_related("case", "from_organisation", "to_organisation")


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
