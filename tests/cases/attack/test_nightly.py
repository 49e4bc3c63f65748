"""The attack of the night as it really goes: a worker starts it, it walks over copies, a row remains."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cases.attack import copies, nightly, tasks
from cases.attack.walk import Depth
from cases.audit.models import AttackRun
from cases.casefile.models import Case
from tests.cast import NOW, Region
from tests.plugin_services import wait_until
from zorgtafel.celery import app

#: Making the copies ready takes most of it: all tables, and a synthetic region in each.
PATIENCE = 580  # seconds


def databases() -> set[str]:
    """Give the names of the databases that were made to be attacked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%attack%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.services
def test_a_worker_attacks_copies_beside_the_real_database(region: Region, worker_processes: Any) -> None:
    """Short form: one person, few addresses. Nothing is read from the real database, nothing stays behind."""
    before = Case.objects.count()
    app.send_task("cases.attack.nightly", args=["--within=health/", "--people=1"])
    wait_until(lambda: AttackRun.objects.exists(), "the attack", PATIENCE)
    run = AttackRun.objects.get()
    assert (run.trouble, run.findings, run.people) == ("", [], 1)
    assert run.requests > 10
    assert 0 < run.tried < run.addresses
    assert Case.objects.count() == before
    wait_until(lambda: not databases(), "the copies to be gone")
    assert not list(Path(settings.VAR_DIR).glob("attack-*"))


def test_beat_asks_for_it_at_ten_past_four() -> None:
    entry = app.conf.beat_schedule["attack"]
    assert entry["task"] == tasks.attack.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({4}, {10})
    assert entry["options"]["expires"] <= 3600  # a worker that was away does not find three nights at once


@pytest.mark.django_db(transaction=True)
def test_what_is_stopped_halfway_leaves_a_row_and_no_copy(
    region: Region,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    settings: Any,
) -> None:
    """A machine that is shut down sends SIGTERM: the walks end, the copies go, the page says it."""
    settings.VAR_DIR = tmp_path
    walks: list[subprocess.Popen] = []

    def sleep(environment: dict[str, str], *_given: Any) -> subprocess.Popen:
        walks.append(subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE))
        return walks[-1]

    def told_to_stop(walk: subprocess.Popen, timeout: float) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)
        return usual(walk, timeout=timeout)

    usual = subprocess.Popen.communicate
    monkeypatch.setattr(nightly, "_walk", sleep)
    monkeypatch.setattr(subprocess.Popen, "communicate", told_to_stop)
    kept = signal.signal(signal.SIGTERM, nightly.stop)
    try:
        run = nightly.run(started=NOW, clock=lambda: NOW, depth=Depth())
    finally:
        signal.signal(signal.SIGTERM, kept)
    assert run.trouble == "StoppedError"
    assert "the self-attack could not be finished" in caplog.text  # who keeps the platform sees why
    assert [walk.poll() is not None for walk in walks] == [True] * nightly.PROCESSES
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "trouble"), [("raise SystemExit(3)", "exit 3"), ("print('?')", "JSON")])
def test_a_walk_that_falls_makes_the_outcome_worthless(
    told: str, trouble: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(nightly, "MANAGE", [nightly.sys.executable, "-c", told])
    monkeypatch.setattr(copies, "made", lambda count: _Nothing(count))
    run = nightly.run(started=NOW, clock=lambda: NOW, depth=Depth())
    assert trouble in run.trouble
    assert (run.requests, run.tried) == (0, 0)


class _Nothing:
    """Copies that were never made."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> list[dict[str, str]]:
        return [dict(os.environ)] * self.count

    def __exit__(self, *_error: object) -> None:
        pass
