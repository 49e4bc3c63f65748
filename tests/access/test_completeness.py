"""Whatever anybody does or sees is a line of the ledger (S14): hundreds of things at random, all found back.

Each must say who, for which organisation and in which role, when, from where, what, about which case and how
it ended.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from tests.access.route_rows import CAST, ROWS
from tests.access.routes import address, table
from tests.cast import PEOPLE, Region

EACH = 50
SEED = 14

CASE = "cases/<str:number>/"
VIEWS = [
    *(
        CASE + part
        for part in (
            "",
            "timeline/",
            "notes/",
            "notes/<int:pk>/",
            "network/",
            "network/elsewhere/",
            "handover/",
            "handover/<int:pk>/",
            "people/",
            "sharing/",
            "history/",
            "signals/",
            "plan/",
            "meldcode/",
            "meldcode/<int:pk>/",
            "meldcode/conditions/",
            "missing/",
            "pack/",
            "pack/photo/",
            "police/",
            "police/clocks/",
            "forensic/",
            "incidents/",
            "asks/",
            "level/",
        )
    ),
    "signals/<str:number>/",
    "missing/<str:number>/",
    "missing/<str:number>/report/",
    "meetings/<str:number>/",
    "meetings/<str:number>/items/<int:pk>/",
    "meetings/<str:number>/preparation/",
    "requests/<str:number>/",
    "audit/<uuid:event_id>/",
    "audit/reviews/<str:number>/",
    "audit/emergencies/<int:pk>/",
]
LISTS = [
    "/",
    "cases/",
    "signals/",
    "missing/",
    "meetings/",
    "tasks/",
    "requests/",
    "inbox/",
    "audit/",
    "audit/reviews/",
    "audit/emergencies/",
    "organisations/",
]
TAKEN_OUT = [
    CASE + "meldcode/<int:pk>/print/",
    CASE + "police/print/",
    "meetings/<str:number>/minutes/",
    "meetings/<str:number>/minutes/document/",
    "checkpoint/file/",
    "audit/reviews/months/<str:month>/report.pdf",
]
SEARCHED = ["Noor", "Zeegras 04-05-2011", "C-26-22222", "Jongere 26-001", "niemand"]
#: (who, the form, what is typed beside what stands there already)
CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("anna", CASE + "notes/new/", {"compartment": "core", "text": "Called."}),
    ("bram", CASE + "notes/new/", {"compartment": "core", "text": "Came to school."}),
    ("anna", CASE + "plan/new/", {"description": "Calls", "due_on": "2026-11-20"}),
    ("farid", CASE + "plan/new/", {"description": "Asks around", "due_on": "2026-11-20"}),
    ("hugo", "missing/<str:number>/fact/", {"kind": "seen", "text": "At the station"}),
]
SHARES = [
    ("anna", CASE + "sharing/<int:pk>/change/", {"compartments": ["identity", "signals"]}),
    ("anna", CASE + "sharing/<int:pk>/change/", {"compartments": ["identity"]}),
]

Done = tuple[str, str, Any]  # who did it, the route, the answer


def of_rows(routes: list[str], *, statuses: set[int], names: tuple[str, ...] = CAST) -> list[tuple[str, str]]:
    """Give every (who, route) that the table of addresses answers like this."""
    rows = table(ROWS)
    return [(name, route) for route in routes for name in names if rows[route][CAST.index(name)] in statuses]


def refusals() -> list[tuple[str, str]]:
    """Give doors that stay closed: to outsiders of the case, and to roles that do not include it."""
    of_a_case = [route for route in table(ROWS) if route.startswith(CASE)]
    outside = of_rows(of_a_case, statuses={404}, names=("chris", "eva"))
    # Who comes back from another login is nobody yet.
    inside = [route for route in table(ROWS) if not route.startswith("account/")]
    return outside + of_rows(inside, statuses={403}, names=("anna", "bram", "dina", "farid", "joost"))


class Doing:
    """Lets people do things, one after the other."""

    def __init__(self, log_in: Callable[[str], Client], things: dict[str, Any], lot: random.Random) -> None:
        self.clients = {name: log_in(name) for name in CAST}
        self.things, self.lot = things, lot

    def reads(self, pairs: list[tuple[str, str]], *, statuses: set[int]) -> Iterator[Done]:
        """Open pages that were drawn."""
        for name, route in self.lot.choices(pairs, k=EACH):
            answer = self.clients[name].get(address(route, self.things))
            assert answer.status_code in statuses, (name, route, answer.status_code)
            yield name, route, answer

    def searches(self) -> Iterator[Done]:
        """Search for what was drawn."""
        for name, _route in self.lot.choices(of_rows(["search/"], statuses={200}), k=EACH):
            answer = self.clients[name].post("/search/", {"q": self.lot.choice(SEARCHED)})
            assert answer.status_code == 200
            yield name, "search/", answer

    def fills(self, forms: list[tuple[str, str, dict[str, Any]]]) -> Iterator[Done]:
        """Send forms that were drawn, with what stands in them already."""
        for name, route, typed in self.lot.choices(forms, k=EACH // 2):
            client, path = self.clients[name], address(route, self.things)
            form = client.get(path).context["form"]
            shown = {field.html_name: field.value() for field in form if field.value() is not None}
            if "owner_organisation" in form.fields:
                shown["owner_organisation"] = form.fields["owner_organisation"].queryset.first().pk
            answer = client.post(path, {**shown, **typed})
            assert answer.status_code == 302, (name, route, answer.context["form"].errors)
            yield name, route, answer


def lines_of(answer: Any) -> list[LedgerLine]:
    """Give the lines that one request wrote."""
    return list(LedgerLine.objects.filter(request_id=answer["X-Request-ID"]).order_by("id"))


def wrong_with(region: Region, things: dict[str, Any], done: Done, outcome: str) -> Iterator[str]:
    """Tell what is missing from the lines of something that was done."""
    name, route, answer = done
    home, role = PEOPLE[name]
    fitting = [line for line in lines_of(answer) if line.outcome == outcome]
    if not fitting:
        yield f"{name} {route}: no line that says {outcome}"
        return
    for line in fitting:
        expected = {
            "user_id": region.people[name].pk,
            "user_label": region.people[name].name,
            "organisation_id": region.organisations[home].pk,
            "organisation_label": region.organisations[home].name,
            "role": role.value,
            "on_behalf_of": "",
            "origin": "127.0.0.1",
            "at": region.now,
        }
        yield from (
            f"{name} {route}: {field} is {getattr(line, field)!r}"
            for field, value in expected.items()
            if getattr(line, field) != value
        )
        if bool(line.refusal) != (outcome == "refused"):
            yield f"{name} {route}: refusal is {line.refusal!r}"
    knows_the_case = route.startswith(CASE) and (outcome == "allowed" or answer.status_code == 404)
    if knows_the_case and things["case"] not in {
        named for line in fitting for named in (line.case_number, line.object_number)
    }:
        yield f"{name} {route}: no line names the case"


@pytest.mark.parametrize("kind", ["view", "list", "search", "take out", "change", "share", "refuse"])
def test_everything_that_is_done_has_its_line(
    kind: str, everything: dict[str, Any], region: Region, log_in: Callable[[str], Client]
) -> None:
    doing = Doing(log_in, everything, random.Random(f"{SEED} {kind}"))
    jobs: dict[str, Callable[[], Iterator[Done]]] = {
        "view": lambda: doing.reads(of_rows(VIEWS, statuses={200}), statuses={200}),
        "list": lambda: doing.reads(of_rows(LISTS, statuses={200}), statuses={200}),
        "search": doing.searches,
        "take out": lambda: doing.reads(of_rows(TAKEN_OUT, statuses={200}), statuses={200}),
        "change": lambda: doing.fills(CHANGES),
        "share": lambda: doing.fills(SHARES),
        "refuse": lambda: doing.reads(refusals(), statuses={403, 404}),
    }
    outcome = "refused" if kind == "refuse" else "allowed"
    wrong = [fault for done in jobs[kind]() for fault in wrong_with(region, everything, done, outcome)]
    assert wrong == []
