"""What a row looks like in the file of a handover: its fields, and how each is written.

Every field goes along but those that hold a secret, a seal or something technical, and those that lead
outside the file; people and organisations are written by their name. So a new field goes along by itself, and
``case.schema.json`` shows it: a test compares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from cases.handover.rules import TABLES
from cases.retention.stored_case_rules import ABOUT_CASES
from cases.retention.stored_rules import Data
from cases.retention.stored_search_rules import IN_SEARCH
from cases.retention.stored_work_rules import OF_WORK

STORED = {**ABOUT_CASES, **IN_SEARCH, **OF_WORK}
NEVER = (Data.SECRETS, Data.SEALS, Data.TECHNICAL)
PERSON, ORGANISATION = "organisations.User", "organisations.Organisation"
#: Who reported is for the desk that took the signal in, and for nobody after it.
WITHHELD: dict[str, frozenset[str]] = {
    "cases.Signal": frozenset(
        {
            "reported_by",
            "reported_by_organisation",
            "reporter_name",
            "reporter_contact",
            "reporter_reference",
            "addressed_to",
        }
    ),
    "cases.SignalAddition": frozenset({"key"}),
    "cases.CaseParticipation": frozenset({"end_reason"}),  # a conflict of interest, for one
    "cases.NetworkThing": frozenset({"mark_key", "mark_key_too"}),
    "cases.Case": frozenset({"is_sealed"}),
    "cases.YoungPerson": frozenset({"name_key"}),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a row: its name in the file, its column, and the table it leads to (or nothing)."""

    name: str
    field: models.Field
    leads_to: str = ""


@cache
def shapes(label: str) -> tuple[Shape, ...]:
    """Give the fields of a table that go along, in the order of the table."""
    model = apps.get_model(label)
    stored = STORED[label].fields
    never = {name for kind in NEVER for name in stored.get(kind, ())} | WITHHELD.get(label, frozenset())
    return tuple(_shapes(model, never | {"version"}))


def _shapes(model: type[models.Model], never: set[str] | frozenset[str]) -> Iterator[Shape]:
    for field in model._meta.concrete_fields:
        if field.name in never:
            continue
        if field.related_model is None:
            yield Shape(field.name, field)
            continue
        leads_to = field.related_model._meta.label
        if leads_to in (PERSON, ORGANISATION):
            yield Shape(field.name, field, leads_to)
        elif leads_to in TABLES:
            yield Shape(f"{field.name}_id", field, leads_to)


def related(label: str) -> list[str]:
    """Give the links of a table whose names are written, to be fetched with the rows."""
    return [shape.field.name for shape in shapes(label) if shape.leads_to in (PERSON, ORGANISATION)]


def written(label: str, row: models.Model) -> dict[str, Any]:
    """Give a row as it is written in the file."""
    return {shape.name: _value(shape, row) for shape in shapes(label)}


def _value(shape: Shape, row: models.Model) -> Any:
    if shape.leads_to in (PERSON, ORGANISATION):
        found = getattr(row, shape.field.name)
        return None if found is None else found.name
    value = getattr(row, shape.field.attname)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def described(label: str) -> dict[str, Any]:
    """Give the JSON schema of one row of a table."""
    found = {shape.name: _described(shape) for shape in shapes(label)}
    return {
        "type": "object",
        "properties": found,
        "required": list(found),
        "additionalProperties": False,
    }


def _described(shape: Shape) -> dict[str, Any]:
    field = shape.field
    if shape.leads_to in (PERSON, ORGANISATION):
        return _or_nothing("string", field)
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BooleanField):
        return _or_nothing("boolean", field)
    if isinstance(field, models.IntegerField | models.AutoField | models.ForeignKey):
        return _or_nothing("integer", field)
    shown = _or_nothing("string", field)
    if isinstance(field, models.DateTimeField):
        return {**shown, "format": "date-time"}
    return {**shown, "format": "date"} if isinstance(field, models.DateField) else shown


def _or_nothing(kind: str, field: models.Field) -> dict[str, Any]:
    return {"type": [kind, "null"] if field.null else kind}
