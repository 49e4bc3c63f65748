"""How the work queue stands on the page: what waits, what is put aside, by case, and whether it changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.aside.models import PutAside, key_of
from cases.aside.rules import limit
from cases.dashboard.item import SHOWN_PER_KIND, Item
from cases.missing.models import AlertCall
from organisations.actor import Actor

#: So long somebody reads that something was put aside and came back.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """What waits about one case, signal or anything else; the most urgent first."""

    about: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """One piece of work that this person put aside, why, and where they bring it back."""

    item: Item
    row: PutAside
    back_url: str


@dataclass(frozen=True, slots=True)
class Parted:
    """A queue in two: what waits now, and what this person put aside. Nothing is in neither."""

    waiting: tuple[Item, ...]
    aside: tuple[Aside, ...]


def parted(items: Sequence[Item], actor: Actor, *, now: datetime) -> Parted:
    """Part a queue at ``now`` (aware). One query. What changed since it was put aside waits again.

    Only what stands in the queue counts: a row about something that this person no longer sees shows nothing.
    """
    rows = _rows(items, now)
    waiting: list[Item] = []
    aside: list[Aside] = []
    for item in items:
        mine, others = _whose(rows.get("" if item.on is None else item.on.name, []), actor)
        if mine is not None and mine.until > now and mine.stamp == item.stamp:
            aside.append(Aside(item, mine, _url("bring_back", item, actor)))
        else:
            notes = (*_came_back(mine, now), *_by_others(others, now))
            waiting.append(replace(item, notes=notes, aside_url=_aside_url(item, actor, now)))
    return Parted(tuple(_at_most(waiting)), tuple(aside))


def _rows(items: Sequence[Item], now: datetime) -> dict[str, list[PutAside]]:
    names = [item.on.name for item in items if item.on is not None]
    found: dict[str, list[PutAside]] = {}
    if names:
        rows = PutAside.objects.filter(item__in=names, ended_at=None, until__gt=now - REMEMBERED)
        for row in rows.select_related("user").order_by("until", "pk"):
            found.setdefault(row.item, []).append(row)
    return found


def _whose(rows: list[PutAside], actor: Actor) -> tuple[PutAside | None, list[PutAside]]:
    here = [
        row for row in rows if (row.user_id, row.organisation_id) == (actor.user_id, actor.organisation_id)
    ]
    return (here[0] if here else None), [row for row in rows if row.user_id != actor.user_id]


def _came_back(mine: PutAside | None, now: datetime) -> tuple[str, ...]:
    if mine is None:
        return ()
    if mine.until > now:
        return (_("Back: something changed. You put it aside: %(reason)s") % {"reason": mine.reason},)
    return (_("Back: you put it aside until now. %(reason)s") % {"reason": mine.reason},)


def _by_others(rows: list[PutAside], now: datetime) -> tuple[str, ...]:
    """Name who put it aside for themselves; why is theirs."""
    said = _("%(name)s put this aside for now.")
    return tuple(said % {"name": row.user.name} for row in rows if row.until > now)


def _aside_url(item: Item, actor: Actor, now: datetime) -> str:
    if item.on is None or limit(item.on.work, item.urgency, item.due, now=now).until is None:
        return ""
    return _url("put_aside", item, actor)


def _url(name: str, item: Item, actor: Actor) -> str:
    return reverse(name, args=[key_of(actor.user_id, actor.organisation_id, item.on.name)])


def _at_most(items: Iterable[Item]) -> Iterable[Item]:
    """Keep as many of a kind as a page shows; more were fetched for those that are put aside."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[str(item.kind)] += 1
        if seen[str(item.kind)] <= SHOWN_PER_KIND:
            yield item


def grouped(items: Iterable[Item]) -> list[Group]:
    """Give a queue by what each item is about; whatever has the most urgent item stands first."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.about, []).append(item)
    return [Group(about, tuple(rows)) for about, rows in found.items()]


def stamp(queue: Parted, calls: Sequence[AlertCall]) -> str:
    """Give a short text that changes when the queue does; it tells nothing of what is in it."""
    waits = [
        (str(item.kind), item.about, item.detail, item.due, item.url, item.urgency, item.notes)
        for item in queue.waiting
    ]
    aside = [(one.row.pk, one.item.url) for one in queue.aside]
    called = [(call.pk, call.episode.colour) for call in calls]
    return sha256(repr((waits, aside, called)).encode()).hexdigest()[:16]
