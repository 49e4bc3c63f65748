"""``python -m tests.benchmarks.serving``: requests per second and memory of gunicorn, beside the floor.

Two gunicorns of two workers each, as in the README: one serves the project, one only the floor of
``case_list``. Four connections ask each in turn for the list of cases. Then what a worker holds in memory
after the run, and how much of that came during it. The goals: at least 35 % of the floor's requests, at most
150 MB, at most 10 % growth.
"""

import argparse
import os
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from organisations.roles import Role
from tests.benchmarks.people import session_of, somebody
from tests.plugin_services import accepts, free_port, wait_until
from zorgtafel.supervisor import Child, end, start

CONNECTIONS = 4


class Site:
    """One gunicorn with two workers, and one page of it to ask for."""

    def __init__(self, name: str, application: str, page: str) -> None:
        self.name, self.page, self.port = name, page, free_port()
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error"]
        self.server = Child(name, command, {"DATABASE_URL": os.environ["DATABASE_URL"]})
        self.answered = 0
        self.seconds = 0.0

    def __enter__(self) -> "Site":
        start(self.server, time.monotonic())
        wait_until(lambda: accepts(self.port), self.name)
        return self

    def __exit__(self, *_why: object) -> None:
        end(self.server)

    def ask(self, cookie: str, seconds: float) -> None:
        """Ask for the page over four connections, as fast as it comes."""
        began = time.perf_counter()
        asking = [
            threading.Thread(target=self._keep_asking, args=(cookie, began + seconds))
            for _ in range(CONNECTIONS)
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        self.seconds += time.perf_counter() - began

    def _keep_asking(self, cookie: str, until: float) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", self.page, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{self.page}: {answer.status}"
            self.answered += 1

    @property
    def rate(self) -> float:
        """Give the requests per second."""
        return self.answered / self.seconds

    def memory(self) -> list[float]:
        """Give what each worker holds in memory, in MB."""
        parent = str(self.server.process.pid)
        told = [path.read_text() for path in Path("/proc").glob("[0-9]*/status")]
        workers = [dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line) for text in told]
        return [int(one["VmRSS"].split()[0]) / 1024 for one in workers if one.get("PPid") == parent]


def main() -> None:
    """Measure both sites in turns, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    call_command("scale_data", cases=options.cases)
    reader = somebody(Role.CONTACT_POINT)  # who sees one case in two
    cookie, home = f"{settings.SESSION_COOKIE_NAME}={session_of(reader.user)}", reader.organisation_id
    with (
        Site("floor", "tests.benchmarks.floor_site", f"/floor/{home}/") as floor,
        Site("list", "zorgtafel.wsgi", "/cases/") as cases,
    ):
        for site in (floor, cases):
            site.ask(cookie, options.seconds)  # the first requests fill what is kept
            site.answered, site.seconds = 0, 0.0
        before = cases.memory()
        for _ in range(options.rounds):
            for site in (floor, cases):
                site.ask(cookie, options.seconds)
        after = cases.memory()
    print(f"{options.cases:,} cases, {CONNECTIONS} connections, 2 workers")
    print(f"  floor {floor.rate:7.1f} requests/s")
    print(f"  list  {cases.rate:7.1f} requests/s, {cases.rate / floor.rate:.0%} of the floor (goal 35 %)")
    held = ", ".join(f"{megabytes:.0f}" for megabytes in after)
    print(f"  memory of a worker {held} MB (goal 150), growth {sum(after) / sum(before) - 1:.1%} (goal 10 %)")
    print(f"  over {cases.answered} requests")


if __name__ == "__main__":
    main()
