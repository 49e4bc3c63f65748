"""A phone, a plate or an address that stands in other cases too: for who coordinates, of what they may read.

The gate is asked twice for every other case: for its network, where it is shown, and for the part it was
written in. What is found says that the same number was written down, and nothing about the people.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.network.models import NetworkThing
from cases.network.rules import PARTS
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

NETWORK = Compartment.NETWORK
MOST = 50  # a number that stands in more cases is no lead but a switchboard


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing of this case, and the things with the same key in other cases."""

    thing: NetworkThing
    others: list[NetworkThing]


def elsewhere(case: Case, *, actor: Actor, now: datetime) -> list[Hit]:
    """Give what also stands in other cases, and write a line for each of those: they were looked into.

    Raises:
        AccessDenied: the actor does not coordinate, or may not read the network of this case.
    """
    access = gate.require(actor, Act.ADMIT_ORGANISATION, on=case, compartment=NETWORK, now=now)
    ours = case.network_things.filter(compartment__in=access.readable).exclude(mark_key="")
    ours = [thing for thing in ours.order_by("id") if thing.ended_at is None]
    keys = {key for thing in ours for key in _keys(thing)}
    found = _found(case, keys, actor=actor, now=now) if keys else []
    hits = [Hit(thing, [one for one in found if set(_keys(one)) & set(_keys(thing))]) for thing in ours]
    _record(found, actor=actor, now=now)
    return [hit for hit in hits if hit.others]


def _found(case: Case, keys: set[str], *, actor: Actor, now: datetime) -> list[NetworkThing]:
    rows = [
        row for part in PARTS for row in _in_part(part, keys, actor=actor, now=now).exclude(case=case)[:MOST]
    ]
    return sorted(rows, key=lambda row: (row.known_on, row.pk), reverse=True)[:MOST]


def _in_part(part: Compartment, keys: set[str], *, actor: Actor, now: datetime) -> QuerySet[NetworkThing]:
    """Give the things with these keys in one part of the cases whose network and this part are open."""
    same = Q(mark_key__in=keys) | Q(mark_key_too__in=keys)
    rows = NetworkThing.objects.filter(same, compartment=part.value)
    act = Act.ADMIT_ORGANISATION
    seen = gate.visible(actor, gate.visible(actor, rows, NETWORK, act=act, now=now), part, act=act, now=now)
    return seen.select_related("case").order_by("-known_on", "-id")


def _keys(thing: NetworkThing) -> tuple[str, ...]:
    return tuple(key for key in (thing.mark_key, thing.mark_key_too) if key)


def _record(found: list[NetworkThing], *, actor: Actor, now: datetime) -> None:
    parts: dict[Case, set[Compartment]] = {}
    for row in found:
        parts.setdefault(row.case, {NETWORK}).add(Compartment(row.compartment))
    ledger.record_all(
        ledger.draft(
            actor,
            Event.NETWORK_RECURRENCE_READ,
            on=case,
            case=case,
            compartments=shown,
            act=Act.ADMIT_ORGANISATION,
            now=now,
        )
        for case, shown in parts.items()
    )
