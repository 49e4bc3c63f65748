"""Copies that are attacked: nothing of them leads back, and nothing of them stays."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cases.attack import copies


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
