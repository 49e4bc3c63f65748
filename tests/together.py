"""At the same moment: jobs in threads, each with a database connection of its own."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

from cases.conflict import StateConflictError


def rounds(full: int) -> int:
    """Give how often a race is run: ``full`` times with ``ZORGTAFEL_TEST_ROUNDS=full``, else a twentieth."""
    return full if os.environ.get("ZORGTAFEL_TEST_ROUNDS") == "full" else full // 20


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs at the same moment and give their answers in order; an exception is an answer too."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return job()
        except Exception as answer:
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def behind(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Run ``second`` while ``first`` has written but not yet committed; give both answers.

    ``first`` commits as soon as ``second`` waits for it, or is done without having waited.
    """
    written, done = Event(), Event()

    def hold() -> Any:
        with transaction.atomic():
            answer = first()
            written.set()
            _until_somebody_waits(done)
        return answer

    def follow() -> Any:
        written.wait(10)
        try:
            return second()
        finally:
            done.set()

    return together(hold, follow)


def _until_somebody_waits(done: Event) -> None:
    asked = "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        while not done.wait(0.01) and time.monotonic() < end:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return


def refusal(answers: list[Any]) -> str:
    """Give why the second of two was refused; the first was not."""
    first, second = answers
    assert not isinstance(first, Exception), first
    assert isinstance(second, StateConflictError), second
    return second.code
