"""What the tests of the ledger share: a place outside the database, and an owner who stops at nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cases.audit import triggers


@pytest.fixture
def outside(settings: Any, tmp_path: Path) -> Path:
    """Give the folder outside the database in which heads of the chain are written down."""
    settings.ZORGTAFEL_CHECKPOINT_DIR = str(tmp_path / "outside")
    return tmp_path / "outside"


@contextmanager
def without_triggers() -> Iterator[None]:
    """Do as the owner of the database can: switch the triggers off, and on again."""
    if connection.vendor == "sqlite":
        before, after = triggers.SQLITE_REMOVE, triggers.SQLITE_INSTALL
    else:
        tables = triggers.TABLES.values()
        before = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        after = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        yield
        for statement in after:
            cursor.execute(statement)


@pytest.fixture
def as_owner() -> Callable[..., None]:
    """Give a way to run statements as the owner would, past the triggers."""

    def run(*statements: str, **values: Any) -> None:
        with without_triggers(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, values or None)

    return run
