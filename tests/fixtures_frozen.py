"""The case with the whole table on it, made once per run by its acts and then put back row by row.

Most tests start from it, and making it takes seventy acts and a third of a second. The rows are exactly what
the acts left. Where they would not fit (a test that commits, or made something before) it is made anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction

from cases.casefile.models import Case
from tests.cast import Region, found_region, full_table, standing_region
from tests.fixtures_lasting import together

Rows = set[tuple[Any, ...]]


@dataclass(frozen=True)
class Frozen:
    """What the acts added to each table, and the highest id of each table before they did."""

    case_id: int
    added: dict[type[models.Model], list[tuple[Any, ...]]] = field(repr=False)
    highest: tuple[int | None, ...]

    def fits(self) -> bool:
        """Tell whether nothing was written since to any of these tables."""
        return connection.in_atomic_block and _highest(list(self.added)) == self.highest

    def thaw(self) -> Case:
        """Put the rows back."""
        with connection.cursor() as cursor:
            for model, rows in self.added.items():
                places = ", ".join(["%s"] * len(rows[0]))
                into = f"{_table(model)} ({_columns(model)})"
                cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.added)):
                cursor.execute(statement)
        return Case.objects.get(pk=self.case_id)


@pytest.fixture(scope="session")
def frozen_table(django_db_setup: None, django_db_blocker: Any) -> Frozen:
    """Make the case once, keep what it left in the tables, and take it all back."""
    with django_db_blocker.unblock():
        with together():
            before = _everything()
            case = full_table(standing_region() or found_region())
            after = _everything()
            transaction.set_rollback(True)
        changed = [model for model in before if not before[model] <= after[model]]
        assert changed == [], "the acts changed what was there; only what they add can be put back"
        added = {model: sorted(rows - before[model], key=_id_of(model)) for model, rows in after.items()}
        added = {model: rows for model, rows in added.items() if rows}
        cache.clear()
        return Frozen(case.pk, added, _highest(list(added)))


@pytest.fixture
def case(region: Region, frozen_table: Frozen) -> Case:
    """Give a case with the whole table on it (see ``tests.cast.full_table``)."""
    return frozen_table.thaw() if frozen_table.fits() else full_table(region)


def _everything() -> dict[type[models.Model], Rows]:
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT {_columns(model)} FROM {_table(model)}")
            found[model] = set(cursor.fetchall())
    return found


def _highest(tables: list[type[models.Model]]) -> tuple[int | None, ...]:
    columns = [f"(SELECT max({model._meta.pk.column}) FROM {_table(model)})" for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}")
        return cursor.fetchone()


def _id_of(model: type[models.Model]) -> Callable[[tuple[Any, ...]], Any]:
    place = model._meta.concrete_fields.index(model._meta.pk)
    return lambda row: row[place]


def _columns(model: type[models.Model]) -> str:
    return ", ".join(connection.ops.quote_name(column.column) for column in model._meta.concrete_fields)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
