"""Copies that are attacked: nothing of them leads back, and nothing of them stays."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from cases.attack import copies
from tests.fixtures_services import database_url


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Let copies stand in a folder of this test."""
    settings.VAR_DIR = tmp_path
    return tmp_path


def over() -> int:
    """Give the number of a process that is no longer there."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.django_db
def test_what_a_killed_run_left_behind_is_removed_by_the_next(folder: Path) -> None:
    left, running, other = (
        folder / name for name in (f"attack-{over()}-x", f"attack-{os.getpid()}-x", "logs")
    )
    for one in (left, running, other):
        one.mkdir()
        (one / "attack0.sqlite3").touch()
    copies.clear_away()
    assert (left.exists(), running.exists(), other.exists()) == (False, True, True)


@pytest.mark.django_db(transaction=True)  # a copy is made of what is really written
def test_a_copy_knows_itself_only_and_is_gone_afterwards(folder: Path) -> None:
    with copies.made(2) as environments:
        assert len({one["DATABASE_URL"] for one in environments}) == 2
        assert all("attack" in one["DATABASE_URL"].rpartition("/")[2] for one in environments)
        outside = [(one["CELERY_BROKER_URL"], one["EMAIL_URL"]) for one in environments]
        assert outside == [("memory://", "dummymail://")] * 2
        assert all(int(one["ZORGTAFEL_MOST_CASES"]) > 10**6 for one in environments)
        assert list(folder.iterdir())
    assert not list(folder.iterdir())


MAKER, SITE = "attack_maker", "attack_site"


@pytest.fixture
def two_roles(transactional_db: None) -> Iterator[str]:
    """Connect as a role that makes no databases; give the address of one that does that alone."""
    owner, address = connection.settings_dict["USER"], database_url()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {MAKER} LOGIN CREATEDB")
        cursor.execute(f"CREATE ROLE {SITE} LOGIN")
    connection.close()
    connection.settings_dict["USER"] = SITE
    yield address.replace(f"//{owner}@", f"//{MAKER}@")
    connection.close()
    connection.settings_dict["USER"] = owner
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE {MAKER}")
        cursor.execute(f"DROP ROLE {SITE}")


@pytest.mark.postgres
def test_databases_are_made_by_a_role_that_reads_nothing_of_the_real_one(
    two_roles: str, folder: Path, settings: Any
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), copies.made(1):
        pass
    settings.ZORGTAFEL_ATTACK_DATABASE_URL = two_roles
    with copies.made(1) as (environment,):
        assert environment["ZORGTAFEL_ATTACK_DATABASE_URL"] == ""
        with psycopg.connect(environment["DATABASE_URL"]) as copy:
            copy.execute("CREATE TABLE made (id int)")
    with psycopg.connect(two_roles) as real, pytest.raises(psycopg.errors.InsufficientPrivilege):
        real.execute("SELECT 1 FROM cases_case")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(environment["DATABASE_URL"])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_a_killed_run_left_behind_is_removed_by_the_next(folder: Path) -> None:
    left = f"{connection.settings_dict['NAME']}_attack_{over()}_0"
    copies._run(f'CREATE DATABASE "{left}"')
    with copies.made(1):
        assert copies._left_behind() == [f"{connection.settings_dict['NAME']}_attack_{os.getpid()}_0"]
    assert copies._left_behind() == []
