"""What people read and see of a network: a picture, and tables that say the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casefile.frame import title
from cases.casefile.models import Case
from cases.network import layout_rules
from cases.network.choices import KNOWN_HOW, RELATIONS, STANDINGS, THING_KINDS
from cases.network.layout_rules import ROOT, Edge, Node, Picture
from cases.network.models import NetworkLink, NetworkThing
from cases.network.rules import BOTH_WAYS, is_seen

MOST_DRAWN = 60
KINDS, WAYS, HOW, PARTS_PLAYED = dict(THING_KINDS), dict(RELATIONS), dict(KNOWN_HOW), dict(STANDINGS)
PEOPLE = ("written_by", "organisation")
#: What a thing is, in the one word that fits a box.
IN_A_BOX = {
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("Place"),
    "vehicle": gettext_lazy("Vehicle"),
    "phone": gettext_lazy("Phone"),
    "account": gettext_lazy("Account"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing or link in a table; ``earlier``: what it said before it was corrected, the latest first."""

    record: Any
    what: str
    number: int | None
    earlier: list[Any]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything in a network that one reader sees."""

    things: list[Row]
    links: list[Row]
    over: list[Row]
    wide: Picture | None
    narrow: Picture | None
    is_cut: bool


def things(case: Case) -> list[NetworkThing]:
    """Give the things that the reader of an opened case sees, in the order in which they were written."""
    found = case.network_things.filter(compartment__in=case.access.readable).select_related(*PEOPLE)
    return list(found.order_by("id"))


def links(case: Case) -> list[NetworkLink]:
    """Give the links that the reader of an opened case sees: those whose ends are seen too."""
    found = case.network_links.filter(compartment__in=case.access.readable)
    found = found.select_related("first", "second", *PEOPLE).order_by("id")
    return [link for link in found if _is_seen(link, case)]


def _is_seen(link: NetworkLink, case: Case) -> bool:
    ends = (None if end is None else end.compartment for end in (link.first, link.second))
    return is_seen(link.compartment, *ends, readable=case.access.readable)


def of(case: Case) -> Network:
    """Give the network of an opened case as its reader sees it. Four queries at most."""
    all_things, all_links = things(case), links(case)
    present = [thing for thing in all_things if thing.ended_at is None]
    kept = {thing.pk for thing in present} | {None}
    present_links = [
        link
        for link in all_links
        if link.ended_at is None and link.first_id in kept and link.second_id in kept
    ]
    nodes, edges = _drawn(case, present, present_links)
    numbers = layout_rules.numbers(nodes, edges)
    seen = {thing.pk for thing in all_things} | {None}
    rows = {"case": case, "before": _earlier(all_things, seen) | _earlier(all_links, seen)}
    drawn = len(nodes) > 1
    return Network(
        things=[_row(thing, None, **rows) for thing in present],
        links=[_row(link, numbers.get(_pair(link)), **rows) for link in present_links],
        over=[
            _row(one, None, **rows)
            for one in (*all_things, *all_links)
            if one not in present and one not in present_links
        ],
        wide=layout_rules.wide(nodes, edges) if drawn else None,
        narrow=layout_rules.narrow(nodes, edges) if drawn else None,
        is_cut=len(present) > MOST_DRAWN,
    )


def name_of(thing: NetworkThing | None, case: Case) -> str:
    """Give what an end of a link is called; without a row it is the young person."""
    return title(case) if thing is None else thing.name


def sentence(record: NetworkThing | NetworkLink, case: Case) -> str:
    """Give in words what a record says."""
    if isinstance(record, NetworkThing):
        return record.name
    return f"{name_of(record.first, case)} {WAYS[record.relation]} {name_of(record.second, case)}"


def ends(case: Case) -> list[tuple[str, str | Promise]]:
    """Give what can be linked, for a form: the young person and every thing that is seen and not over."""
    young = _("The young person: %(name)s") % {"name": title(case)}
    present = [thing for thing in things(case) if thing.ended_at is None]
    named = [(str(thing.pk), f"{thing.name} ({KINDS[thing.kind]})") for thing in present]
    return [(str(ROOT), young), *named]


def _row(record: Any, number: int | None, *, case: Case, before: dict[tuple, list[Any]]) -> Row:
    return Row(record, sentence(record, case), number, before.get((type(record), record.pk), []))


def _earlier(records: Iterable[Any], seen: set[int | None]) -> dict[tuple, list[Any]]:
    """Give what corrected records said before, per record, the latest first; ``why`` it was corrected.

    ``seen``: the things that the reader sees. A link that led to another one before is left out as it was.
    """
    changed = [record for record in records if record.version > 1]
    if not changed:
        return {}
    model = type(changed[0])
    versions: dict[tuple, list[Any]] = {}
    found = model.history.filter(id__in=[record.pk for record in changed]).order_by("id", "-history_id")
    for old in found:
        versions.setdefault((model, old.id), []).append(old)
    for rows in versions.values():
        for later, old in pairwise(rows):
            old.why = later.history_change_reason
            old.until = later.history_date
    return {
        key: [old for old in rows[1:] if old.ended_at is None and _ends_of(old) <= seen]
        for key, rows in versions.items()
    }


def _ends_of(record: Any) -> set[int | None]:
    return {getattr(record, name, None) for name in ("first_id", "second_id")}


def _drawn(
    case: Case, present: list[NetworkThing], present_links: list[NetworkLink]
) -> tuple[list[Node], list[Edge]]:
    """Give what the picture shows: the young person, and at most so many things that it can be read."""
    shown = present[:MOST_DRAWN]
    kept = {thing.pk for thing in shown} | {None}
    nodes = [Node(ROOT, title(case), _("This case is about"), "young")]
    nodes += [Node(thing.pk, thing.name, _note(thing), _look(thing)) for thing in shown]
    edges = [
        Edge(
            first=link.first_id or ROOT,
            second=link.second_id or ROOT,
            label=str(WAYS[link.relation]),
            is_both_ways=link.relation in BOTH_WAYS,
            is_sure=link.knowledge == "first_hand",
        )
        for link in present_links
        if link.first_id in kept and link.second_id in kept
    ]
    return nodes, edges


def _note(thing: NetworkThing) -> str:
    """Give the second line in a box: somebody's part, or what it is and its number."""
    if thing.standing:
        return str(PARTS_PLAYED[thing.standing])
    return " · ".join(filter(None, (str(IN_A_BOX[thing.kind]), thing.mark)))


def _look(thing: NetworkThing) -> str:
    return "suspect" if thing.standing in ("suspect", "client") else thing.kind


def _pair(link: NetworkLink) -> frozenset[int]:
    return frozenset((link.first_id or ROOT, link.second_id or ROOT))
