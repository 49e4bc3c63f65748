"""The list of cases and the search: exactly what opens, in a fixed number of statements."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import blocks, emergency, gate
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import figures, search
from cases.casefile.models import Case
from cases.casefile.search import Wanted, understand
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import CARE, PEOPLE, Region, admit, open_case

LogIn = Callable[[str], Client]


def statements(client: Client, path: str) -> list[str]:
    """Count the statements of a page that was opened before (the session is awake)."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def more_cases(region: Region, count: int) -> list[Case]:
    """Let Anna start more cases, each with the school on it."""
    made = [open_case(region, name=f"Tess Wad{number}") for number in range(count)]
    for case in made:
        admit(region, case, "school", CARE, "core identity")
    return made


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_who_finds_a_case_in_the_list_can_open_it_and_nobody_else(
    region: Region, case: Case, log_in: LogIn, name: str
) -> None:
    listed = log_in(name).get("/cases/?status=all")
    opens = gate.may(region.actor(name), Act.READ_CASE, on=case, now=region.now)
    assert (case.number in listed.content.decode()) == opens


@pytest.mark.parametrize("name", ["anna", "bea"])
def test_the_list_costs_the_same_for_one_case_and_for_many(
    region: Region, case: Case, log_in: LogIn, name: str
) -> None:
    client = log_in(name)
    few = statements(client, "/cases/")
    more_cases(region, 30)
    many = statements(client, "/cases/")
    assert len(many) == len(few)
    assert len(many) <= 10, "\n".join(many)


def test_pages_lead_from_neighbour_to_neighbour_and_lose_no_case(
    region: Region, case: Case, log_in: LogIn
) -> None:
    numbers = {made.number for made in more_cases(region, 30)} | {case.number}
    client = log_in("anna")
    first = client.get("/cases/").context["page"]
    second = client.get(f"/cases/{first.next_url}").context
    assert {row.case.number for row in [*first.rows, *second["page"].rows]} == numbers
    assert second["page"].next_url == ""
    back = client.get(f"/cases/{second['page'].previous_url}").context["page"]
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]


@pytest.mark.parametrize("place", ["nonsense", "WyIyMDI2", ""])
def test_a_place_that_was_tampered_with_is_the_first_page(
    region: Region, case: Case, log_in: LogIn, place: str
) -> None:
    assert case.number in log_in("anna").get("/cases/", {"after": place}).content.decode()


def test_filters_narrow_the_list_and_nonsense_does_not(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("anna")
    for query, shown in (
        ("urgency=urgent", True),
        ("urgency=acute", False),
        ("form=sexual&mine=on", True),
        ("form=labour", False),
        ("status=closed", False),
        ("urgency=%27%3Bdrop", True),
    ):
        assert (case.number in client.get(f"/cases/?{query}").content.decode()) is shown, query
    assert case.number not in log_in("hugo").get("/cases/?mine=on").content.decode()


def test_a_closed_case_leaves_the_list_until_asked_for(region: Region, case: Case, log_in: LogIn) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="Veilig thuis", now=region.now)
    client = log_in("anna")
    assert case.number not in client.get("/cases/").content.decode()
    assert case.number in client.get("/cases/?status=closed").content.decode()


def test_a_case_in_emergency_stands_in_the_list(region: Region, log_in: LogIn) -> None:
    case = open_case(region)
    reason = emergency.Emergency(
        "danger_now", "Zij staat voor mijn deur", 2, frozenset({Compartment.MISSING})
    )
    actor = region.actor("chris")
    emergency.break_glass(case.number, actor=actor, emergency=reason, now=region.now)
    page = log_in("chris").get("/cases/").content.decode()
    assert case.number in page
    assert "Noodtoegang" in page


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("C-26-7K3QF", Wanted(number="C-26-7K3QF")),
        ("c-26-7k3qf ", Wanted(number="C-26-7K3QF")),
        ("Jongere 26-017", Wanted(pseudonym="Jongere 26-017")),
        ("26-0174", Wanted(pseudonym="Jongere 26-0174")),
        ("noor ZEEGRAS", Wanted(name="noor zeegras")),
        ("Zeegras, Noor", Wanted(name="noor zeegras")),
    ],
)
def test_a_search_term_is_understood(typed: str, wanted: Wanted) -> None:
    assert understand(typed) == wanted


