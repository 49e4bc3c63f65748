"""Which questions about coordination wait: for who was asked, who asked, and who directs the process."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
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
    pairs = CoordinatorAssignment.objects.filter(ended_at=None)
    return gate.visible(actor, pairs, act=Act.ASSIGN_COORDINATOR, now=now).exists()


def to_answer(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the questions to this person that wait for their answer. One query."""
    mine = Q(coordinator_id=actor.user_id, coordinator_yes_at=None)
    mine |= Q(deputy_id=actor.user_id, deputy_yes_at=None)
    rows = _visible(actor, now, Act.WORK_ON_ACTIONS).filter(mine, state=OfferState.WAITING.value)
    for row in rows.order_by("due_at", "pk")[:PER_KIND]:
        yield _item(row, _("Say whether you will hold this case"), row.offered_by.name, ANSWER)


def refused(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what this person offered and somebody refused. One query."""
    rows = _visible(actor, now, Act.ASSIGN_COORDINATOR).filter(
        offered_by_id=actor.user_id, state=OfferState.REFUSED.value
    )
    for row in rows.order_by("due_at", "pk")[:PER_KIND]:
        yield _item(row, _("Ask somebody else to hold this case"), row.ended_by.name, REFUSED)


def late(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases that nobody took in time, to who directs. Two queries."""
    rows = _visible(actor, now, Act.CHAIR_MEETING).filter(escalated_at__isnull=False)
    for row in rows.order_by("due_at", "pk")[:PER_KIND]:
        kind = _("Nobody took this case on yet: call them")
        yield _item(row, kind, row.offered_by.name, LATE, urgency="urgent")
    asked = CoordinationOffer.objects.filter(case=OuterRef("case"), settled_at=None)
    pairs = CoordinatorAssignment.objects.filter(ended_at=None, escalated_at__isnull=False).exclude(
        vacancy=""
    )
    pairs = pairs.exclude(Exists(asked)).exclude(case__status="closed")
    pairs = gate.visible(actor, pairs, act=Act.CHAIR_MEETING, now=now).select_related("case")
    for pair in pairs.order_by("vacant_since", "pk")[:PER_KIND]:
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
    for pair in _both_away(actor, now).select_related("case").order_by("case_id")[:PER_KIND]:
        yield Item(
            kind=_("Coordinator and deputy are both away: ask somebody to stand in"),
            about=pair.case.pseudonym,
            detail=pair.case.number,
            due=None,
            url=f"/cases/{pair.case.number}/people/coordinator/",
            urgency=pair.case.urgency,
            on=About(Work.BOTH_AWAY, pair.pk, pair.case_id, act=Act.ASSIGN_COORDINATOR),
        )


def _both_away(actor: Actor, now: datetime) -> QuerySet[CoordinatorAssignment]:
    """Give the pairs whose times away within the next weeks overlap, by the roster."""
    away = DutyOverride.objects.filter(is_away=True, starts_at__lt=now + AHEAD, ends_at__gt=now)
    deputy_too = away.filter(
        user=OuterRef(OuterRef("deputy")),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    both = Exists(away.filter(Exists(deputy_too), user=OuterRef("coordinator")))
    rows = CoordinatorAssignment.objects.filter(both, ended_at=None).exclude(case__status="closed")
    return gate.visible(actor, rows, act=Act.ASSIGN_COORDINATOR, now=now)


def _visible(actor: Actor, now: datetime, act: Act) -> QuerySet[CoordinationOffer]:
    rows = CoordinationOffer.objects.filter(settled_at=None).exclude(case__status="closed")
    return gate.visible(actor, rows, act=act, now=now).select_related("case", "offered_by", "ended_by")


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
