"""The phone list as people read it, and what the form of a contact suggests from it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import facts
from cases.directory.models import DirectoryEntry
from cases.directory.rules import Freshness, freshness
from cases.police.choices import UNITS
from organisations.actor import Actor

ORDER = [code for code, _label in UNITS]
LABELS = dict(UNITS)
FRESHNESS: dict[Freshness, tuple[Promise, str]] = {
    Freshness.FRESH: (_("Checked"), "ok"),
    Freshness.ASK: (_("Check whether it still holds"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what stands there, and whether it can be trusted; ``href`` calls."""

    entry: DirectoryEntry
    unit: Promise | str
    state: Promise
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """The list of one care table, and the units for which it has nobody."""

    pk: int
    name: str
    rows: list[Row]
    lacking: list[Promise | str]


def tables(actor: Actor, *, now: datetime) -> list[Table]:
    """Give the phone list of every table at which the actor sits. Two queries. ``now`` is aware."""
    found: dict[int, list[Row]] = {pk: [] for pk in facts.tables_of(actor, now=now)}
    names = {pk: ceiling.table for pk, ceiling in facts.tables_of(actor, now=now).items()}
    for row in rows(actor, now=now):
        found[row.entry.covenant_id].append(row)
    return [
        Table(pk, names[pk], listed, [LABELS[code] for code in _lacking(listed)])
        for pk, listed in sorted(found.items())
    ]


def rows(actor: Actor, *, now: datetime) -> list[Row]:
    """Give the lines of the actor's tables in the order of the units. One query."""
    lines = DirectoryEntry.objects.filter(covenant__in=list(facts.tables_of(actor, now=now)), ended_at=None)
    lines = sorted(lines.select_related("checked_by"), key=lambda line: ORDER.index(line.unit))
    return [_row(line, now) for line in lines]


def _row(line: DirectoryEntry, now: datetime) -> Row:
    dialled = "".join(sign for sign in line.phone if sign.isdigit() or sign == "+")
    return Row(
        line, LABELS[line.unit], *FRESHNESS[freshness(line.checked_at, now=now)], href=f"tel:{dialled}"
    )


def _lacking(listed: list[Row]) -> list[str]:
    known = {row.entry.unit for row in listed}
    return [code for code in ORDER if code not in known]
