"""``python -m tests.benchmarks.start_case``: starting a case through its form, beside a bare create.

The case, its history, the first participation, coordinator and deputy, the line in the timeline, the line in
the ledger and the key of the form are one transaction. The floor is a session, its user and one INSERT of a
case. The goal: at most 2.5 times the floor.
"""

import argparse
import re
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from cases.management.commands.scale_data import FOUNDER, person
from organisations import grants, membership
from organisations.models import Organisation, User
from organisations.roles import Role
from tests.benchmarks import floor, ground

FIELD = re.compile(r'<input type="hidden" name="(idempotency|typed_by|version)" value="([^"]*)"')
OPENING = {
    "form_of_concern": "sexual",
    "urgency": "urgent",
    "age_band": "12_15",
    "name": "Jongere Schaal",
    "looked": "on",
}


def main() -> None:
    """Measure, and print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    call_command("scale_data", cases=options.cases)
    with override_settings(ROOT_URLCONF="tests.benchmarks.floor", DEBUG=False, ALLOWED_HOSTS=["*"]):
        tasks = {"bare create": _bare(), "start a case": _start(options.rounds)}
        statements = {name: _statements(task) for name, task in tasks.items()}
        found = ground.interleaved(tasks, rounds=options.rounds)
    base = found["bare create"]
    for name, taken in found.items():
        wall, cpu = ground.middle(taken.wall), ground.middle(taken.cpu)
        print(
            f"{name:<14}{wall:8.1f} ms x{wall / ground.middle(base.wall):5.2f}"
            f"   CPU {cpu:8.1f} ms x{cpu / ground.middle(base.cpu):5.2f}{statements[name]:5} statements"
        )


def _bare() -> Callable[[], object]:
    client = Client()
    client.force_login(User.objects.get(email=person(0, Role.CONTACT_POINT)))

    def create() -> None:
        assert client.post("/floor/create/").status_code == 302

    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        create()  # the client keeps the middleware of its first request
    return create


def _start(rounds: int) -> Callable[[], object]:
    """Give what to time; the forms are opened before, each with a key of its own."""
    anna, deputy = _coordinators()
    client = Client()
    client.force_login(anna)
    forms = [dict(FIELD.findall(client.get("/cases/new/").content.decode())) for _ in range(rounds + 3)]

    def start() -> None:
        answer = client.post("/cases/new/", {**OPENING, **forms.pop(), "deputy": deputy.pk})
        assert answer.status_code == 302, answer.content.decode()

    return start


def _coordinators() -> list[User]:
    """Give two care coordinators at the desk; made once."""
    desk, now = Organisation.objects.order_by("pk").first(), timezone.now()
    emails = [f"care_coordinator{number}@scale.zorgtafel.example" for number in range(2)]
    for email in emails:
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, email.partition("@")[0])
            membership.start(actor=FOUNDER, user=user, organisation=desk, role=Role.CARE_COORDINATOR, now=now)
            grants.sync(desk)
    return [User.objects.get(email=email) for email in emails]


def _statements(task: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        task()
    return sum(not ground.is_frame(query["sql"]) for query in captured)


if __name__ == "__main__":
    main()