@pytest.mark.parametrize("typed", ["Noor Zeegras 04-05-2011", "Noor Zeegras 2011-05-04", "4-5-2011 Noor"])
def test_a_birth_date_may_be_written_both_ways(region: Region, case: Case, typed: str) -> None:
    found = search.find(region.actor("anna"), typed, now=region.now)
    assert [row.number for row in found] == [case.number]


@pytest.mark.parametrize(
    "typed", ["Noor Zeegras 05-05-2011", "Noor Zandbank", "31-02-2011", "  ", "26", "😀"]
)
def test_what_does_not_fit_finds_nothing(region: Region, case: Case, typed: str) -> None:
    assert search.find(region.actor("anna"), typed, now=region.now) == []


@pytest.mark.parametrize("name", sorted(PEOPLE))
@pytest.mark.parametrize("by", ["number", "pseudonym", "name"])
def test_search_finds_no_more_than_the_gate_opens(region: Region, case: Case, name: str, by: str) -> None:
    actor = region.actor(name)
    typed = "Noor Zeegras" if by == "name" else getattr(case, by)
    readable = (
        gate.require(actor, Act.READ_CASE, on=case, now=region.now).readable
        if gate.may(actor, Act.READ_CASE, on=case, now=region.now)
        else frozenset()
    )
    found = search.find(actor, typed, now=region.now)
    assert bool(found) == (("identity" if by == "name" else "core") in readable)
    assert all(row.title == case.pseudonym for row in found) or "identity" in readable


def test_the_ledger_keeps_a_fingerprint_and_never_the_term(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("bram")
    client.post("/search/", {"q": "Noor Zeegras"})
    client.post("/search/", {"q": " noor zeegras"})
    first, second = LedgerLine.objects.filter(event="case.searched").order_by("-id")[:2]
    assert first.detail == second.detail
    assert first.detail["shown"] == 1
    assert "eegras" not in str(first.__dict__).lower()


def test_markup_in_a_search_is_shown_literally(region: Region, log_in: LogIn) -> None:
    page = log_in("anna").post("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_a_page_does_not_skip_when_a_case_moves_to_the_top(region: Region, log_in: LogIn) -> None:
    more_cases(region, 27)
    client = log_in("anna")
    first = client.get("/cases/").context["page"]
    moved = first.rows[3].case
    casefile.change(
        moved,
        actor=region.actor("anna"),
        form_of_concern="labour",
        urgency="acute",
        version=None,
        now=region.now + timedelta(minutes=1),
    )
    second = client.get(f"/cases/{first.next_url}").context["page"]
    assert len(second.rows) == 2


def test_what_is_still_unknown_is_counted_as_its_list_shows_it(region: Region, log_in: LogIn) -> None:
    """Each number leads to exactly so many cases, and somebody kept away counts nothing of theirs."""
    known, unknown, *others = more_cases(region, 4)
    Case.objects.filter(pk=known.pk).update(form_of_concern="sexual")
    Case.objects.filter(pk__in=[unknown.pk, others[0].pk]).update(form_of_concern="unknown")
    blocks.block(unknown, user=region.eva, actor=region.actor("anna"), reason="Aunt", now=region.now)
    for name, many in (("anna", 2), ("eva", 1), ("chris", 0)):
        found = figures.of_open_cases(region.actor(name), now=region.now)["lacks"]
        assert found["form"] == many, name
        for code, number in found.items():
            page = log_in(name).get(f"/cases/?lacks={code}").content.decode()
            assert len(set(re.findall(r"/cases/(C-[^/]+)/", page))) == number, (name, code)
