"""Nobody took a case in time: who directs the process hears of it. Safe to run twice.

Where nobody of the case directs, whoever may choose a new pair is told.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.access import facts
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.models import Case
from cases.coordination.models import CoordinationOffer, CoordinatorAssignment
from cases.coordination.offer_rules import assign_before, is_late
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import Role, acts_of

SYSTEM = "succession"
#: Roles that hold an act; who directs is whoever chairs.
DIRECTORS = [role.value for role in Role if Act.CHAIR_MEETING in acts_of(role)]
CHOOSERS = [role.value for role in Role if Act.ASSIGN_COORDINATOR in acts_of(role)]


def look(*, now: datetime) -> int:
    """Tell who directs of every case that nobody took by ``now`` (aware); gives how many cases.

    One transaction per case. Where nobody can be told, the case is looked at again the next time.
    """
    offers = _open_offers().filter(due_at__lte=now).order_by("pk").values_list("pk", flat=True)
    told = sum(_look_at_offer(pk, now=now) for pk in list(offers))
    vacant = _vacant().order_by("pk").values_list("pk", flat=True)
    return told + sum(_look_at_vacancy(pk, now=now) for pk in list(vacant))


def directors(case: Case, *, now: datetime) -> list[Membership]:
    """Give whom to tell that nobody takes a case: who directs in it, else who may choose."""
    taking_part = facts.in_force(now=now).filter(case=case).values("organisation_id")
    people = present.caseworkers(at=now).filter(organisation_id__in=taking_part)
    people = people.exclude(user_id__in=case.blocks.filter(ended_at=None).values("user_id"))
    rows = list(people.filter(role__in=DIRECTORS + CHOOSERS).select_related("user", "organisation"))
    if case.is_sealed:
        named = grants.named(case)
        rows = [row for row in rows if (row.organisation_id, row.user_id) in named]
    return [row for row in rows if row.role in DIRECTORS] or rows


def _open_offers() -> QuerySet[CoordinationOffer]:
    rows = CoordinationOffer.objects.filter(settled_at=None, escalated_at=None)
    return rows.exclude(case__status="closed")


def _vacant() -> QuerySet[CoordinatorAssignment]:
    """Give the pairs of which somebody left and for which nobody was asked yet."""
    asked = Exists(CoordinationOffer.objects.filter(case=OuterRef("case"), settled_at=None))
    rows = CoordinatorAssignment.objects.filter(ended_at=None, escalated_at=None, vacant_since__isnull=False)
    return rows.exclude(asked).exclude(vacancy="").exclude(case__status="closed")


def _look_at_offer(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        offer = CoordinationOffer.objects.select_related("case").get(pk=pk)
        Case.objects.select_for_update(of=("self",)).get(pk=offer.case_id)
        offer = _open_offers().select_related("case").filter(pk=pk).first()
        return offer is not None and _escalate(offer, f"offer:{pk}", now=now)


def _look_at_vacancy(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        pair = CoordinatorAssignment.objects.get(pk=pk)
        case = Case.objects.select_for_update(of=("self",)).get(pk=pair.case_id)
        pair = _vacant().select_related("case").filter(pk=pk).first()
        if pair is None or not is_late(assign_before(pair.vacant_since, urgency=case.urgency), now=now):
            return False
        return _escalate(pair, f"pair:{pk}", now=now)


def _escalate(row: CoordinationOffer | CoordinatorAssignment, stage: str, *, now: datetime) -> bool:
    case, actor = row.case, Actor.system(SYSTEM)
    told = directors(case, now=now)
    if not told:
        return False
    row.escalated_at = now
    write(row, actor=actor, now=now, reason="nobody in time")
    ledger.record(actor, Event.COORDINATION_LATE, on=row, case=case, now=now, act=Act.ASSIGN_COORDINATOR)
    timeline.add(case, "coordination_late", actor=actor, compartment=Compartment.CORE, now=now)
    to = [outbox.Recipient(row.user, row.organisation, f"/cases/{case.number}/people/") for row in told]
    outbox.put("coordination_late", number=case.number, to=to, now=now, stage=stage, case=case)
    return True
