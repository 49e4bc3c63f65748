"""How much each coordinator carries, as far as the reader may see the cases."""

from collections import defaultdict
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
#: Counted apart, by the urgency of the case.
URGENT = ("acute", "urgent")


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
    """Give what each coordinator and deputy carries, who carries most first. Three queries."""
    counted = _counted(actor, now=now)
    return _with_people(counted, now=now)


def of(actor: Actor, people: Iterable[User], *, now: datetime) -> dict[int, Load]:
    """Give what some people carry, by their id; who holds no case the reader may see carries none."""
    ids = [user.pk for user in people]
    counted = _counted(actor, now=now, people=ids)
    asked = {pk: counted.get(pk, {}) for pk in ids}
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


def _counted(
    actor: Actor, *, now: datetime, people: Iterable[int] | None = None
) -> dict[int, dict[str, int]]:
    """Count by pair and urgency in one reading of the rows; of some people, in their own rows only."""
    rows = CoordinatorAssignment.objects.filter(ended_at=None).exclude(case__status="closed")
    if people is not None:
        rows = rows.filter(Q(coordinator__in=people) | Q(deputy__in=people))
    rows = gate.visible(actor, rows, now=now).order_by()
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    groups = rows.values_list("coordinator_id", "deputy_id", "case__urgency").annotate(Count("pk"))
    for coordinator, deputy, urgency, many in groups:
        found[coordinator]["cases"] += many
        found[deputy]["deputy"] += many
        if urgency in URGENT:
            found[coordinator][urgency] += many
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
