"""The ledger's pages: Dina reads who did and saw what, and her reading is a line too."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import gate
from cases.audit import ledger, reading
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.audit.reading import Cursor, Filter
from cases.casefile import note
from cases.casefile.models import Case
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from tests.cast import Region

LogIn = Callable[[str], Client]
SECRET = "Zij stapte bij de haven in een blauwe auto"


@pytest.fixture
def busy(region: Region, case: Case) -> Case:
    """Give a case on which people read, wrote and were refused."""
    gate.open_case(region.actor("anna"), case.number, now=region.now)
    gate.open_case(region.actor("bram"), case.number, now=region.now)
    note.add(case, actor=region.actor("anna"), compartment=Compartment.CORE, text=SECRET, now=region.now)
    with pytest.raises(AccessDenied):
        gate.open_case(region.actor("chris"), case.number, now=region.now)
    ledger.record(
        region.actor("chris"),
        Event.ACCESS_REFUSED,
        case=case,
        on=case,
        now=region.now,
        outcome="refused",
        refusal="not_admitted",
        act="read_case",
    )
    ledger.record(region.actor("farid"), Event.CASE_READ, case=case, on=case, now=region.now, emergency=True)
    return case


class TestList:
    """The list with its filters."""

    def test_dina_reads_of_the_case_who_did_what(self, busy: Case, log_in: LogIn) -> None:
        page = log_in("dina").get("/audit/", {"number": busy.number.lower()})
        for name in ("Anna (", "Bram (", "Chris (", "Farid ("):
            assert name in page.text
        assert page.text.count("badge--warning") == 1
        assert page.text.count("badge--danger") == 1

    def test_a_printed_page_leads_back_to_whoever_printed_it(self, busy: Case, log_in: LogIn) -> None:
        sheet = log_in("bram").get(f"/cases/{busy.number}/")
        foot = re.search(r'class="print-mark">(.*?)</p>', sheet.text).group(1)
        assert foot.startswith("Afgedrukt voor Bram")
        reading_number = re.search(r"Inzage ([0-9a-f]{12}) ", foot).group(1)
        assert sheet["X-Request-ID"].startswith(reading_number)
        page = log_in("dina").get("/audit/", {"number": reading_number})
        assert "Bram (" in page.text
        assert "Farid (" not in page.text

    def test_she_sees_no_content_and_no_name(self, busy: Case, log_in: LogIn) -> None:
        client = log_in("dina")
        page = client.get("/audit/").text + client.get("/audit/", {"number": busy.number}).text
        for line in LedgerLine.objects.all():
            page += client.get(f"/audit/{line.event_id}/").text
        page = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)  # numbers drawn by lot
        for secret in (SECRET, "haven", "Noor", "Zeegras", "neighbour", busy.pseudonym):
            assert secret not in page
        assert re.search(r"\b2011\b", page) is None  # in a token these digits can stand too

    def test_her_reading_is_a_line_with_the_filter_as_codes(
        self, region: Region, busy: Case, log_in: LogIn
    ) -> None:
        log_in("dina").get("/audit/", {"number": busy.number, "person": region.anna.pk, "event": "case.read"})
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.user_id, line.case_number) == ("ledger.read", region.dina.pk, busy.number)
        assert line.detail == {
            "shown": 1,
            "filter": [f"person={region.anna.pk}", f"number={busy.number}", "event=case.read"],
        }

    @pytest.mark.parametrize(
        ("asked", "people"),
        [
            ({"person": "bram"}, {"Bram"}),
            ({"organisation": "school"}, {"Bram", "Bea"}),
            ({"outcome": "refused"}, {"Chris"}),
            ({"outcome": "emergency"}, {"Farid"}),
            ({"outcome": "failed"}, set()),
            ({"event": "note.written"}, {"Anna"}),
            ({"since": "2026-11-17", "event": "case.read"}, {"Anna", "Bram", "Farid"}),
            ({"until": "2026-11-16", "event": "case.read"}, set()),
            ({"number": "C-26-22222"}, set()),
        ],
    )
    def test_each_filter_narrows(
        self, region: Region, busy: Case, log_in: LogIn, asked: dict[str, str], people: set[str]
    ) -> None:
        known = {
            "person": lambda v: region.people[v].pk,
            "organisation": lambda v: region.organisations[v].pk,
        }
        values = {name: known.get(name, str)(value) for name, value in asked.items()}
        page = log_in("dina").get("/audit/", values)
        assert {entry.line.user_label for entry in page.context["entries"]} == people

    @pytest.mark.parametrize(
        "wrong",
        [
            {"number": "Noor Zeegras"},
            {"number": "' OR 1=1"},
            {"person": "anna"},
            {"person": "999999"},
            {"since": "gisteren"},
            {"since": "2026-11-20", "until": "2026-11-01"},
            {"event": "case.eaten"},
        ],
    )
    def test_a_mistake_in_the_filter_looks_nothing_up(
        self, region: Region, busy: Case, log_in: LogIn, wrong: dict[str, str]
    ) -> None:
        before = LedgerLine.objects.count()
        page = log_in("dina").get("/audit/", wrong)
        assert page.status_code == 400
        assert page.context["entries"] == []
        assert LedgerLine.objects.count() == before  # and what was typed is nowhere in the ledger

    def test_pages_follow_each_other_without_gap_or_repeat(self, region: Region, log_in: LogIn) -> None:
        for number in range(60):  # many at the same instant: the id decides
            ledger.record(
                region.actor("anna"),
                Event.DASHBOARD_READ,
                now=region.now + timedelta(minutes=number // 40),
            )
        client = log_in("dina")
        seen, back, url = [], [], f"/audit/?event=dashboard.read&person={region.anna.pk}"
        while url:
            page = client.get(url)
            seen.append([entry.line.pk for entry in page.context["entries"]])
            url, last = page.context["older_url"], page
        assert [len(page) for page in seen] == [25, 25, 10]
        flat = [pk for page in seen for pk in page]
        assert flat == sorted(set(flat), reverse=True)
        url = last.context["newer_url"]
        assert "event=dashboard.read" in url
        while url:
            page = client.get(url)
            back.append([entry.line.pk for entry in page.context["entries"]])
            url = page.context["newer_url"]
        assert back == [seen[1], seen[0]]

    @pytest.mark.parametrize("place", ["x", "2026-11-17_1", "2026-11-17T09:00:00+00:00_x", "_", "9" * 500])
    def test_a_broken_place_is_the_beginning(self, region: Region, log_in: LogIn, place: str) -> None:
        assert log_in("dina").get("/audit/", {"before": place}).status_code == 200
        assert Cursor.parse(place) is None

    def test_more_lines_cost_no_more_queries(self, region: Region, busy: Case, log_in: LogIn) -> None:
        client = log_in("dina")
        client.get("/audit/", {"event": "note.written"})
        with CaptureQueriesContext(connection) as few:
            client.get("/audit/", {"event": "note.written"})
        for _number in range(9):
            note.add(busy, actor=region.actor("anna"), compartment=Compartment.CORE, text="x", now=region.now)
        with CaptureQueriesContext(connection) as many:
            assert len(client.get("/audit/", {"event": "note.written"}).context["entries"]) == 10
        assert len(many) == len(few)

    def test_an_empty_answer_says_what_to_do(self, region: Region, log_in: LogIn) -> None:
        page = log_in("dina").get("/audit/", {"number": "C-26-22222"})
        assert 'class="empty"' in page.text

    def test_the_first_lines_of_a_day_and_the_last_belong_to_it(self, region: Region) -> None:
        """A day is a local day: from midnight in Amsterdam, summer or winter."""
        ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now.replace(day=16, hour=23))
        asked = Filter(since=region.now.date(), until=region.now.date(), event="dashboard.read")
        assert reading.matching(asked, case=None).count() == 1


class TestLine:
    """One line with every field."""

    def test_every_field_of_the_standard_is_there(self, busy: Case, log_in: LogIn) -> None:
        line = LedgerLine.objects.get(event="note.written")
        page = log_in("dina").get(f"/audit/{line.event_id}/")
        for name in (
            "EventID",
            "EventTypeCode",
            "EventActionCode",
            "EventDateTime",
            "EventOutcomeIndicator",
            "userID",
            "roleIDCode",
            "purposeOfUse",
            "networkAccessPointID",
            "participantObjectID",
            "participantObjectDetail",
            "autorisatieProtocol",
            "behandelrelatieProtocol",
            "controles",
        ):
            assert name in page.text, name
        assert line.at.isoformat() in page.text
        read = LedgerLine.objects.latest("id")
        assert (read.event, read.object_type, read.object_id) == ("ledger.read", "ledgerline", line.pk)

    def test_old_and_new_values_are_shown(self, region: Region, busy: Case, log_in: LogIn) -> None:
        line = LedgerLine.objects.filter(event="participation.admitted").latest("id")
        page = log_in("dina").get(f"/audit/{line.event_id}/")
        assert region.table.name in page.text

    def test_what_is_not_there_is_not_found(self, region: Region, log_in: LogIn) -> None:
        client = log_in("dina")
        assert client.get(f"/audit/{uuid4()}/").status_code == 404
        assert client.get("/audit/1/").status_code == 404

    @pytest.mark.parametrize("name", ["anna", "joost", "iris"])
    def test_nobody_but_the_auditor_reads_a_line(
        self, region: Region, busy: Case, log_in: LogIn, name: str
    ) -> None:
        line = LedgerLine.objects.latest("id")
        assert log_in(name).get(f"/audit/{line.event_id}/").status_code == 403

    def test_nothing_can_be_sent_to_it(self, region: Region, log_in: LogIn) -> None:
        line = LedgerLine.objects.latest("id")
        client = log_in("dina")
        for path in ("/audit/", f"/audit/{line.event_id}/"):
            assert client.post(path).status_code == 405
            assert client.delete(path).status_code == 405
