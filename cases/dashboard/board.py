"""How the work queue stands on the page: as one list or by what it is about, and whether it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cases.dashboard.item import Item
from cases.missing.models import AlertCall


@dataclass(frozen=True, slots=True)
class Group:
    """What waits about one case, signal or anything else; the most urgent first."""

    about: str
    items: tuple[Item, ...]


def grouped(items: Iterable[Item]) -> list[Group]:
    """Give a queue by what each item is about; whatever has the most urgent item stands first."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.about, []).append(item)
    return [Group(about, tuple(rows)) for about, rows in found.items()]


def stamp(items: Sequence[Item], calls: Sequence[AlertCall]) -> str:
    """Give a short text that changes when the queue does; it tells nothing of what is in it."""
    waits = [(str(item.kind), item.about, item.detail, item.due, item.url, item.urgency) for item in items]
    called = [(call.pk, call.episode.colour) for call in calls]
    return sha256(repr((waits, called)).encode()).hexdigest()[:16]
