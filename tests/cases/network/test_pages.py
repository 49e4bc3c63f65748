"""The network as people see it: picture and tables say the same, and each sees only their parts."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, CaseParticipation
from cases.network import recurrence
from cases.network import thing as network
from cases.network.models import NetworkLink, NetworkThing
from cases.network.thing import Link, Thing
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from tests.cases.network.test_thing import MEDICAL, NETWORK, POLICE, RICKY, SCOOTER, SEEN, add
from tests.cast import SEARCH, Region, admit, open_case

LogIn = Callable[[str], Client]
TYPED = {
    "kind": "person",
    "name": "<b>Ricky</b>",
    "standing": "suspect",
    "mark": "",
    "knowledge": "second_hand",
    "source": "De mentor",
    "known_on": "2026-11-16",
    "remark": "Komt vaak langs",
    "compartment": "network",
}


def page_of(log_in: LogIn, name: str, case: Case) -> str:
    """Give the network page as somebody gets it."""
    return log_in(name).get(f"/cases/{case.number}/network/").content.decode()


class TestPicture:
    """One glance, and the same in words."""

    def test_picture_and_tables_name_the_same(self, region: Region, case: Case, log_in: LogIn) -> None:
        ricky, scooter = add(region, case, RICKY), add(region, case, SCOOTER)
        add(region, case, Link(ricky.pk, "pays", None))
        add(region, case, Link(ricky.pk, "uses", scooter.pk))
        add(region, case, Link(None, "uses", scooter.pk))
        page = page_of(log_in, "anna", case)
        pictures = re.findall(r"<svg.*?</svg>", page, re.S)
        tables = re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
        drawn = [one for one in pictures if "network__box" in one]
        assert len(drawn) == 2  # one for a screen, one for a phone
        for said in ("Ricky van de hoek", "Blauwe scooter", "Noor Zeegras"):
            assert all(said in one for one in drawn)
            assert said in tables
        assert "Ricky van de hoek betaalt of geeft cadeaus aan Noor Zeegras" in tables
        assert "Nummer in de tekening: 1" in tables
        assert all('class="network__number"' in one for one in drawn)
        assert 'style="' not in "".join(drawn)

    def test_nothing_is_drawn_before_something_is_known(self, case: Case, log_in: LogIn) -> None:
        page = page_of(log_in, "anna", case)
        assert "network__box" not in page
        assert "Er is nog niemand en niets opgeschreven" in page

    def test_what_is_over_leaves_the_picture_with_its_links_and_stays_readable(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        ricky = add(region, case, RICKY)
        add(region, case, Link(ricky.pk, "pays", None))
        network.end(ricky, actor=region.actor("anna"), reason="Verhuisd", version=1, now=region.now)
        page = page_of(log_in, "anna", case)
        assert "network__box" not in page
        assert "Verhuisd" in page
        assert page.count("Ricky van de hoek") >= 2  # he, and the link that hung on him

    def test_a_correction_shows_what_it_said_before(self, region: Region, case: Case, log_in: LogIn) -> None:
        ricky = add(region, case, RICKY)
        network.correct(
            ricky,
            actor=region.actor("anna"),
            what=Thing("person", "Rik", "suspect"),
            known=SEEN,
            reason="Verkeerd verstaan",
            version=1,
            now=region.now,
        )
        page = page_of(log_in, "anna", case)
        assert "Ricky van de hoek" in page
        assert "Verkeerd verstaan" in page


class TestParts:
    """A reader of the network sees of it what their other parts open."""

    def test_a_link_and_a_person_in_a_closed_part_leave_no_trace(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        hidden, seen = add(region, case, RICKY, "anna", MEDICAL), add(region, case, SCOOTER)
        add(region, case, Link(hidden.pk, "uses", seen.pk))
        page = page_of(log_in, "farid", case)
        assert "Blauwe scooter" in page
        assert "Ricky" not in page
        assert "gebruikt" not in page
        assert "Ricky" in page_of(log_in, "anna", case)
        form = log_in("farid").get(f"/cases/{case.number}/network/links/new/").content.decode()
        assert "Ricky" not in form
        for what in ("correct", "over"):
            assert log_in("farid").get(f"/cases/{case.number}/network/{hidden.pk}/{what}/").status_code == 404

    def test_a_link_that_led_into_a_closed_part_does_not_tell_what_it_said_then(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        hidden, seen = add(region, case, RICKY, "anna", MEDICAL), add(region, case, SCOOTER)
        link = add(region, case, Link(hidden.pk, "uses", seen.pk))
        network.correct(
            link,
            actor=region.actor("anna"),
            what=Link(None, "uses", seen.pk),
            known=replace(SEEN, source="De mentor"),
            reason="Zij zelf",
            version=1,
            now=region.now,
        )
        told = {name: page_of(log_in, name, case) for name in ("anna", "farid")}
        assert all("Noor Zeegras gebruikt Blauwe scooter" in page for page in told.values())
        assert "Zij zelf" in told["anna"]
        assert "Zij zelf" not in told["farid"]

    def test_a_link_of_the_police_is_not_drawn_for_who_reads_only_the_network(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        scooter = add(region, case, SCOOTER)
        add(region, case, Link(None, "uses", scooter.pk), "farid", POLICE)
        assert "gebruikt" in page_of(log_in, "farid", case)
        line = LedgerLine.objects.get(event="case.read", compartments__contains="police")
        assert (line.user_id, line.case_id) == (region.farid.pk, case.pk)
        CaseParticipation.objects.filter(case=case, organisation=region.police).update(reads_police=False)
        page = page_of(log_in, "farid", case)
        assert "Blauwe scooter" in page
        assert "gebruikt" not in page
        assert LedgerLine.objects.filter(event="case.read", compartments__contains="police").count() == 1

    @pytest.mark.parametrize(("name", "status"), [("bram", 403), ("iris", 403), ("chris", 404), ("eva", 404)])
    def test_others_do_not_meet_the_page(
        self, region: Region, case: Case, log_in: LogIn, name: str, status: int
    ) -> None:
        add(region, case, RICKY)
        answer = log_in(name).get(f"/cases/{case.number}/network/")
        assert answer.status_code == status
        assert "Ricky" not in answer.content.decode()


class TestForms:
    """What people type is never lost, and stays text."""

    def test_anna_writes_down_somebody_and_is_asked_how_it_is_linked(self, case: Case, log_in: LogIn) -> None:
        anna = log_in("anna")
        answer = anna.post(f"/cases/{case.number}/network/new/", TYPED)
        made = NetworkThing.objects.get()
        assert answer.url == f"/cases/{case.number}/network/links/new/?to={made.pk}"
        assert "Ricky" not in answer.url
        assert f'<option value="{made.pk}" selected>' in anna.get(answer.url).content.decode()
        link = {**TYPED, "first": "0", "relation": "knows", "second": made.pk}
        answer = anna.post(f"/cases/{case.number}/network/links/new/", link, follow=True)
        assert NetworkLink.objects.get().second == made
        page = answer.content.decode()
        assert "&lt;b&gt;Ricky&lt;/b&gt;" in page
        assert "<b>Ricky" not in page

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 161}, "name"),
            ({"kind": "gang"}, "kind"),
            ({"source": ""}, "source"),
            ({"known_on": "31-02-2026"}, "known_on"),
            ({"known_on": "2026-11-18"}, "known_on"),
            ({"compartment": "core"}, "compartment"),
            ({"compartment": ""}, "compartment"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, typed: dict[str, str], field: str
    ) -> None:
        answer = log_in("anna").post(f"/cases/{case.number}/network/new/", {**TYPED, **typed})
        assert answer.status_code in (400, 409)
        assert answer.context["form"].errors[field]
        assert 'value="Komt vaak langs"' in answer.content.decode()
        assert not NetworkThing.objects.exists()

    def test_a_correction_and_an_end_go_through_the_screens(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        made, anna = add(region, case, RICKY), log_in("anna")
        address = f"/cases/{case.number}/network/{made.pk}/"
        anna.post(f"{address}correct/", {**TYPED, "name": "Rik", "reason": "Verstaan", "version": 1})
        made.refresh_from_db()
        assert made.name == "Rik"
        stale = anna.post(f"{address}over/", {"reason": "Weg", "version": 1})
        assert stale.status_code == 409
        assert "Rik" in stale.content.decode()
        anna.post(f"{address}over/", {"reason": "Weg", "version": 2})
        made.refresh_from_db()
        assert made.end_reason == "Weg"


@pytest.fixture
def other(region: Region) -> Case:
    """Give another case of the same desk, with the police on it."""
    there = open_case(region, name="Sem Windvaan")
    admit(region, there, "police", SEARCH, "core identity police network")
    return there


class TestElsewhere:
    """A plate in two cases: told to who coordinates, of what they may read, and to nobody else."""

    def test_anna_finds_the_scooter_however_it_was_written(
        self, region: Region, case: Case, other: Case, log_in: LogIn
    ) -> None:
        add(region, case, SCOOTER)
        add(region, other, Thing("vehicle", "Scooter van de kade", mark="f 123 ab"))
        add(region, other, Thing("vehicle", "Een andere", mark="F-999-ZZ"))
        page = log_in("anna").get(f"/cases/{case.number}/network/elsewhere/").content.decode()
        assert other.number in page
        assert "Scooter van de kade" in page
        assert "Een andere" not in page
        lines = LedgerLine.objects.filter(event="network.recurrence_read")
        assert {line.case_id for line in lines} == {case.pk, other.pk}

    def test_farid_reads_both_networks_and_coordinates_neither(
        self, region: Region, case: Case, other: Case, log_in: LogIn
    ) -> None:
        add(region, case, SCOOTER)
        assert log_in("farid").get(f"/cases/{case.number}/network/elsewhere/").status_code == 403
        assert "elsewhere" not in page_of(log_in, "farid", case)
        with pytest.raises(AccessDenied):
            recurrence.elsewhere(case, actor=region.actor("farid"), now=region.now)

    @pytest.mark.parametrize("closed", ["network", "police"])
    def test_a_case_that_is_closed_to_her_gives_nothing(
        self, region: Region, case: Case, other: Case, closed: str
    ) -> None:
        add(region, case, SCOOTER)
        add(region, other, SCOOTER, "anna", Compartment.POLICE)
        actor = region.actor("anna")
        assert recurrence.elsewhere(case, actor=actor, now=region.now)
        ours = CaseParticipation.objects.filter(case=other, organisation=region.desk)
        ours.update(**{f"reads_{closed}": False})
        assert recurrence.elsewhere(case, actor=region.actor("anna"), now=region.now) == []

    def test_what_is_over_here_is_not_looked_for_and_there_it_is_called_so(
        self, region: Region, case: Case, other: Case, log_in: LogIn
    ) -> None:
        anna = region.actor("anna")
        here, there = add(region, case, SCOOTER), add(region, other, SCOOTER)
        network.end(there, actor=anna, reason="Verkocht", version=1, now=region.now)
        page = log_in("anna").get(f"/cases/{case.number}/network/elsewhere/").content.decode()
        assert "· voorbij" in page
        network.end(here, actor=anna, reason="Verkocht", version=1, now=region.now)
        assert recurrence.elsewhere(case, actor=region.actor("anna"), now=region.now) == []

    def test_looking_takes_no_more_questions_for_many_things(
        self,
        region: Region,
        case: Case,
        other: Case,
        django_assert_max_num_queries: Callable,
    ) -> None:
        for number in range(12):
            add(region, case, Thing("phone", "Nummer", mark=f"06 000000{number:02}"))
            add(region, other, Thing("phone", "Nummer", mark=f"06000000{number:02}"))
        actor = region.actor("anna")
        with django_assert_max_num_queries(40):
            assert len(recurrence.elsewhere(case, actor=actor, now=region.now)) == 12


def test_the_page_takes_as_many_questions_for_thirty_as_for_three(
    region: Region, case: Case, log_in: LogIn, django_assert_max_num_queries: Callable
) -> None:
    for number in range(30):
        made = add(region, case, Thing("person", f"Persoon {number}"))
        add(region, case, Link(made.pk, "knows", None))
    anna = log_in("anna")
    anna.get(f"/cases/{case.number}/network/")
    with django_assert_max_num_queries(40):
        anna.get(f"/cases/{case.number}/network/")
    assert NETWORK.value == NetworkThing.objects.first().compartment
