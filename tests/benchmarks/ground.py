"""A throw-away PostgreSQL with the project on it, and a fair way to time things beside each other."""

import atexit
import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import django
from django.conf import settings
from django.core.management import call_command

from tests.plugin_services import Services, find_postgres, start_postgres


def prepare() -> None:
    """Start PostgreSQL (unless DATABASE_URL names one), set Django up and make the tables."""
    os.environ["ZORGTAFEL_DEBUG"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "zorgtafel.settings"
    os.environ.setdefault("CELERY_BROKER_URL", "memory://")
    if "DATABASE_URL" not in os.environ:
        programs = find_postgres()
        if programs is None:
            sys.exit("This measurement needs PostgreSQL: install it or set DATABASE_URL.")
        services = Services()
        atexit.register(services.stop)
        os.environ["DATABASE_URL"] = start_postgres(services, programs)
    django.setup()
    # Templates that keep their source for an error page are slow; nobody serves them like that.
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = False
    call_command("migrate", verbosity=0)


@dataclass
class Taken:
    """How long one task took, each time, in milliseconds: by the clock, and of this process's own work."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def interleaved(tasks: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, Taken]:
    """Time every task once per round, in a new order each round.

    Interleaving spreads a busy moment of the machine over all of them; what else runs on it hardly counts
    in the time of the process itself.
    """
    taken = {name: Taken() for name in tasks}
    names = list(tasks)
    for name in names:
        tasks[name]()  # the first time fills caches of templates and plans
    gc.collect()
    for _ in range(rounds):
        random.shuffle(names)
        for name in names:
            wall, cpu = time.perf_counter(), time.process_time()
            tasks[name]()
            taken[name].cpu.append((time.process_time() - cpu) * 1000)
            taken[name].wall.append((time.perf_counter() - wall) * 1000)
    return taken


def middle(times: list[float]) -> float:
    """Give the median."""
    return statistics.median(times)


def tail(times: list[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def is_frame(sql: str) -> bool:
    """Tell whether a statement only opens or closes a transaction."""
    return sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
