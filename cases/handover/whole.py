"""A whole case as JSON, piece by piece, so that a case of any size fits through; and the schema it obeys."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from cases.access import gate
from cases.casefile.models import Case
from cases.handover.rules import FORMAT, LINES_LEFT_OUT, OWN, TABLES, VERSION, Table, row_goes_along
from cases.handover.shapes import described, related, written
from cases.police.release_rules import goes_along
from organisations.actor import Actor
from organisations.compartments import Compartment

CONTACTS, LINKS, LINES = "cases.PoliceContact", "cases.NetworkLink", "cases.TimelineEntry"
AT_ONCE = 500  # rows in memory


@dataclass(frozen=True, slots=True)
class Going:
    """Which case goes to whom, in which parts; ``made_at`` is aware."""

    case: Case
    parts: tuple[Compartment, ...]
    recipient: str
    sender: str
    made_at: datetime


def pieces(going: Going, *, actor: Actor, now: datetime) -> Iterator[str]:
    """Give the file, piece by piece; only what this actor reads. ``now`` is aware."""
    withheld = {"police_texts": 0, "rows_in_the_part_of_the_police": 0}
    yield f'{json.dumps(_head(going), ensure_ascii=False)[:-1]}, "records": {{'
    for number, (label, table) in enumerate(TABLES.items()):
        yield f'{", " if number else ""}\n"{table.name}": ['
        is_first = True
        for row in _rows(going, label, table, actor=actor, now=now):
            found = _record(label, row, going, withheld)
            if found is not None:
                yield f"{'' if is_first else ','}\n{json.dumps(found, ensure_ascii=False)}"
                is_first = False
        yield "]"
    yield f'}}, "not_released_by_the_police": {json.dumps(withheld)}}}\n'


def _head(going: Going) -> dict[str, Any]:
    person = going.case.young_person if Compartment.IDENTITY in going.parts else None
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": going.made_at.astimezone(UTC).isoformat(),
        "for": going.recipient,
        "by": going.sender,
        "parts": [part.value for part in going.parts],
        "case": written("cases.Case", going.case),
        "young_person": None if person is None else written("cases.YoungPerson", person),
    }


def _rows(going: Going, label: str, table: Table, *, actor: Actor, now: datetime) -> Iterator[Model]:
    """Give the rows of one table that the gate lets through, in the order in which they were written."""
    model = apps.get_model(label)
    for part in going.parts:
        if table.part not in (OWN, part):
            continue
        rows: QuerySet = model._default_manager.filter(**{table.path: going.case})
        if table.part is OWN:
            rows = rows.filter(compartment=part.value)
        rows = gate.visible(actor, rows, part, now=now).select_related(*related(label)).order_by("pk")
        if label == LINES:
            rows = rows.exclude(kind__in=LINES_LEFT_OUT)
        if label == CONTACTS:
            rows = rows.prefetch_related("releases")
        if label == LINKS:
            rows = rows.select_related("first", "second")
        yield from rows.iterator(chunk_size=AT_ONCE)


def _record(label: str, row: Any, going: Going, withheld: dict[str, int]) -> dict[str, Any] | None:
    """Give a row as it is written; None when it stays here."""
    parts = [getattr(row, "compartment", None) if TABLES[label].part is OWN else TABLES[label].part]
    if label == LINKS:  # a line without its end still tells that there is something
        parts += [end.compartment for end in (row.first, row.second) if end is not None]
    if not all(row_goes_along(label, part, going.parts, is_released=goes_along("", None)) for part in parts):
        withheld["rows_in_the_part_of_the_police"] += Compartment.POLICE in parts
        return None
    found = written(label, row)
    if label == CONTACTS:
        last = max(row.releases.all(), key=lambda said: (said.at, said.pk), default=None)
        found["is_released"] = goes_along(row.received, last and last.decision)
        if row.received.strip() and not found["is_released"]:
            found["received"] = ""
            withheld["police_texts"] += 1
    return found


def schema() -> dict[str, Any]:
    """Give the JSON schema (draft 7) of the file; ``cases/handover/case.schema.json`` is this."""
    text = {"type": "string"}
    records = {table.name: {"type": "array", "items": described(label)} for label, table in TABLES.items()}
    contacts = records[TABLES[CONTACTS].name]["items"]
    contacts["properties"]["is_released"] = {"type": "boolean"}
    contacts["required"].append("is_released")
    counts = {"police_texts": {"type": "integer"}, "rows_in_the_part_of_the_police": {"type": "integer"}}
    person = described("cases.YoungPerson")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A whole case, handed over to one organisation",
        **_closed(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "made_at": {**text, "format": "date-time"},
                "for": text,
                "by": text,
                "parts": {"type": "array", "items": {"enum": [part.value for part in Compartment]}},
                "case": described("cases.Case"),
                "young_person": {**person, "type": ["object", "null"]},
                "records": _closed(records),
                "not_released_by_the_police": _closed(counts),
            }
        ),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Give an object in which everything named must stand, and nothing else may."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
