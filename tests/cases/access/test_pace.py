"""Who opens very many cases in a few minutes is slowed down, politely; an alert never is (S22)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from cases.access import gate, pace
from cases.audit import ledger, review_scan
from cases.audit.events import Event
from cases.audit.models import LedgerLine, ReviewItem
from cases.audit.review_rules import BURST_CASES
from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.notifications.models import Notification
from tests.cast import Region, full_table, open_case

LogIn = Callable[[str], Client]
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def most(settings: object) -> int:
    """Slow down at as few cases as can be."""
    settings.ZORGTAFEL_MOST_CASES = BURST_CASES
    return BURST_CASES


def leaf_through(
    region: Region, name: str, count: int, *, at: datetime, event: Event = Event.CASE_READ
) -> None:
    """Let somebody read so many cases in a minute; of most of them we only have the line."""
    actor = region.actor(name)
    for number in range(count):
        read = (
            None if event is Event.CASES_SEARCHED else Case(pk=10**6 + number, number=f"C-26-X{number:04d}")
        )
        ledger.record(actor, event, on=read, case=read, now=at + timedelta(seconds=number * 60 // count))


def test_the_next_case_waits_and_the_page_says_why_and_whom_to_call(
    region: Region, case: Case, log_in: LogIn, most: int
) -> None:
    client = log_in("anna")
    leaf_through(region, "anna", most - 1, at=region.now - timedelta(minutes=2))
    other = open_case(region)
    assert client.get(f"/cases/{case.number}/").status_code == 200
    answer = client.get(f"/cases/{other.number}/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    for words in ("heel veel casussen", "Over vijf minuten", "Bel de beheerder", "vermiste jongere"):
        assert words in answer.text, answer.text
    assert other.pseudonym not in answer.text
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.outcome, line.refusal) == ("access.refused", "refused", "too_fast")
    assert (line.case_number, line.user_label) == (other.number, "Anna")


def test_a_case_that_is_open_stays_open(region: Region, case: Case, log_in: LogIn, most: int) -> None:
    client = log_in("anna")
    assert client.get(f"/cases/{case.number}/").status_code == 200
    leaf_through(region, "anna", most, at=region.now - timedelta(minutes=1))
    for part in ("", "timeline/", "people/", "notes/new/"):
        assert client.get(f"/cases/{case.number}/{part}").status_code == 200


def test_after_five_minutes_people_go_on(region: Region, case: Case, log_in: LogIn, most: int) -> None:
    leaf_through(region, "anna", most, at=region.now - FIVE_MINUTES - timedelta(minutes=1, seconds=1))
    assert log_in("anna").get(f"/cases/{case.number}/").status_code == 200


def test_what_others_read_does_not_count(region: Region, case: Case, log_in: LogIn, most: int) -> None:
    leaf_through(region, "arno", most, at=region.now - timedelta(minutes=1))
    assert log_in("anna").get(f"/cases/{case.number}/").status_code == 200


def test_reading_one_case_all_day_is_no_hurry(region: Region, case: Case, log_in: LogIn, most: int) -> None:
    anna, other = region.actor("anna"), open_case(region)
    for _time in range(most * 2):
        gate.open_case(anna, case.number, now=region.now)
    assert log_in("anna").get(f"/cases/{other.number}/").status_code == 200


def test_searching_is_slowed_down_too(region: Region, log_in: LogIn, most: int) -> None:
    for _time in range(most - 1):
        ledger.record(region.actor("anna"), Event.CASES_SEARCHED, now=region.now)
    client = log_in("anna")
    assert client.post("/search/", {"q": "Zeegras"}).status_code == 200
    assert client.post("/search/", {"q": "Windvaan"}).status_code == 429
    assert client.get("/search/").status_code == 200


def test_who_may_not_see_a_case_still_hears_nothing_of_it(
    region: Region, case: Case, log_in: LogIn, most: int
) -> None:
    leaf_through(region, "chris", most, at=region.now - timedelta(minutes=1))
    client = log_in("chris")
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert client.get("/cases/C-26-22222/").status_code == 404


class TestAnAlertIsNeverHeldUp:
    """Whatever somebody did before: raising, reading and answering an alert goes on."""

    @pytest.fixture
    def hugo(self, region: Region, case: Case, log_in: LogIn, most: int) -> Client:
        """Let Hugo be far over the limit."""
        leaf_through(region, "hugo", most * 2, at=region.now - timedelta(minutes=1))
        client = log_in("hugo")
        other = full_table(region)
        assert client.get(f"/cases/{other.number}/").status_code == 429
        return client

    def test_raising_one(self, region: Region, case: Case, hugo: Client) -> None:
        page = hugo.get(f"/cases/{case.number}/missing/raise/")
        assert page.status_code == 200
        shown = {
            field.html_name: field.value() for field in page.context["form"] if field.value() is not None
        }
        sent = hugo.post(f"/cases/{case.number}/missing/raise/", shown)
        assert sent.status_code == 302
        assert hugo.get(sent.url).status_code == 200

    def test_the_case_of_a_running_alert_and_its_pages(
        self, region: Region, case: Case, hugo: Client
    ) -> None:
        report = episodes.Report(missing_since=region.now - timedelta(hours=1))
        raised = episodes.raise_alert(case, actor=region.actor("piet"), report=report, now=region.now)
        for address in (
            f"/cases/{case.number}/",
            f"/cases/{case.number}/missing/",
            f"/missing/{raised.number}/",
            f"/missing/{raised.number}/found/",
            "/missing/",
        ):
            assert hugo.get(address).status_code == 200, address


class TestTheAuditorHears:
    """A thousand cases in five minutes is in the auditor's inbox within five minutes."""

    def test_a_thousand_cases(self, region: Region) -> None:
        began = region.now - FIVE_MINUTES
        anna = region.actor("anna")
        for number in range(1000):
            read = Case(pk=10**6 + number, number=f"C-26-X{number:04d}")
            at = began + timedelta(seconds=number * 0.3)
            ledger.record(anna, Event.CASE_READ, on=read, case=read, now=at)
        review_scan.scan(now=region.now + timedelta(seconds=60))
        item = ReviewItem.objects.get(reason="burst")
        assert (item.person_id, item.line_count) == (region.anna.pk, 1000)
        assert item.opened_at - began <= 2 * FIVE_MINUTES
        told = Notification.objects.get(kind="review_urgent", number=item.number)
        assert told.deliveries.filter(user=region.dina).exists()

    def test_they_hear_before_anybody_is_slowed_down(self, settings: object) -> None:
        settings.ZORGTAFEL_MOST_CASES = 3
        assert pace.most() == BURST_CASES
