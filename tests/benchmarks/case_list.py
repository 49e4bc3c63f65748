"""``python -m tests.benchmarks.case_list``: the list and the page of a case, beside a floor.

For readers who see one case in forty and one in two: first page, page 40, and one case. The goals:
the list at most 2.5 times the floor, a case at most 3 times, at most 10 and 15 statements, and at
most 1.3 times slower at 100,000 cases than at 1,000.
"""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cases.management.commands.scale_data import person
from organisations.models import User
from organisations.roles import Role
from tests.benchmarks import floor, ground

NEXT = re.compile(r'href="([^"]*[?&;]after=[^"]*)"')
CASE = re.compile(r'href="(/cases/C-\d\d-[0-9A-Z]{5}/)"')
PAGES = 40


@dataclass
class Found:
    """What was measured at one size: medians and tails in milliseconds, and numbers of statements."""

    middle: dict[str, float] = field(default_factory=dict)
    tail: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Measure every size, then say how it grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    found = {}
    for size in sorted(options.cases):
        call_command("scale_data", cases=size)
        with override_settings(ROOT_URLCONF="tests.benchmarks.floor", DEBUG=False, ALLOWED_HOSTS=["*"]):
            found[size] = measure(options.rounds)
        show(size, found[size])
    show_growth(found)
    show_ledger(found)


def measure(rounds: int) -> Found:
    """Time the floor and every page, interleaved; count the statements of each."""
    tasks = {"floor": _floor()}
    for label, home in (("1/2", 0), ("1/40", 5)):
        tasks |= _pages(label, home)
    found = Found()
    for name, task in tasks.items():
        with CaptureQueriesContext(connection) as captured:
            task()
        found.statements[name] = sum(not ground.is_frame(query["sql"]) for query in captured)
    for name, times in ground.interleaved(tasks, rounds=rounds).items():
        found.middle[name], found.tail[name] = ground.middle(times.wall), ground.tail(times.wall)
        found.cpu[name] = ground.middle(times.cpu)
    return found


def show(size: int, found: Found) -> None:
    """Print one size: milliseconds by the clock and of work (CPU), each times the floor, and statements."""
    print(f"\n{size:,} cases × 40 organisations")
    print(f"  {'page':<24}{'p50 ms':>9}{'p95 ms':>9}{'x floor':>9}{'CPU ms':>9}{'x floor':>9}{'SQL':>6}")
    for name, middle in found.middle.items():
        ratio, work = middle / found.middle["floor"], found.cpu[name] / found.cpu["floor"]
        print(
            f"  {name:<24}{middle:9.1f}{found.tail[name]:9.1f}{ratio:9.2f}"
            f"{found.cpu[name]:9.1f}{work:9.2f}{found.statements[name]:6}"
        )


def show_growth(found: dict[int, Found]) -> None:
    """Print how much slower, against the floor, each page is at the largest size than at the smallest."""
    smallest, largest = min(found), max(found)
    print(f"\nGrowth of (x floor) from {smallest:,} to {largest:,} cases")
    for name, middle in found[largest].middle.items():
        if name in found[smallest].middle and name != "floor":
            before = found[smallest].middle[name] / found[smallest].middle["floor"]
            after = middle / found[largest].middle["floor"]
            print(f"  {name:<24}{after / before:9.2f}")


def show_ledger(found: dict[int, Found]) -> None:
    """Print what the line in the ledger adds to a page, in milliseconds (goal: at most 1.5)."""
    print("\nA reading's line in the ledger adds, p50 ms")
    for size, measured in found.items():
        for label in ("1/2", "1/40"):
            added = measured.middle[f"case {label}"] - measured.middle[f"case {label}, no ledger"]
            print(f"  {size:>9,} cases, {label:<6}{added:9.2f}")


def _pages(label: str, home: int) -> dict[str, Callable[[], object]]:
    """Give what to time for the contact point of one organisation."""
    client = _client(home)
    first = client.get("/cases/").content.decode()
    case = _get(client, CASE.findall(first)[0])
    tasks = {
        f"list {label}": _get(client, "/cases/"),
        f"case {label}": case,
        f"case {label}, no ledger": _without_ledger(case),
    }
    far = _page_at(client, first, PAGES)
    if far:
        tasks[f"list {label}, page {PAGES}"] = _get(client, far)
    return tasks


def _without_ledger(task: Callable[[], object]) -> Callable[[], object]:
    """Do the same without the ledger line: the difference is what recording a reading costs."""

    def read() -> None:
        with mock.patch("cases.access.gate.ledger.record"):
            task()

    return read


def _page_at(client: Client, shown: str, number: int) -> str:
    """Walk to a page by its links, as a reader would; empty when the list is shorter."""
    address = ""
    for _ in range(number - 1):
        following = NEXT.search(shown)
        if following is None:
            return ""
        address = "/cases/" + following[1].replace("&amp;", "&").removeprefix("/cases/")
        shown = client.get(address).content.decode()
    return address


def _floor() -> Callable[[], object]:
    client = _client(0)
    home = client.reader.memberships.get().organisation_id
    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        client.get(f"/floor/{home}/")  # the client keeps the middleware of its first request
    return _get(client, f"/floor/{home}/")


def _client(home: int) -> Client:
    client = Client()
    client.reader = User.objects.get(email=person(home, Role.CONTACT_POINT))
    client.force_login(client.reader)
    return client


def _get(client: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    return get


if __name__ == "__main__":
    main()
