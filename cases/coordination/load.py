"""How much each coordinator carries, as far as the reader may see the cases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localtime

from cases.access import gate
from cases.coordination.models import CoordinatorAssignment
from organisations import duty
from organisations.actor import Actor
from organisations.models import User

#: So far ahead it is shown who will be away.
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Load:
    """The cases of one person that are not closed: as coordinator (so many acute, urgent), and as deputy.

    ``away_from`` and ``away_until``: the first time in the next weeks that the roster says they are away.
    """

    user: User
    cases: int = 0
    acute: int = 0
    urgent: int = 0
    deputy: int = 0
    away_from: datetime | None = None
    away_until: datetime | None = None


def everybody(actor: Actor, *, now: datetime) -> list[Load]:
    """Give what each coordinator and deputy carries, who carries most first. Four queries."""
    counted = _counted(actor, now=now)
    return _with_people(counted, now=now)


def of(actor: Actor, people: Iterable[User], *, now: datetime) -> dict[int, Load]:
    """Give what some people carry, by their id; who holds no case the reader may see carries none."""
    counted = _counted(actor, now=now)
    asked = {user.pk: counted.get(user.pk, {}) for user in people}
    return {load.user.pk: load for load in _with_people(asked, now=now)}


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody of a pair who will be away, by the roster of their organisation."""

    name: str
    first: datetime
    last: datetime


def away(people: Iterable[User], *, now: datetime) -> list[Away]:
    """Give who of these people is away within the next weeks, in local time. One query."""
    names = {person.pk: person.name for person in people}
    found = duty.away(names, at=now, until=now + AHEAD)
    return [Away(names[pk], *(localtime(at) for at in span)) for pk, span in found.items()]


def _counted(actor: Actor, *, now: datetime) -> dict[int, dict[str, int]]:
    rows = CoordinatorAssignment.objects.filter(ended_at=None).exclude(case__status="closed")
    rows = gate.visible(actor, rows, now=now).order_by()
    figures = {
        "cases": Count("pk"),
        "acute": Count("pk", filter=Q(case__urgency="acute")),
        "urgent": Count("pk", filter=Q(case__urgency="urgent")),
    }
    found = {row.pop("coordinator_id"): row for row in rows.values("coordinator_id").annotate(**figures)}
    for row in rows.values("deputy_id").annotate(deputy=Count("pk")):
        found.setdefault(row["deputy_id"], {})["deputy"] = row["deputy"]
    return found


def _with_people(counted: dict[int, dict[str, int]], *, now: datetime) -> list[Load]:
    users = User.objects.in_bulk(list(counted))
    away = duty.away(counted, at=now, until=now + AHEAD)
    loads = [Load(users[pk], **figures) for pk, figures in counted.items()]
    loads = [
        replace(load, away_from=away[load.user.pk][0], away_until=away[load.user.pk][1])
        if load.user.pk in away
        else load
        for load in loads
    ]
    return sorted(loads, key=lambda load: (-load.cases, -load.deputy, load.user.name, load.user.pk))
