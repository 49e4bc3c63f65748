"""What organisations agreed and were asked, as far as the reader sees it, and how much passed its day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from cases.access import gate
from cases.asks.models import Ask
from cases.coordination.models import Action
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list somebody asks for. ``owner``: the id of an organisation; 0 is the own one."""

    owner: int = 0
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many open actions and questions of an organisation passed their day."""

    organisation: Organisation
    actions: int = 0
    questions: int = 0


def actions(actor: Actor, asked: Asked, *, now: datetime) -> QuerySet[Action]:
    """Give the open actions of an organisation in cases that the reader reads."""
    rows = _past(actor, now=now) if asked.overdue else _open_actions(actor, now=now)
    return rows.filter(owner_organisation_id=asked.owner or actor.organisation_id)


def questions(actor: Actor, asked: Asked, *, now: datetime) -> QuerySet[Ask]:
    """Give the open questions to an organisation in the parts that the reader reads. One query to build."""
    return _questions(actor, now=now, is_past=asked.overdue).filter(
        to_organisation_id=asked.owner or actor.organisation_id
    )


def overdue(actor: Actor, *, now: datetime) -> list[Overdue]:
    """Give who has something open past its day, who has most first. Four queries."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = {
        "actions": _past(actor, now=now).values_list("owner_organisation_id"),
        "questions": _questions(actor, now=now, is_past=True).values_list("to_organisation_id"),
    }
    for name, rows in counted.items():
        for owner, many in rows.order_by().annotate(many=Count("pk")):
            found[owner][name] = many
    owners = Organisation.objects.in_bulk(list(found))
    rows = [Overdue(owners[pk], **figures) for pk, figures in found.items()]
    return sorted(rows, key=lambda row: (-row.actions - row.questions, row.organisation.name))


def _open_actions(actor: Actor, *, now: datetime) -> QuerySet[Action]:
    return gate.visible(actor, Action.objects.filter(status="open"), Compartment.CORE, now=now)


def _past(actor: Actor, *, now: datetime) -> QuerySet[Action]:
    return _open_actions(actor, now=now).filter(due_on__lt=local_day(now))


def _questions(actor: Actor, *, now: datetime, is_past: bool) -> QuerySet[Ask]:
    rows = Ask.objects.filter(ended_at=None).exclude(case__status="closed")
    if is_past:
        rows = rows.filter(due_on__lt=local_day(now))
    return gate.visible_in_own_part(actor, rows, now=now)
