"""``python -m tests.benchmarks.browser``: what a person waits for, in Chromium over 100,000 cases.

Start page, list of cases, page of a case and the live meeting with ten items, each opened again and again
with a warm cache: when the first words stand there, what came over the line, whether anything moved, and how
long a press on the page takes until it is seen. Beside it the bare page of ``floor``. The goals: less than
100 kB, nothing moves, less than 100 ms from press to sight.
"""

import argparse
import statistics
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from cases.casefile.models import Case
from cases.meetings import agenda, meeting
from organisations.actor import Actor
from organisations.models import Organisation
from organisations.roles import Role
from tests.benchmarks.people import session_of, somebody
from tests.benchmarks.serving import Site
from tests.plugin_services import find_chromium

ITEMS = 10
SCREEN = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
#: What the browser itself noted of the page that stands there now.
NOTED = """() => new Promise(done => {
  const found = {paint: 0, bytes: 0, moved: 0, answer: 0};
  new PerformanceObserver(list => list.getEntries().forEach(one => found.moved += one.value))
    .observe({type: 'layout-shift', buffered: true});
  const page = performance.getEntriesByType('navigation')[0];
  found.answer = page.responseEnd - page.requestStart;
  found.bytes = page.transferSize;
  performance.getEntriesByType('resource').forEach(one => found.bytes += one.transferSize);
  new PerformanceObserver(list => {
    found.paint = list.getEntriesByName('first-contentful-paint')[0].startTime;
    setTimeout(() => done(found), 300);
  }).observe({type: 'paint', buffered: true});
})"""
#: From the press on what folds out until two frames later, when it has been drawn.
PRESSED = """() => new Promise(done => {
  const part = [...document.querySelectorAll('summary')].find(one => one.offsetParent !== null);
  if (!part) { done(null); return; }
  const began = performance.now();
  part.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""


@dataclass
class Seen:
    """What one page took, each time: milliseconds, bytes, and a share of the screen that moved."""

    paint: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    pressed: list[float] = field(default_factory=list)


def main() -> None:
    """Open every page in turns, and print what a person waits for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    call_command("scale_data", cases=options.cases)
    director = somebody(Role.PROCESS_DIRECTOR)
    home = director.organisation
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session_of(director.user),
        "domain": "127.0.0.1",
        "path": "/",
    }
    pages = {"start page": "/", "list of cases": "/cases/", **_meeting(director)}
    with (
        Site("floor", "tests.benchmarks.floor_site", f"/floor/{home.pk}/") as floor,
        Site("site", "zorgtafel.wsgi", "/") as site,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        context = chromium.new_context(viewport=SCREEN, locale="nl-NL")
        context.add_cookies([cookie])
        addresses = {"floor": f"http://127.0.0.1:{floor.port}{floor.page}"}
        addresses |= {name: f"http://127.0.0.1:{site.port}{path}" for name, path in pages.items()}
        show(measure(context.new_page(), addresses, options.rounds), options.cases)
        chromium.close()


def measure(page: Page, addresses: dict[str, str], rounds: int) -> dict[str, Seen]:
    """Open every page once to fill the cache, then in turns."""
    found = {name: Seen() for name in addresses}
    for turn in range(rounds + 1):
        for name, address in addresses.items():
            answer = page.goto(address, wait_until="load")
            assert answer is not None, address
            assert answer.ok, f"{address}: {answer.status}"
            noted, pressed = page.evaluate(NOTED), page.evaluate(PRESSED)
            if turn:
                for what, number in noted.items():
                    getattr(found[name], what).append(number)
                found[name].pressed += [] if pressed is None else [pressed]
    return found


def show(found: dict[str, Seen], cases: int) -> None:
    """Print a line per page: medians, and the worst of what must never happen."""
    print(f"{cases:,} cases, Chromium, {SCREEN['width']} x {SCREEN['height']}, warm cache")
    print(
        f"  {'page':<16}{'answer':>9}{'first words':>13}{'x floor':>9}{'kB':>8}{'moved':>8}{'press':>8}  (ms)"
    )
    base = statistics.median(found["floor"].paint)
    for name, seen in found.items():
        paint = statistics.median(seen.paint)
        press = f"{statistics.median(seen.pressed):8.0f}" if seen.pressed else f"{'-':>8}"
        print(
            f"  {name:<16}{statistics.median(seen.answer):9.0f}{paint:13.0f}{paint / base:9.1f}"
            f"{max(seen.bytes) / 1000:8.1f}{max(seen.moved):8.3f}{press}"
        )


def _meeting(director: Actor) -> dict[str, str]:
    """Start a meeting about ten cases; gives the addresses of its screen and of a case of it."""
    now = timezone.now()
    homes = tuple(Organisation.objects.order_by("pk")[:5])
    cases = Case.objects.filter(participations__organisation=director.organisation).order_by("-updated_at")
    planning = meeting.Planning(
        title="Casusoverleg", starts_at=now + timedelta(minutes=5), organisations=homes
    )
    planned = meeting.plan(actor=director, planning=planning, now=now)
    for case in cases[:ITEMS]:
        agenda.add(planned, actor=director, case=case, question="Wat nu?", now=now)
    meeting.move(planned, actor=director, to="running", reason="", version=None, now=now)
    return {"case": f"/cases/{cases[0].number}/", "live meeting": f"/meetings/{planned.number}/live/"}


if __name__ == "__main__":
    main()
