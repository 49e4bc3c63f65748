"""``python -m tests.benchmarks.alike``: who may be about the same person, among 100,000, beside plain SQL.

The floor asks the same keys of the same index without asking who may see what comes out. The goal: at most
three times the floor, as many statements whatever is found, and no growth with the number of people.
"""

import argparse
from datetime import datetime

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.casefile import mark_rules, marks
from cases.casefile.mark_rules import Known
from cases.casefile.models import Case
from organisations.actor import Actor
from organisations.models import Covenant
from organisations.roles import Role
from tests.benchmarks import ground
from tests.benchmarks.people import somebody

PLAIN = """
SELECT c.id, c.number, y.name, y.birth_date, count(DISTINCT m.kind)
FROM cases_mark m JOIN cases_case c ON c.id = m.case_id JOIN cases_youngperson y ON y.id = c.young_person_id
WHERE m.key = ANY(%s) AND c.covenant_id = %s
GROUP BY c.id, c.number, y.name, y.birth_date, c.updated_at
ORDER BY 5 DESC, c.updated_at DESC, c.id DESC LIMIT 5
"""


def main() -> None:
    """Measure every size, for who sees one case in two and one in forty."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    for size in sorted(options.cases):
        call_command("scale_data", cases=size)
        for home in (0, 5):
            _show(size, home, options.rounds)


def _show(size: int, home: int, rounds: int) -> None:
    now = timezone.now()
    actor, table = somebody(Role.CONTACT_POINT, home=home), Covenant.objects.get().pk
    whose = Case.objects.select_related("young_person").order_by("pk")[size // 2].young_person
    wanted = {"somebody": marks.known_of(whose), "nobody": Known("Nobody Atall")}
    tasks = {f"{name}, gate": _asked(actor, known, table, now) for name, known in wanted.items()}
    tasks |= {f"{name}, plain SQL": _plain(known, table) for name, known in wanted.items()}
    found = ground.interleaved(tasks, rounds=rounds)
    for name in wanted:
        with CaptureQueriesContext(connection) as statements:
            shown = tasks[f"{name}, gate"]()
        took, floor = (ground.middle(found[f"{name}, {way}"].wall) for way in ("gate", "plain SQL"))
        print(
            f"{size:>7} people, organisation {home}, {name:<8}: {took:6.2f} ms, plain SQL {floor:6.2f} ms, "
            f"ratio {took / floor:4.1f}, {len(statements)} statements, {len(shown)} shown"
        )


def _asked(actor: Actor, known: Known, table: int, now: datetime) -> object:
    return lambda: marks.cases(actor, known, tables=[table], now=now)


def _plain(known: Known, table: int) -> object:
    keys = sorted(mark.key for mark in mark_rules.marks(known))

    def ask() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, [keys, table])
            return cursor.fetchall()

    return ask


if __name__ == "__main__":
    main()
