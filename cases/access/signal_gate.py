"""The gate for signals: who may read one before, and after, it belongs to a case.

The person who reported it and their contact point always keep their own signal. The desk
it is addressed to triages it. Once linked, readers of the case's *signals* compartment see
it as well. Same doors as the gate, same refusals.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import facts, gate
from cases.access.rules import Refusal
from cases.access.shape import shaped
from cases.intake.models import Signal, SignalJoin, SignalSplit
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.roles import Reach

#: Keeps no row.
NOTHING = Q(pk__in=[])


def reported(actor: Actor, queryset: QuerySet[Signal]) -> QuerySet[Signal]:
    """Keep what this person reported, or what the organisation reported when their reach is that wide.

    A signal that a colleague reported disappears when it is in a case with a conflict block against the
    reader, or in a sealed case on which they are not named; one's own words stay readable.
    """
    return queryset.filter(_reported(actor))


def addressed(actor: Actor, queryset: QuerySet[Signal], *, now: datetime) -> QuerySet[Signal]:
    """Keep what the actor's desk has to triage, but never of a case that is out of their sight."""
    return queryset.filter(_addressed(actor, now=now))


def about_addressed(actor: Actor, rows: QuerySet, *, now: datetime) -> QuerySet:
    """Keep of rows that belong to a signal those of the signals at the actor's desk."""
    return rows.filter(signal__in=addressed(actor, Signal.objects.all(), now=now).values("pk"))


def waiting(actor: Actor, queryset: QuerySet[Signal], *, now: datetime) -> QuerySet[Signal]:
    """Keep what the actor's desk has to triage: what goes on as one is there once, what was split as two."""
    goes_on_elsewhere = SignalJoin.objects.filter(joined=OuterRef("pk"), ended_at=None)
    is_split = SignalSplit.objects.filter(original=OuterRef("pk"), ended_at=None)
    return addressed(actor, queryset, now=now).exclude(Exists(goes_on_elsewhere) | Exists(is_split))


def visible(actor: Actor, queryset: QuerySet[Signal], *, now: datetime) -> QuerySet[Signal]:
    """Keep every signal this actor may read: reported by them, addressed to their desk, or in a case.

    Three conditions on the row itself: as three lists of ids PostgreSQL would make all three whole, to find
    one signal among a hundred thousand.
    """
    in_a_case = Signal.objects.filter(pk=OuterRef("pk"), case__isnull=False)
    in_case = Exists(gate.visible(actor, in_a_case, Compartment.SIGNALS, now=now))
    return queryset.filter(_reported(actor) | _addressed(actor, now=now) | in_case)


def require(actor: Actor, act: Act, *, on: Signal, now: datetime) -> None:
    """Pass when the actor may do this with this signal.

    Raises:
        AccessDenied: with ``conceal`` when the signal must seem not to exist.
    """
    if not _in_sight(actor, pk=on.pk, now=now):
        raise gate.not_found(on.number, act=act)
    actor.demand(act)
    if act is Act.TRIAGE_SIGNAL and not is_on_desk(actor, on, now=now):
        raise AccessDenied(
            gate.SENTENCES[Refusal.ACT_NOT_IN_ROLE],
            code=Refusal.ACT_NOT_IN_ROLE.value,
            act=act,
            number=on.number,
        )


def require_own(actor: Actor, act: Act, *, on: Signal, now: datetime) -> None:
    """Pass when the actor may do this with a signal that they reported or triage.

    Who reads it because it is in a case tells what they know in a signal of their own: otherwise two
    sources would look like one.

    Raises:
        AccessDenied: with ``conceal`` when the signal must seem not to exist.
    """
    require(actor, act, on=on, now=now)
    if is_on_desk(actor, on, now=now) or _ours(actor, pk=on.pk, now=now):
        return
    raise AccessDenied(
        gate.SENTENCES[Refusal.ACT_NOT_IN_ROLE],
        code=Refusal.ACT_NOT_IN_ROLE.value,
        act=act,
        number=on.number,
    )


def is_on_desk(actor: Actor, signal: Signal, *, now: datetime) -> bool:
    """Tell whether this actor may triage this signal now: their desk, in the covenant, no block."""
    return bool(_on_desk(actor, pk=signal.pk, now=now))


def fetch(actor: Actor, number: str, *, now: datetime) -> Signal:
    """Fetch a signal that this actor may read. The caller records the reading.

    Raises:
        AccessDenied: not found, or not for this actor.
    """
    found = _by_number(actor, number=number.upper(), now=now)
    if not found:
        raise gate.not_found(number, act=Act.READ_SIGNALS)
    return found[0]


@shaped
def _by_number(actor: Actor, *, number: Any, now: Any) -> QuerySet[Signal]:
    rows = Signal.objects.filter(number=number).select_related(
        "case", "reported_by", "reported_by_organisation", "addressed_to"
    )
    return visible(actor, rows, now=now)


@shaped
def _in_sight(actor: Actor, *, pk: Any, now: Any) -> QuerySet:
    return visible(actor, Signal.objects.filter(pk=pk), now=now).values_list("pk", flat=True)


@shaped
def _on_desk(actor: Actor, *, pk: Any, now: Any) -> QuerySet:
    return addressed(actor, Signal.objects.filter(pk=pk), now=now).values_list("pk", flat=True)


@shaped
def _ours(actor: Actor, *, pk: Any, now: Any) -> QuerySet:
    return reported(actor, Signal.objects.filter(pk=pk)).values_list("pk", flat=True)


def _reported(actor: Actor) -> Q:
    if Act.READ_SIGNALS not in actor.acts or actor.reach is Reach.NONE:
        return NOTHING
    own = Q(reported_by_id=actor.user_id)
    if actor.reach is Reach.ORGANISATION:
        own |= _in_sight_of(actor)
    return Q(reported_by_organisation_id=actor.organisation_id) & own


def _addressed(actor: Actor, *, now: datetime) -> Q:
    if Act.TRIAGE_SIGNAL not in actor.acts:
        return NOTHING
    receiving = facts.opening(actor, Compartment.SIGNALS, now=now)
    ours = Q(addressed_to_id=actor.organisation_id, covenant__in=receiving)
    return ours & _in_sight_of(actor)


def _in_sight_of(actor: Actor) -> Q:
    """Keep the signals that are in no case that a block or a seal hides from this person."""
    return facts.in_sight(actor, OuterRef("case_id"))
