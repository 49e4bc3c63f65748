"""``python -m tests.benchmarks.ledger``: what a line of the ledger costs to write, to seal and to prove.

Prints what ``ledger.record`` takes beside a plain INSERT of the same line, with and without the indexes of
the ledger; then how many lines a second are sealed and verified; and the memory of a verification at a tenth
of the lines and at all of them, which must be the same. The goal is ``--lines 5000000``.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cases.audit import frontier, ledger, seal, verification
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from organisations.actor import Actor
from organisations.compartments import Compartment
from tests.benchmarks import ground

CHUNK = 100_000
BARE = "bare_line"

#: Lines as people leave them: four people, forty cases, a reading each.
FILL = """
INSERT INTO cases_ledgerline (event_id, at, event, action, outcome, refusal, request_id, user_id, user_label,
    organisation_id, organisation_label, role, on_behalf_of, origin, object_type, object_id, object_number,
    case_id, case_number, compartments, detail, act, ground, covenant_version, is_emergency)
SELECT gen_random_uuid(), now() - interval '1 second' * (%s - n), 'case.read', 'R', 'allowed', '',
    md5(n::text), n %% 4 + 1, 'Somebody', n %% 12 + 1, 'Zorgcoordinatie', 'care_coordinator', '', '192.0.2.7',
    'case', n %% 40 + 1, 'C-26-ABCDE', n %% 40 + 1, 'C-26-ABCDE', 'core,identity',
    '{"shown": 25}', 'read_case', 'care_coordination/public_task', '1', false
FROM generate_series(%s, %s) AS n
"""


def main() -> None:
    """Measure writing, sealing and verifying."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings.ZORGTAFEL_CHECKPOINT_DIR = folder
        show_writing(options.rounds)
        small, all_of_them = max(options.lines // 10, 1), options.lines
        memory = []
        for size in (small, all_of_them):
            fill(size)
            show_rate("sealed", seal_all)
            show_rate("verified", verify_all)
            memory.append(memory_of_verification(Path(folder)))
    print(
        f"memory of verify_ledger: {memory[0]:.0f} MB at {small:,} lines, {memory[1]:.0f} MB at "
        f"{all_of_them:,}, ratio {memory[1] / memory[0]:.2f}"
    )


def show_writing(rounds: int) -> None:
    """Print what one line costs, each in a transaction of its own, beside plain inserts of the same line."""
    record()
    line = LedgerLine.objects.latest("id")
    columns = [field.column for field in LedgerLine._meta.concrete_fields if field.column != "id"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {BARE} AS SELECT * FROM cases_ledgerline WHERE false")
    tasks = {
        "ledger.record": record,
        "plain INSERT, same table": lambda: insert("cases_ledgerline", columns, line),
        "plain INSERT, no index or trigger": lambda: insert(BARE, columns, line),
        "empty transaction": nothing,
    }
    found = ground.interleaved(tasks, rounds=rounds)
    floor = ground.middle(found["plain INSERT, no index or trigger"].wall)
    for name, times in found.items():
        took = ground.middle(times.wall)
        print(f"{name:<36} {took:6.2f} ms, p95 {ground.tail(times.wall):6.2f} ms, ratio {took / floor:4.1f}")


def record() -> None:
    """Write one line as a page does."""
    with transaction.atomic():
        ledger.record(
            Actor.system("benchmark"),
            Event.CASE_READ,
            now=timezone.now(),
            case=Case(pk=1, number="C-26-ABCDE"),
            compartments=[Compartment.CORE, Compartment.IDENTITY],
            act="read_case",
        )


def insert(table: str, columns: list[str], line: LedgerLine) -> None:
    """Write the same line without any of our code; its event gets a number of its own."""
    values = ", ".join("gen_random_uuid()" if name == "event_id" else name for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM cases_ledgerline WHERE id = %s",
            [line.pk],
        )


def nothing() -> None:
    """Open and close a transaction: what the way to the database costs by itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def fill(size: int) -> None:
    """Bring the ledger up to so many lines, in large pieces."""
    standing = LedgerLine.objects.count()
    began = time.perf_counter()
    for first in range(standing, size, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [size, first + 1, min(first + CHUNK, size)])
    _print_rate("inserted in bulk", max(size - standing, 0), time.perf_counter() - began)


def seal_all() -> int:
    """Seal every line that no seal covers yet; give how many."""
    settled, lines = frontier.settled_id(), 0
    while made := seal.seal_next(settled, now=timezone.now()):
        lines += made.count
    seal.seal_due(now=timezone.now())
    return lines


def verify_all() -> int:
    """Verify the whole chain; give how many lines.

    Raises:
        AssertionError: it is not sound, so nothing was measured.
    """
    steps = list(verification.walk())
    assert not [found for step in steps for found in step.findings]
    return sum(step.lines for step in steps)


def show_rate(name: str, job: Callable[[], int]) -> None:
    """Print how many lines a second a job does."""
    began = time.perf_counter()
    lines = job()
    _print_rate(name, lines, time.perf_counter() - began)


def memory_of_verification(folder: Path) -> float:
    """Run the command in a process of its own; give the most memory it held, in megabytes."""
    database = connection.settings_dict
    where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    values = {
        **os.environ,
        "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@{where}",
        "ZORGTAFEL_CHECKPOINT_DIR": str(folder),
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_ledger"]
    process = os.posix_spawn(sys.executable, command, values)
    _pid, status, usage = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return usage.ru_maxrss / 1024


def _print_rate(name: str, lines: int, seconds: float) -> None:
    print(f"{name:<20} {lines:>9,} lines in {seconds:7.1f} s: {lines / max(seconds, 1e-9):>9,.0f} lines/s")


if __name__ == "__main__":
    main()
