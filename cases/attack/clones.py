"""Copies a whole case, row by row, in a database that is thrown away. No act, no history, no ledger.

What has no trace may only be done where nobody works: on the copy that the attack walks over.
"""

import itertools
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from cases.casefile.models import Case

#: What does not go along: access and blocks, guests, questions, ends, and what only tells about messages.
LEFT_BEHIND = {
    "cases.CaseSeal",
    "cases.CaseUserObjectPermission",
    "cases.ConflictBlock",
    "cases.EmergencyAccess",
    "cases.EmergencyReview",
    "cases.ExistenceCheck",
    "cases.DestructionProposal",
    "cases.ItemGuest",
    "cases.OrganisationBlock",
    "cases.PutAside",
}
NUMBER = re.compile(r"[A-Z]-\d\d-[0-9A-Z]{5,7}")
_drawn = itertools.count()

Change = Callable[[models.Model], None]
#: What was copied (table and number) and its copy.
Made = dict[tuple[type[models.Model], int], models.Model]


def of_case(source: Case, *, change: Change) -> Case:
    """Copy a case with everything that hangs on it; ``change`` may alter each row before it is written."""
    made: Made = {}
    copy = _copy(source, {}, made, change)
    waiting: list[models.Model] = [source]
    while waiting:
        parent = waiting.pop(0)
        for child in _children(parent):
            if (type(child), child.pk) not in made:
                _copy(child, made, made, change)
                waiting.append(child)
    _lead_to_the_copies(made)
    return copy


def _lead_to_the_copies(made: Made) -> None:
    """Let the lines of the timeline tell of what was copied along, not of what it was copied from."""
    numbers: dict[str, str] = {}
    for model, rows in _by_table(made, "number").items():
        known = model._base_manager.filter(pk__in=rows).values_list("pk", "number")
        numbers |= {old: rows[pk].number for pk, old in known}
    for model, rows in _by_table(made, "params").items():
        for row in rows.values():
            told = json.dumps([row.url, row.params])
            row.url, row.params = json.loads(NUMBER.sub(lambda old: numbers.get(old[0], old[0]), told))
        model._base_manager.bulk_update(rows.values(), ["url", "params"])


def _by_table(made: Made, column: str) -> dict[type[models.Model], dict[int, Any]]:
    """Give what was made from tables with such a column: table -> number of the source -> copy."""
    found: dict[type[models.Model], dict[int, Any]] = {}
    for (model, pk), row in made.items():
        if hasattr(row, column):
            found.setdefault(model, {})[pk] = row
    return found


def insert(row: models.Model) -> models.Model:
    """Write a row as it stands: no receiver, and with it no history, takes part."""
    type(row)._base_manager.bulk_create([row])
    return row


def _children(parent: models.Model) -> list[models.Model]:
    found: list[models.Model] = []
    for model, column in _tables_below(type(parent)):
        rows = model._base_manager.filter(**{column: parent.pk}).order_by("pk")
        found += [row for row in rows if _belongs(row, column)]
    return found


@cache
def _tables_below(table: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Give the tables that go along with a row of this table, with the column that leads to it."""
    return [
        (model, column.name)
        for model in apps.get_app_config("cases").get_models()
        if model._meta.label not in LEFT_BEHIND and not model._meta.model_name.startswith("historical")
        for column in model._meta.concrete_fields
        if column.related_model is table and table is not model
    ]


def _belongs(row: models.Model, column: str) -> bool:
    """An action that came of a decision is copied once: with its case."""
    return not (row._meta.label == "cases.Action" and column == "decision")


def _copy(row: models.Model, moved: dict, made: dict, change: Change) -> models.Model:
    old = (type(row), row.pk)
    fresh = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    fresh.pk = None
    for column in row._meta.concrete_fields:
        pointed = getattr(row, column.attname) if column.related_model else None
        target = None if pointed is None else moved.get((column.related_model, pointed))
        if target is not None:
            setattr(fresh, column.attname, target.pk)
    if row._meta.label == "cases.Action":
        fresh.decision_id = None  # the decision itself may still have to be copied
    _renumber(fresh)
    change(fresh)
    made[old] = insert(fresh)
    return made[old]


def _renumber(row: Any) -> None:
    """Give a copy numbers of its own: ``ZZ`` is drawn by nobody else."""
    drawn = next(_drawn)
    if hasattr(row, "number") and isinstance(row.number, str):
        row.number = f"{row.number[:5]}Z{drawn:04d}"
    if hasattr(row, "pseudonym"):
        row.pseudonym = f"{row.pseudonym[:11]}9{drawn:05d}"
