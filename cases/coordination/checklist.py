"""What is still open in a case that changes hands, counted from the lists that the pages show."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.coordination.choices import HANDOVER_ITEMS
from cases.coordination.offer_rules import Item
from organisations.compartments import Compartment

LABELS = dict(HANDOVER_ITEMS)


@dataclass(frozen=True, slots=True)
class Probe:
    """One list of a case in which something can be open; ``path`` leads to it from the case."""

    item: Item
    part: Compartment
    label: Promise
    path: str
    rows: Callable[[Case], QuerySet]


PROBES = (
    Probe(
        Item.ALERTS,
        Compartment.MISSING,
        _("missing episodes that are not finished"),
        "missing/",
        lambda case: case.episodes.filter(status__in=["running", "found"]),
    ),
    Probe(
        Item.CLOCKS,
        Compartment.MISSING,
        _("talks after a return that are not recorded"),
        "missing/",
        lambda case: case.episodes.filter(
            return_interview__isnull=False, return_interview__recorded_at=None, status="found"
        ),
    ),
    Probe(
        Item.CLOCKS,
        Compartment.MELDCODE,
        _("reports to Veilig Thuis without feedback"),
        "meldcode/",
        lambda case: case.meldcode_tracks.filter(reports__isnull=False, reports__feedback_at=None),
    ),
    Probe(
        Item.CLOCKS,
        Compartment.POLICE,
        _("dates of the court"),
        "police/",
        lambda case: case.court_dates.filter(ended_at=None),
    ),
    Probe(
        Item.CLOCKS,
        Compartment.POLICE,
        _("requests for information without a decision"),
        "police/",
        lambda case: case.information_requests.filter(ended_at=None),
    ),
    Probe(
        Item.CLOCKS,
        Compartment.IDENTITY,
        _("measures of the court"),
        "people/",
        lambda case: case.measures.filter(ended_at=None),
    ),
    Probe(
        Item.ACTIONS,
        Compartment.CORE,
        _("open actions"),
        "plan/",
        lambda case: case.actions.filter(status="open"),
    ),
    Probe(
        Item.MELDCODE,
        Compartment.MELDCODE,
        _("Meldcode tracks that are not closed"),
        "meldcode/",
        lambda case: case.meldcode_tracks.filter(closed_at=None),
    ),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind are open, and where they stand."""

    label: Promise
    many: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: what is open, or that (some of) it is not shared with the reader."""

    item: Item
    label: Promise
    counts: list[Count]
    is_hidden: bool


def lines(case: Case, readable: Collection[Compartment]) -> list[Line]:
    """Give the checklist of a case to somebody who reads these parts; one query per list they read."""
    return [_line(case, item, readable) for item in Item if item is not Item.INTRODUCE]


def open_items(case: Case, readable: Collection[Compartment], *, introduce: str) -> dict[Item, int]:
    """Give how much is open per line of the checklist; ``introduce``: whom the new pair is to meet."""
    found = {line.item: sum(count.many for count in line.counts) for line in lines(case, readable)}
    return {**found, Item.INTRODUCE: int(bool(introduce.strip()))}


def _line(case: Case, item: Item, readable: Collection[Compartment]) -> Line:
    probes = [probe for probe in PROBES if probe.item is item]
    counts = [
        Count(probe.label, probe.rows(case).distinct().count(), f"/cases/{case.number}/{probe.path}")
        for probe in probes
        if probe.part in readable
    ]
    return Line(
        item=item,
        label=LABELS[item.value],
        counts=[count for count in counts if count.many],
        is_hidden=any(probe.part not in readable for probe in probes),
    )
