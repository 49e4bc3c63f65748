"""``python -m tests.benchmarks.timeline``: the timeline of a case with 5,000 entries, beside plain SQL.

Three things in turns: the whole page as its reader gets it, the floor of every page (a session, its user, one
statement, a bare template) with the same 25 lines, and the statement alone. For a case with 50 entries and
one with 5,000: how much slower the long one is says whether the page grows with the case. The goals: at most
three times the floor, the first page and a page far down, and no growth.
"""

import argparse
import re
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from django.utils import timezone

from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from cases.management.commands.scale_data import person
from organisations.models import User
from organisations.roles import Role
from tests.benchmarks import floor, ground

NEXT = re.compile(r'href="([^"]*[?&;]after=[^"]*)"')
KINDS = ("case_changed", "note_written", "coordinator_assigned", "organisation_admitted", "action_agreed")
PAGES_DOWN = 40
SQL = """
SELECT t.id, t.at, t.kind, o.name
FROM cases_timelineentry t LEFT JOIN organisations_organisation o ON o.id = t.organisation_id
WHERE t.case_id = %s AND t.compartment IN ('core', 'identity', 'signals', 'meldcode', 'missing')
ORDER BY t.at DESC, t.id DESC LIMIT 25
"""
PAGE = """<!doctype html><html lang="nl"><title>{{ user.name }}</title><ol>{% for row in rows %}
<li>{{ row.1 }} {{ row.2 }} {{ row.3 }}</li>{% endfor %}</ol></html>"""


def lines(request: HttpRequest, case: int) -> HttpResponse:
    """Show 25 lines to somebody who is logged in, with nothing else around it."""
    if not hasattr(lines, "template"):
        lines.template = engines["django"].from_string(PAGE)
    return HttpResponse(lines.template.render({"rows": rows_of(case), "user": request.user}))


urlpatterns = [path("floor/timeline/<int:case>/", lines), path("", include("zorgtafel.urls"))]


def main() -> None:
    """Measure both sizes, and print each beside its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, nargs=2, default=[50, 5_000])
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    call_command("scale_data", cases=1_000)
    reader = User.objects.get(email=person(0, Role.CONTACT_POINT))
    home = reader.memberships.get().organisation_id
    admitted = CaseParticipation.objects.filter(organisation=home, ended_at=None).order_by("pk")
    long_ones = [row.case for row in admitted.select_related("case")[: len(options.entries)]]
    with override_settings(ROOT_URLCONF="tests.benchmarks.timeline", DEBUG=False, ALLOWED_HOSTS=["*"]):
        tasks: dict[str, Callable[[], object]] = {}
        for size, case in zip(options.entries, long_ones, strict=True):
            fill(case, size)
            tasks |= _tasks(reader, case, size)
        show(options.entries, tasks, options.rounds)


def show(sizes: list[int], tasks: dict[str, Callable[[], object]], rounds: int) -> None:
    """Time all of them in turns; print medians, ratios to the floor of that size, and the growth."""
    statements = {name: _statements(task) for name, task in tasks.items()}
    found = ground.interleaved(tasks, rounds=rounds)
    for name, taken in found.items():
        base = found[f"{name.partition(':')[0]}: floor"]
        wall, cpu = ground.middle(taken.wall), ground.middle(taken.cpu)
        print(
            f"{name:<32}{wall:8.2f} ms x{wall / ground.middle(base.wall):6.2f}   CPU {cpu:8.2f} ms "
            f"x{cpu / ground.middle(base.cpu):6.2f}{statements[name]:5} statements"
        )
    small, large = (ground.middle(found[f"{size}: page"].wall) for size in sizes)
    print(f"the page with {sizes[1]:,} entries takes {large / small:.2f} times that with {sizes[0]:,}")


def fill(case: Case, size: int) -> None:
    """Bring the timeline of a case up to so many entries, of some kinds and over some organisations."""
    standing, now = case.timeline.count(), timezone.now()
    homes = list(CaseParticipation.objects.filter(case=case).values_list("organisation_id", flat=True))
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            case=case,
            at=now - timedelta(minutes=turn),
            compartment="core",
            kind=KINDS[turn % len(KINDS)],
            organisation_id=homes[turn % len(homes)],
        )
        for turn in range(standing, size)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_timelineentry")


def rows_of(case: int) -> list[tuple]:
    """Ask for the newest 25 lines, in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [case])
        return cursor.fetchall()


def _tasks(reader: User, case: Case, size: int) -> dict[str, Callable[[], object]]:
    address = f"/cases/{case.number}/timeline/"
    client, bare = Client(), Client()
    client.force_login(reader)
    bare.force_login(reader)
    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        bare.get(f"/floor/timeline/{case.pk}/")  # the client keeps the middleware of its first request
    tasks = {
        f"{size}: plain SQL": lambda: rows_of(case.pk),
        f"{size}: floor": _get(bare, f"/floor/timeline/{case.pk}/"),
        f"{size}: page": _get(client, address),
    }
    if far := _far_down(client, address):
        tasks[f"{size}: page {PAGES_DOWN}"] = _get(client, far)
    return tasks


def _far_down(client: Client, address: str) -> str:
    """Walk down by the links of the page; empty when the timeline is shorter."""
    following = address
    for _turn in range(PAGES_DOWN - 1):
        link = NEXT.search(client.get(following).content.decode())
        if link is None:
            return ""
        following = f"{address}?{link[1].replace('&amp;', '&').partition('?')[2]}"
    return following


def _get(client: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    return get


def _statements(task: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        task()
    return sum(not ground.is_frame(query["sql"]) for query in captured)


if __name__ == "__main__":
    main()
