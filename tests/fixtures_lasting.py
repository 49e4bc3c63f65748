"""What is made once, because making it takes longer than most tests.

For the tests of one module (one of everything, the world of access): in a transaction that stays open until
its last test; each test is a savepoint within it. Not for a test that commits.

For every test that asks for ``case`` (on SQLite): in a database of its own, in which the whole table stands
already. Tests that ask for no case have none.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cases.casefile.models import Case
from tests.access.addresses import one_of_everything
from tests.access.world import made
from tests.cast import Region, found_region, full_table, standing_region
from tests.fixtures_database import sqlite_template

TABLE = "file:zorgtafel_whole_table?mode=memory&cache=shared"


@pytest.fixture(scope="module")
def lasting_region(django_db_setup: None, django_db_blocker: Any) -> Iterator[Region]:
    """Give the region, in a transaction around all tests of a module; use it only to make things in."""
    with django_db_blocker.unblock(), _together():
        yield standing_region() or found_region()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everything(lasting_region: Region) -> dict[str, Any]:
    """Give what the placeholders in addresses stand for (see ``one_of_everything``), for a whole module."""
    found = one_of_everything(lasting_region)
    cache.clear()
    return found


@pytest.fixture(scope="module")
def standing_world(lasting_region: Region) -> dict[str, int]:
    """Give the ids of the cases of ``tests.access.world``, for a whole module."""
    return {label: case.pk for label, case in made(lasting_region).items()}


@pytest.fixture
def world(standing_world: dict[str, int], region: Region) -> dict[str, Case]:
    """Give the cases of ``tests.access.world`` as they stand, by what is particular about each."""
    found = Case.objects.in_bulk(standing_world.values())
    return {label: found[pk] for label, pk in standing_world.items()}


@contextmanager
def _together() -> Iterator[None]:
    """Let acts run in one transaction, as Django's own test cases do, also those that must be outermost."""
    around = transaction.atomic()
    around._from_testcase = True
    with around:
        yield


@contextmanager
def _default(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the default connection lead elsewhere."""
    usual, connections["default"] = connections["default"], database
    try:
        yield
    finally:
        connections["default"] = usual


@pytest.fixture(scope="session")
def whole_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[BaseDatabaseWrapper, int]]:
    """Give a database with the region and the whole table on one case, and the id of that case."""
    database = connections["default"].copy()
    database.settings_dict["NAME"] = TABLE
    with django_db_blocker.unblock(), _default(database):
        connection.ensure_connection()
        with closing(sqlite3.connect(sqlite_template())) as source:
            source.backup(connection.connection)
        with _together():
            case = full_table(found_region())
            connection.run_on_commit.clear()  # in a test nothing is committed, so nothing follows either
    yield database, case.pk
    database.connection.close()


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> Iterator[int | None]:
    """Choose the database of a test, before its transaction begins; give the id of the case in it, if any."""
    asked = set(request.fixturenames)
    commits = request.node.get_closest_marker("django_db") or "transactional_db" in asked
    if "standing_case" not in asked or "lasting_region" in asked or commits or connection.vendor != "sqlite":
        yield None
        return
    database, pk = request.getfixturevalue("whole_table")
    with _default(database):
        yield pk


@pytest.fixture
def standing_case(_database: int | None) -> int | None:
    """Give the id of the case that stands in this test's database; None when the test makes its own."""
    return _database
