"""Copies of the database, to be attacked and thrown away: a file, or a database beside the real one.

The trial is copied as it stands, with the region's own covenant and roles. Of a database with real people no
copy is made at all: an empty one beside it gets the synthetic region.
"""

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from environ import Env

from cases.attack.play import COPY

OLD = 24 * 60 * 60  # seconds
NAME = re.compile(r"[a-z0-9_]+")


@contextmanager
def made(count: int) -> Iterator[list[dict[str, str]]]:
    """Give, for each copy, the environment of a process that knows that copy only; removes all afterwards.

    Also what an earlier run left behind that was killed.
    """
    clear_away()
    folder = Path(tempfile.mkdtemp(prefix=f"{COPY}-{os.getpid()}-", dir=settings.VAR_DIR))
    try:
        if connection.vendor == "sqlite":
            yield [_environment(folder, url) for url in _files(folder, count)]
        else:
            with _databases(count) as urls:
                yield [_environment(folder, url) for url in urls]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_away() -> None:
    """Remove the copies of runs that are no longer there."""
    for left in Path(settings.VAR_DIR).glob(f"{COPY}-*-*"):
        owner = left.name.split("-")[1]
        if left.is_dir() and owner.isdigit() and (not _lives(int(owner)) or _is_old(left)):
            shutil.rmtree(left, ignore_errors=True)
    if connection.vendor != "sqlite":
        for name in _left_behind():
            _run(f'DROP DATABASE IF EXISTS "{_safe(name)}"')


def _is_old(folder: Path) -> bool:
    """A number of a process is given out again: what is older than any attack belongs to nobody."""
    return time.time() - folder.stat().st_mtime > OLD


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing; asks whether it is there
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _left_behind() -> list[str]:
    """Give the databases of earlier runs to which nobody is connected."""
    known = f"{connection.settings_dict['NAME']}_{COPY}_"
    with _server() as link:
        found = link.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = pg_database.datname)",
            [known],
        )
        return [name for (name,) in found.fetchall()]


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Nothing in it leads back: not to the database, not to the broker, not to a mail server."""
    outside = {
        "DATABASE_URL": url,
        "ZORGTAFEL_ATTACK_DATABASE_URL": "",
        "CELERY_BROKER_URL": "memory://",
        "EMAIL_URL": "dummymail://",
        "ZORGTAFEL_CHECKPOINT_DIR": str(folder),
        "ZORGTAFEL_DEBUG": "1",
        "ZORGTAFEL_MOST_CASES": str(10**9),  # an attack opens very many cases: nobody stops it here
        "ZORGTAFEL_REQUIRE_MFA": "0",
    }
    return {**os.environ, **outside}


def _files(folder: Path, count: int) -> Iterator[str]:
    connection.ensure_connection()
    for number in range(count):
        path = folder / f"{COPY}{number}.sqlite3"
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
        yield f"sqlite:///{path}"


@contextmanager
def _databases(count: int) -> Iterator[list[str]]:
    """Make empty databases beside this one; they get the synthetic region, never what is in this one."""
    known = _maker()
    own = connection.settings_dict["NAME"]
    names = [f"{own}_{COPY}_{os.getpid()}_{number}" for number in range(count)]
    try:
        for name in names:
            _run(f'CREATE DATABASE "{_safe(name)}"')
        who = f"{quote(known['USER'])}:{quote(known['PASSWORD'], safe='')}"
        where = f"{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}"
        yield [f"postgres://{who}@{where}/{name}" for name in names]
    finally:
        for name in names:
            _run(f'DROP DATABASE IF EXISTS "{_safe(name)}"')


def _safe(name: str) -> str:
    """Pass on a name of plain letters only: it goes into a statement as it is."""
    if not NAME.fullmatch(name):
        raise ValueError("the name of this database has other signs than letters, digits and _")
    return name


def _run(statement: str) -> None:
    with _server() as link:
        link.execute(statement)


def _maker() -> dict[str, Any]:
    """Give who makes databases: a role that has no rights in the real one, or else the site's own."""
    own = settings.ZORGTAFEL_ATTACK_DATABASE_URL
    return Env.db_url_config(own) if own else connection.settings_dict


def _server() -> psycopg.Connection:
    """Connect as who makes databases; not in a transaction, for there none can be made."""
    known = _maker()
    return psycopg.connect(
        dbname=known["NAME"],
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        autocommit=True,
    )
