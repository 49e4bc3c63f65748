"""Which questions about coordination wait: for who was asked, who asked, and who directs the process."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.coordination.models import CoordinationOffer, CoordinatorAssignment
from cases.coordination.offer_rules import OfferState
from cases.dashboard.item import PER_KIND, Item
from organisations.actor import Actor
from organisations.acts import Act
from organisations.models import DutyOverride

#: So far ahead it is work that both will be away.
AHEAD = timedelta(days=14)
#: What each side of a question waits for, and by which act it sees the case.
ANSWER = (Work.OFFER_ANSWER, Act.WORK_ON_ACTIONS)
REFUSED = (Work.OFFER_REFUSED, Act.ASSIGN_COORDINATOR)
LATE = (Work.OFFER_LATE, Act.CHAIR_MEETING)


def assigns(actor: Actor, now: datetime) -> bool:
    """Tell whether this person chooses pairs: by their role, or of a case they hold. At most one query."""
    if actor.holds(Act.ASSIGN_COORDINATOR):
        return True
    return bool(_any_pair(actor, now=now))


def to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the questions to this person that wait for their answer. One query."""
    for row in _to_answer(actor, now=now):
        yield _item(row, _("Say whether you will hold this case"), row.offered_by.name, ANSWER)


def refused(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what this person offered and somebody refused. One query."""
    for row in _refused(actor, now=now):
        yield _item(row, _("Ask somebody else to hold this case"), row.ended_by.name, REFUSED)


def late(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases that nobody took in time, to who directs. Two queries."""
    for row in _late_offers(actor, now=now):
        kind = _("Nobody took this case on yet: call them")
        yield _item(row, kind, row.offered_by.name, LATE, urgency="urgent")
    for pair in _late_pairs(actor, now=now):
        yield Item(
            kind=_("Nobody took this case on yet: call them"),
            about=pair.case.pseudonym,
            detail=pair.case.number,
            due=None,
            url=f"/cases/{pair.case.number}/people/",
            urgency="urgent",
            on=About(Work.NOBODY, pair.pk, pair.case_id, act=Act.CHAIR_MEETING, marks=(pair.vacancy,)),
        )


def uncovered(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases of which both will be away at the same time. One query."""
    for pair in _both_away(actor, now=now, until=now + AHEAD):
        yield Item(
            kind=_("Coordinator and deputy are both away: ask somebody to stand in"),
            about=pair.case.pseudonym,
            detail=pair.case.number,
            due=None,
            url=f"/cases/{pair.case.number}/people/coordinator/",
            urgency=pair.case.urgency,
            on=About(Work.BOTH_AWAY, pair.pk, pair.case_id, act=Act.ASSIGN_COORDINATOR),
        )


@shaped
def _any_pair(actor: Actor, *, now: Any) -> QuerySet:
    pairs = CoordinatorAssignment.objects.filter(ended_at=None)
    pairs = gate.visible(actor, pairs, act=Act.ASSIGN_COORDINATOR, now=now)
    return pairs.order_by().values_list("pk", flat=True)[:1]


@shaped
def _to_answer(actor: Actor, *, now: Any) -> QuerySet[CoordinationOffer]:
    mine = Q(coordinator_id=actor.user_id, coordinator_yes_at=None)
    mine |= Q(deputy_id=actor.user_id, deputy_yes_at=None)
    return _visible(actor, Act.WORK_ON_ACTIONS, Q(mine, state=OfferState.WAITING.value), now=now)


@shaped
def _refused(actor: Actor, *, now: Any) -> QuerySet[CoordinationOffer]:
    mine = Q(offered_by_id=actor.user_id, state=OfferState.REFUSED.value)
    return _visible(actor, Act.ASSIGN_COORDINATOR, mine, now=now)


@shaped
def _late_offers(actor: Actor, *, now: Any) -> QuerySet[CoordinationOffer]:
    return _visible(actor, Act.CHAIR_MEETING, Q(escalated_at__isnull=False), now=now)


@shaped
def _late_pairs(actor: Actor, *, now: Any) -> QuerySet[CoordinatorAssignment]:
    asked = CoordinationOffer.objects.filter(case=OuterRef("case"), settled_at=None)
    pairs = CoordinatorAssignment.objects.filter(ended_at=None, escalated_at__isnull=False)
    pairs = pairs.exclude(vacancy="").exclude(Exists(asked)).exclude(case__status="closed")
    pairs = gate.visible(actor, pairs, act=Act.CHAIR_MEETING, now=now).select_related("case")
    return pairs.order_by("vacant_since", "pk")[:PER_KIND]


@shaped
def _both_away(actor: Actor, *, now: Any, until: Any) -> QuerySet[CoordinatorAssignment]:
    """Give the pairs whose times away within the next weeks overlap, by the roster."""
    away = DutyOverride.objects.filter(is_away=True, starts_at__lt=until, ends_at__gt=now)
    deputy_too = away.filter(
        user=OuterRef(OuterRef("deputy")),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    both = Exists(away.filter(Exists(deputy_too), user=OuterRef("coordinator")))
    rows = CoordinatorAssignment.objects.filter(both, ended_at=None).exclude(case__status="closed")
    rows = gate.visible(actor, rows, act=Act.ASSIGN_COORDINATOR, now=now).select_related("case")
    return rows.order_by("case_id")[:PER_KIND]


def _visible(actor: Actor, act: Act, asked: Q, *, now: Any) -> QuerySet[CoordinationOffer]:
    rows = CoordinationOffer.objects.filter(asked, settled_at=None).exclude(case__status="closed")
    rows = gate.visible(actor, rows, act=act, now=now).select_related("case", "offered_by", "ended_by")
    return rows.order_by("due_at", "pk")[:PER_KIND]


def _item(
    row: CoordinationOffer, kind: object, detail: str, door: tuple[Work, Act], *, urgency: str = ""
) -> Item:
    work, act = door
    return Item(
        kind=kind,
        about=row.case.pseudonym,
        detail=detail,
        due=row.due_at,
        url=f"/cases/{row.case.number}/people/coordinator/{row.pk}/",
        urgency=urgency or row.case.urgency,
        on=About(work, row.pk, row.case_id, act=act, marks=(row.state,)),
    )
