"""A migrated database per test run without migrating each time.

Migrating takes longer than most test runs. So it is done once per set of migrations (SQLite: a file in
``var/test``, named after a checksum of all migrations) or once per run (PostgreSQL: a template database), and
copied from there.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cases.audit import triggers

FOLDER = settings.VAR_DIR / "test"
TEMPLATE = "zorgtafel_template"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give this test worker its own database, migrated; replaces pytest-django's fixture of this name."""
    with django_db_blocker.unblock():
        copy = _copy_postgres if connection.vendor == "postgresql" else _copy_sqlite
        _point_to(connection, copy(connection.creation._get_test_db_name()))
    with pytest.MonkeyPatch.context() as patch:
        # On the class: a test with a browser has an event loop, and with it a connection of its own.
        patch.setattr(type(connection.ops), "execute_sql_flush", FLUSH_PAST_TRIGGERS[connection.vendor])
        yield
    with django_db_blocker.unblock():
        connection.close()


def _flush_without_triggers(_ops: Any, statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


def _flush_between_triggers(_ops: Any, statements: list[str]) -> None:
    """SQLite cannot switch triggers off: take them away and put them back, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in [*triggers.SQLITE_REMOVE, *statements, *triggers.SQLITE_INSTALL]:
            cursor.execute(statement)


#: Lets a test that commits be emptied afterwards, although the ledger's triggers refuse just that. They
#: stand during every test. For the whole session: emptying comes after a test's own fixtures are gone.
FLUSH_PAST_TRIGGERS = {"postgresql": _flush_without_triggers, "sqlite": _flush_between_triggers}


def sqlite_template() -> Path:
    """Give the file with the migrated and empty tables of these migrations; make it when there is none."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{_checksum()}.sqlite3"
    with _alone():
        if not path.exists():
            _build_sqlite(path)
    return path


def _copy_sqlite(name: str) -> str:
    """Copy the migrated file of these migrations into a database in memory."""
    path = sqlite_template()
    _point_to(connection, name)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as source:
        source.backup(connection.connection)
    return name


def _build_sqlite(path: Path) -> None:
    for old in FOLDER.glob("*.sqlite3*"):
        old.unlink()
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _migrate(f"sqlite:///{fresh}")
    fresh.rename(path)


def _copy_postgres(name: str) -> str:
    """Copy this run's migrated template database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{TEMPLATE}").geturl())
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')
    return name


def _point_to(wrapper: BaseDatabaseWrapper, name: str) -> None:
    wrapper.close()
    settings.DATABASES["default"]["NAME"] = wrapper.settings_dict["NAME"] = name


def _migrate(url: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0", "--no-input"]
    values = {**os.environ, "DATABASE_URL": url, "ZORGTAFEL_DEBUG": "1"}
    done = subprocess.run(command, env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _checksum() -> str:
    """Return a checksum of everything that decides what the tables look like."""
    files = [*settings.BASE_DIR.glob("*/migrations/*.py"), settings.BASE_DIR / "requirements.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Let one test worker at a time through."""
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
