"""What one side of an overlap may do: read its own side, and answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate, signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.notifications import outbox
from cases.overlap import compare, rules, things
from cases.overlap.models import Overlap
from cases.overlap.rules import Answer, Outcome
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

IS_OVER = _("This was answered or ended already. Nothing more is asked of you.")


def theirs(actor: Actor, *, now: datetime) -> QuerySet[Overlap]:
    """Give the sides that this actor answers for at ``now`` (aware): of a case, or at the desk.

    None whose other side a block keeps them from: not even that it exists.
    """
    if not actor.holds(Act.ADMIT_ORGANISATION):
        return Overlap.objects.none()
    in_case = Overlap.objects.filter(case__isnull=False)
    cases = gate.visible(actor, in_case, Compartment.IDENTITY, act=Act.ADMIT_ORGANISATION, now=now)
    desk = signal_gate.about_addressed(actor, Overlap.objects.filter(signal__isnull=False), now=now)
    mine = Overlap.objects.filter(Q(pk__in=cases.values("pk")) | Q(pk__in=desk.values("pk")))
    return mine.exclude(facts.kept_from_other_side(actor, mine))


def find(actor: Actor, pk: int, *, now: datetime) -> Overlap:
    """Give a side that this actor answers for. The caller records the reading.

    Raises:
        AccessDenied: not found, or not theirs.
    """
    found = theirs(actor, now=now).select_related("case", "signal", "answered_by").filter(pk=pk).first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.ADMIT_ORGANISATION)
    return found


def answer(side: Overlap, *, actor: Actor, says: str, now: datetime) -> Overlap:
    """Say yes or no. At the second yes both hear who the other is; at the first no it is closed for both.

    Raises:
        AccessDenied: not the actor's side.
        StateConflictError: answered or ended already.
    """
    find(actor, side.pk, now=now)
    with transaction.atomic():
        both = list(Overlap.objects.select_for_update().filter(pair=side.pair).order_by("pk"))
        here = next(row for row in both if row.pk == side.pk)
        there = next((row for row in both if row.pk != side.pk), None)
        if here.ended_at is not None or here.answer:
            raise StateConflictError(IS_OVER, code="is_over")
        here.answer, here.answered_at = Answer(says).value, now
        here.answered_by, here.answered_for = actor.user, actor.organisation
        write(here, actor=actor, now=now, reason="answered")
        ledger.record(actor, Event.OVERLAP_ANSWERED, on=here, now=now, act=Act.ADMIT_ORGANISATION)
        found = Outcome.LAPSED if there is None else rules.outcome(Answer(says), Answer(there.answer))
        if found is Outcome.SHARED and not things.may_be_shared(here, there):
            found = Outcome.LAPSED
        if found is not Outcome.NONE:
            for row in both:
                who = actor if row is here else Actor.system(compare.SYSTEM)  # not who the other one is
                compare.end(row, found, actor=who, now=now)
                _tell(row, actor=actor, now=now)
    return here


def other(side: Overlap) -> Overlap | None:
    """Give the other side, once both said yes and never before."""
    if side.outcome != Outcome.SHARED:
        return None
    rows = Overlap.objects.filter(pair=side.pair).exclude(pk=side.pk)
    return rows.select_related("answered_by", "answered_for").first()


def _tell(row: Overlap, *, actor: Actor, now: datetime) -> None:
    thing = things.thing_of(row)
    people = [one for one in things.to_tell(row, now=now) if one[0].pk != actor.user_id]
    to = [outbox.Recipient(user, home, f"/overlaps/{row.pk}/") for user, home in people]
    outbox.put("overlap_ended", number=thing.number, stage=f"{row.pk}", to=to, now=now, case=thing.case)
