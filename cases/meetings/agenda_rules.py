"""The agenda as a plan of time: which item comes when, and does it fit in the meeting? PURE.

Time is counted in elapsed minutes between aware moments, so that a night in which the clock changes is as
long as it is. An item without a time box counts for a quarter of an hour (design choice).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.workdays import after, is_after

USUAL = 15  # minutes
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is expected to begin (aware), and its minutes; ``is_boxed``: somebody chose them."""

    starts_at: datetime
    minutes: int
    is_boxed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole agenda: a slot for each item, when the last one ends (aware), and the sum in minutes."""

    slots: tuple[Slot, ...]
    ends_at: datetime
    minutes: int
    is_too_long: bool


def plan(starts_at: datetime, boxes: Sequence[int | None], *, ends_at: datetime) -> Plan:
    """Lay the items behind each other from an aware start; ``ends_at``: when the meeting should be over."""
    slots, at = [], starts_at
    for box in boxes:
        minutes = USUAL if box is None else box
        slots.append(Slot(at, minutes, is_boxed=box is not None))
        at = after(at, timedelta(minutes=minutes))
    total = sum(slot.minutes for slot in slots)
    return Plan(tuple(slots), at, total, is_too_long=is_after(at, ends_at))


def moved(order: Sequence[int], one: int, *, up: bool) -> list[int]:
    """Give the order (ids) after an item changed places with a neighbour; at an end nothing moves."""
    found = list(order)
    here = found.index(one)
    there = here - 1 if up else here + 1
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found
