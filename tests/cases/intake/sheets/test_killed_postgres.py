"""A worker is killed at half of a file on a real PostgreSQL; the next goes on, and nothing comes twice."""

import os
import signal as signals
import subprocess
import sys
import time
from datetime import datetime

import pytest
from django.db import connection

from cases.audit.models import LedgerLine
from cases.intake.models import Signal
from cases.intake.sheets import sheet, work
from cases.intake.sheets.models import Sheet, SheetRow
from tests.cases.intake.sheets.files import csv, looked_at, row, work_on
from tests.cast import Region
from tests.fixtures_services import database_url

pytestmark = pytest.mark.postgres

ROWS = 10_000 if os.environ.get("ZORGTAFEL_TEST_ROUNDS") == "full" else 1_000
WORKER = """
import sys, django
django.setup()
from datetime import datetime
from cases.intake.sheets import work
work.turn(clock=lambda: datetime.fromisoformat(sys.argv[1]), patience=work.LEASE)
"""


@pytest.fixture
def founded(transactional_db: None, region: Region) -> Region:
    """Give a region that another process can see."""
    return region


def killed_at_half(at: datetime) -> None:
    """Let another process work, and kill it when half of the rows were written, seen or unseen."""
    values = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "zorgtafel.settings"}
    first, until = _drawn(), time.monotonic() + 120
    worker = subprocess.Popen([sys.executable, "-c", WORKER, at.isoformat()], env=values)
    while _drawn() - first < ROWS // 2:
        assert worker.poll() is None, "it ended before half"
        assert time.monotonic() < until
        time.sleep(0.01)
    worker.send_signal(signals.SIGKILL)
    worker.wait(20)


def _drawn() -> int:
    """Give the last id of a signal, also of one whose transaction goes on: a sequence waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM cases_signal_id_seq")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("is_whole", [False, True])
def test_killed_at_half_and_taken_up_again_every_row_comes_in_once(founded: Region, is_whole: bool) -> None:
    made = looked_at(founded, csv([row(number) for number in range(1, ROWS + 1)]))
    sheet.start(made, actor=founded.actor("anna"), is_whole=is_whole, now=founded.now)
    killed_at_half(founded.now)
    came_in = Signal.objects.count()
    assert came_in == 0 if is_whole else 0 < came_in < ROWS
    assert came_in % sheet.PART == 0
    assert Signal.history.count() == LedgerLine.objects.filter(event="signal.logged").count() == came_in
    work_on(founded.now + work.LEASE)
    assert Sheet.objects.get().state == "done"
    assert Signal.objects.count() == SheetRow.objects.values("number").distinct().count() == ROWS
    assert LedgerLine.objects.filter(event="signal.logged").count() == ROWS
