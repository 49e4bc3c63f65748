"""``python -m tests.benchmarks.sheet``: bringing in 10,000 registrations, and the memory that it takes.

Each row becomes a signal with its history, first step, marks, clocks and line in the ledger. The floor is one
INSERT of a bare signal per row and nothing around it, right after it. The goals: at most
thirty seconds for 10,000 rows, looked at beforehand and all; and no more memory for these than for 1,000, but
for what the file itself takes.
"""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from cases.intake.models import Signal
from cases.intake.sheets import reading, sheet, work
from organisations.roles import Role
from tests.benchmarks.people import somebody
from tests.cases.intake.sheets.files import MEANT, csv, row, xlsx


@dataclass(frozen=True, slots=True)
class Took:
    """How long one size took, in seconds; ``work``: of this process, not of the database."""

    send: float
    check: float
    bring_in: float
    floor: float
    work: float


def main() -> None:
    """Measure every size, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--excel", action="store_true", help="as an Excel file instead of CSV")
    parser.add_argument("--whole", action="store_true", help="all rows or none, by one transaction")
    parser.add_argument("--here", action="store_true", help="in this process, and print no memory")
    options = parser.parse_args()
    for size in sorted(options.rows):
        if options.here:
            show(size, is_excel=options.excel, is_whole=options.whole)
        else:
            memory = memory_of(size, is_excel=options.excel, is_whole=options.whole)
            print(f"{'':>7} peak memory {memory:.0f} MB", flush=True)


def show(size: int, *, is_excel: bool, is_whole: bool) -> None:
    """Bring in so many rows, and print what it took."""
    took = measure(size, is_excel=is_excel, is_whole=is_whole)
    whole = took.send + took.check + took.bring_in
    print(
        f"{size:>7,} rows: sent {took.send:.1f} s, looked at {took.check:.1f} s, brought in "
        f"{took.bring_in:.1f} s ({took.bring_in / size * 1000:.2f} ms a row); together {whole:.1f} s, "
        f"of which {took.work:.1f} s work of this process; "
        f"bare INSERTs {took.floor:.1f} s, ratio {took.bring_in / took.floor:.1f}",
        flush=True,
    )


def measure(size: int, *, is_excel: bool, is_whole: bool) -> Took:
    """Bring in rows that no run before it had."""
    anna, tag = somebody(Role.CARE_COORDINATOR), secrets.token_hex(4)
    said = [(f"{tag}-{number}", *row(number)[1:]) for number in range(size)]
    data = xlsx(said) if is_excel else csv(said)
    (desk,) = sheet.own_desks(anna, now=timezone.now())
    began, worked = time.perf_counter(), time.process_time()
    made = sheet.send(actor=anna, read=reading.read(data), desk=desk, now=timezone.now())
    send = time.perf_counter() - began
    sheet.choose_columns(made, actor=anna, meant=MEANT, now=timezone.now())
    check = _timed(_work)
    sheet.start(made, actor=anna, is_whole=is_whole, now=timezone.now())
    bring_in = _timed(_work)
    worked = time.process_time() - worked
    floor = _timed(lambda: _bare(size))
    assert sheet.counts(made) == {"rows": size, "new": size, "known": 0, "refused": 0}
    return Took(send, check, bring_in, floor, worked)


def memory_of(size: int, *, is_excel: bool, is_whole: bool) -> float:
    """Measure in a process of its own; give the most memory it held, in megabytes."""
    database = connection.settings_dict
    where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    values = {**os.environ, "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@{where}"}
    flags = ["--here", *(["--excel"] if is_excel else []), *(["--whole"] if is_whole else [])]
    command = [sys.executable, "-m", "tests.benchmarks.sheet", "--rows", str(size), *flags]
    process = os.posix_spawn(sys.executable, command, values)
    _pid, status, usage = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return usage.ru_maxrss / 1024


def _work() -> None:
    while work.turn(clock=timezone.now, patience=work.LEASE):
        pass


def _bare(count: int) -> None:
    """Write bare signals, one INSERT each, as many in a transaction as the job does."""
    one = Signal.objects.order_by("pk").first()
    for first in range(0, count, sheet.PART):
        with transaction.atomic():
            for _turn in range(min(sheet.PART, count - first)):
                bare = copy(one)
                bare.pk, bare.number, bare._state = None, f"F-{secrets.token_hex(4)}", copy(one._state)
                bare._state.adding = True
                Signal.objects.bulk_create([bare])


def _timed(task: Callable[[], None]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
