"""``python -m tests.benchmarks.statements``: how long the database takes for every page, over 100,000 cases.

Every address of the site is opened by somebody of every role, three times; the time of each statement is
taken where it is asked, planning included. Each case has a signal, one in five an episode with calls and a
Meldcode track. The goals: no statement over 20 ms, and at most 5 ms of SQL for the start page, the list of
cases and the page of a case.
"""

import argparse
import logging
import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from cases.attack.addresses import STEMS, fill, routes, stem_of
from organisations.roles import Role
from tests.benchmarks import figures
from tests.benchmarks.people import somebody

SLOW, DUE = 20.0, 5.0  # milliseconds
ROUNDS, TRIED = 3, 6
SHOWN = 400  # letters of a statement
WATCHED = {"": "start page", "cases/": "list of cases", "cases/<str:number>/": "page of a case"}
NUMBERS = re.compile(r"\d+|'[^']*'")


@dataclass
class Page:
    """What one address cost one person: milliseconds of each statement, by its place in the page."""

    route: str
    role: str
    rounds: list[list[tuple[float, str]]]

    def total(self) -> float:
        """Give the milliseconds of SQL, of the round in the middle."""
        return statistics.median(sum(took for took, _sql in found) for found in self.rounds)

    def slowest(self) -> tuple[float, str]:
        """Give the slowest statement of the quickest round, so that a busy moment counts nobody out."""
        return min((max(found, default=(0.0, "")) for found in self.rounds), key=lambda one: one[0])


def main() -> None:
    """Open everything, and print what took long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # of the hundreds that are refused
    call_command("scale_data", cases=options.cases)
    figures.fill(somebody(Role.CARE_COORDINATOR).user)
    pages: list[Page] = []
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["*"]):
        for role in Role:
            pages += (opened := list(_opened(role)))
            _say_slow(role, opened)
    for route, name in WATCHED.items():
        totals = [page.total() for page in pages if page.route == route]
        print(f"{name}: {min(totals):.1f} to {max(totals):.1f} ms of SQL (goal {DUE:.0f})")
    count = sum(page.slowest()[0] > SLOW for page in pages)
    print(f"{count} of {len(pages)} pages over {options.cases:,} cases have a statement over {SLOW:.0f} ms")


def _say_slow(role: Role, pages: list[Page]) -> None:
    slow = [page for page in pages if page.slowest()[0] > SLOW]
    print(f"{role.value}: {len(pages)} pages, {len(slow)} with a slow statement")
    for page in sorted(slow, key=lambda page: -page.slowest()[0]):
        took, sql = page.slowest()
        print(f"  {took:7.1f} of {page.total():7.1f} ms: /{page.route}")
        print(f"      {NUMBERS.sub('?', sql)[:SHOWN]}")


def _opened(role: Role) -> Iterator[Page]:
    """Open every address as somebody of a role; gives the pages that opened."""
    client = Client()
    client.force_login(somebody(role).user)
    for route in routes():
        path = _opening(client, route)
        if path is not None:
            yield Page(route, role.value, [_asked(client, path) for _round in range(ROUNDS)])


def _opening(client: Client, route: str) -> str | None:
    """Give the first address of a route that opens; None when none does, or a button alone leads there."""
    for path in _paths(route):
        status = client.get(path).status_code
        if status in {HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED}:
            return path if status == HTTPStatus.OK else None
    return None


def _asked(client: Client, path: str) -> list[tuple[float, str]]:
    """Open a page, to its last line; gives its statements with their milliseconds."""
    found: list[tuple[float, str]] = []

    def take(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append(((time.perf_counter() - began) * 1000, sql))

    with connection.execute_wrapper(take):
        answer = client.get(path)
        if answer.streaming:
            for _part in answer:
                pass
    return found


def _paths(route: str) -> Iterator[str]:
    """Give the address with a few rows in it, of which the first that opens is measured."""
    stem = stem_of(route)
    if not stem:
        if "logout" not in route:
            yield f"/{route}"
        return
    plan = STEMS.get(stem)
    if plan is None or not plan.model:
        return
    pairs = [pair.split("=") for pair in plan.fills.split()]
    rows = apps.get_model(plan.model)._base_manager.order_by("pk")
    for row in rows.values_list(*(lookup for _place, lookup in pairs))[:TRIED]:
        values = [(place, str(value)) for (place, _lookup), value in zip(pairs, row, strict=True)]
        yield fill(route, [*values, *plan.fixed])


if __name__ == "__main__":
    main()
