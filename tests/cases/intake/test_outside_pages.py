"""The page for everybody: no login, plain words, nothing of a case, and what a flood does to it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.casefile.models import Case
from cases.intake import signal
from cases.intake.models import Signal, SignalAddition
from cases.notifications.models import Delivery
from organisations import covenant
from organisations.models import CovenantParty
from tests.cast import FOUNDER, Region
from tests.together import together

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db
TELL, CODE = "/tell/", "/tell/code/"
SEEN = "Hij stapt elke vrijdag in een wit busje."


def text(response: Any) -> str:
    return response.content.decode()


def plain(response: Any, typed: str) -> str:
    """Give a page without its own token against forgery, its form's key and what was typed."""
    found = re.sub(r"[A-Za-z0-9]{64}", "", text(response)).replace(typed, "")
    return re.sub(r'value="[^"]{32,}"', "", found)


def typed(**said: Any) -> dict[str, Any]:
    values = {
        "observation": SEEN,
        "knowledge": "first_hand",
        "noticed_at": "2026-11-17T09:30",
        "municipality": "Waterdam",
        "interpretation": "",
        "subject_name": "",
        "subject_description": "Rode jas",
        "channel": "bystander",
        "reporter_name": "",
        "reporter_contact": "",
    }
    return {**values, **said}


def send(client: Client, address: str = "198.51.100.7", **said: Any) -> Any:
    form = client.get(TELL).context["form"]
    return client.post(TELL, {**form.hidden_values(), **typed(**said)}, REMOTE_ADDR=address)


def code_of(page: Any) -> str:
    return re.search(r'class="outside__code"[^>]*>([^<]+)<', text(page))[1]  # type: ignore[index]


@pytest.fixture
def somebody(region: Region) -> Client:
    """Give a browser of nobody in particular."""
    return Client()


class TestTelling:
    """A neighbour tells what she saw."""

    @pytest.mark.parametrize(("language", "words"), [("nl", "Bel eerst 112"), ("en", "Call 112 first")])
    def test_it_says_first_whom_to_call_instead(self, somebody: Client, language: str, words: str) -> None:
        somebody.post("/language/", {"language": language, "next": TELL})
        page = text(somebody.get(TELL))
        assert words in page
        assert page.index("112") < page.index('<form class="form report"')
        for number in ("09008844", "08002000", "08007000"):
            assert f"tel:{number}" in page

    def test_she_gets_a_code_and_no_number_name_or_address(self, region: Region, somebody: Client) -> None:
        page = send(somebody)
        made = Signal.objects.get()
        assert re.fullmatch(r"(\w{4}-){3}\w{4}", code_of(page))
        assert made.observation == SEEN
        for hint in (made.number, "S-26", "Anna", "/signals/"):
            assert hint not in text(page)

    def test_a_double_click_makes_one_signal_and_shows_the_same_code(self, somebody: Client) -> None:
        once = {**somebody.get(TELL).context["form"].hidden_values(), **typed()}
        first, second = (somebody.post(TELL, once) for _click in range(2))
        assert code_of(first) == code_of(second)
        assert Signal.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"observation": " "}, "observation"),
            ({"knowledge": ""}, "knowledge"),
            ({"channel": "police"}, "channel"),
            ({"channel": "school"}, "reporter_name"),
            ({"channel": "doctor", "reporter_name": "Dr. Zand"}, "reporter_contact"),
            ({"noticed_at": "2031-01-01T00:00"}, "noticed_at"),
        ],
    )
    def test_a_wrong_answer_keeps_what_was_typed(
        self, somebody: Client, said: dict[str, str], field: str
    ) -> None:
        page = send(somebody, **{"interpretation": "Ik ben bang voor hem.", **said})
        assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
        assert "Ik ben bang voor hem." in text(page)
        assert not Signal.objects.exists()

    def test_without_a_desk_it_says_whom_to_call(self, region: Region, somebody: Client) -> None:
        party = CovenantParty.objects.get(organisation=region.desk)
        covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
        page = somebody.get(TELL)
        assert page.status_code == 409
        assert "tel:112" in text(page)

    def test_it_can_be_found_from_the_login(self, somebody: Client) -> None:
        assert f'href="{TELL}"' in text(somebody.get(reverse("account_login")))


class TestComingBack:
    """She has the code."""

    @pytest.fixture
    def code(self, somebody: Client) -> str:
        return code_of(send(somebody, reporter_contact="06 12345678"))

    def test_she_reads_received_and_nothing_else(self, somebody: Client, code: str) -> None:
        page = text(somebody.post(CODE, {"code": code.lower()}))
        made = Signal.objects.get()
        assert "Ontvangen" in page
        for hint in (made.number, SEEN, "06 12345678", "Rode jas", "Anna", "Waterdam"):
            assert hint not in page

    def test_a_case_changes_nothing_in_what_she_reads(
        self, region: Region, somebody: Client, code: str, case: Case
    ) -> None:
        before = plain(somebody.post(CODE, {"code": code}), code)
        signal.link(Signal.objects.get(), actor=region.actor("anna"), case=case, now=region.now)
        assert plain(somebody.post(CODE, {"code": code}), code) == before

    def test_she_adds_and_the_desk_reads_it(self, somebody: Client, code: str, log_in: LogIn) -> None:
        standing = somebody.post(CODE, {"code": code})
        key = standing.context["form"]["idempotency"].value()
        for _click in range(2):
            page = somebody.post(
                "/tell/code/add/", {"code": code, "text": "Weer gezien.", "idempotency": key}
            )
        assert "Het meldpunt leest wat u hebt toegevoegd" in text(page)
        made = Signal.objects.get()
        assert made.additions.count() == 1
        desk = text(log_in("anna").get(f"/signals/{made.number}/"))
        assert "Weer gezien." in desk
        assert "06 12345678" in desk

    def test_an_empty_addition_is_asked_again(self, somebody: Client, code: str) -> None:
        page = somebody.post("/tell/code/add/", {"code": code, "text": " "})
        assert (page.status_code, list(page.context["form"].errors)) == (400, ["text"])

    def test_taken_back_her_number_is_shown_to_nobody(
        self, somebody: Client, code: str, log_in: LogIn
    ) -> None:
        assert "Teruggenomen" in text(somebody.post("/tell/code/withdraw/", {"code": code}))
        desk = text(log_in("anna").get(f"/signals/{Signal.objects.get().number}/"))
        assert "06 12345678" not in desk
        assert "Teruggenomen door wie het vertelde" in desk
        assert SEEN in desk

    def test_the_desk_writes_no_words_and_she_reads_decided(
        self, region: Region, somebody: Client, code: str, log_in: LogIn
    ) -> None:
        made, anna = Signal.objects.get(), log_in("anna")
        for to in ("under_investigation", "verified", "established", "classified"):
            made = signal.move(made, actor=region.actor("anna"), to=to, reason="Nagevraagd", now=region.now)
        form = anna.get(f"/signals/{made.number}/feedback/").context["form"]
        assert "text" not in form.fields
        sent = {**form.hidden_values(), "version": form["version"].value()}
        assert anna.post(f"/signals/{made.number}/feedback/", sent).status_code == 302
        page = text(somebody.post(CODE, {"code": code}))
        assert "besloten" in page
        assert "Nagevraagd" not in page


class TestUnknownCodes:
    """Whoever tries codes learns nothing."""

    def tries(self, somebody: Client) -> list[str]:
        taken_back = code_of(send(somebody))
        somebody.post("/tell/code/withdraw/", {"code": taken_back})
        return [taken_back, "0000-0000-0000-0000", "kort", "💥", "A" * 60]

    @pytest.mark.parametrize("path", [CODE, "/tell/code/add/", "/tell/code/withdraw/"])
    def test_all_get_the_same_answer_after_the_same_work(self, somebody: Client, path: str) -> None:
        answers, work = set(), set()
        for code in self.tries(somebody):
            with CaptureQueriesContext(connection) as queries:
                page = somebody.post(path, {"code": code, "text": "Iets"})
            answers.add((page.status_code, plain(page, code)))
            work.add(len(queries))
        assert len(answers) == len(work) == 1
        assert next(iter(answers))[0] == 404

    def test_a_code_stands_in_no_address(self, somebody: Client) -> None:
        """Neither the form nor a link sends it by GET, so no log and no history holds it."""
        code = code_of(send(somebody))
        assert somebody.get(CODE, {"code": code}).context["form"]["code"].value() is None


@pytest.mark.postgres
def test_ten_at_once_make_one_signal_and_all_get_its_code(transactional_db: None, region: Region) -> None:
    once = {**Client().get(TELL).context["form"].hidden_values(), **typed()}
    answers = together(*(lambda: Client().post(TELL, once) for _click in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({code_of(answer) for answer in answers}) == Signal.objects.count() == 1
    sent = {"code": code_of(answers[0]), "text": "Weer gezien.", "idempotency": "a" * 32}
    together(*(lambda: Client().post("/tell/code/add/", sent) for _click in range(10)))
    assert SignalAddition.objects.count() == 1


class TestFlood:
    """Very much comes in, from one place or from everywhere."""

    def test_from_one_place_ten_come_in_and_the_desk_stays_readable(self, somebody: Client) -> None:
        answers = [send(somebody).status_code for _one in range(25)]
        assert answers.count(200) == 10
        assert set(answers[10:]) == {429}
        assert Signal.objects.count() == 10
        assert Delivery.objects.filter(notification__kind="signal_received", channel="inbox").count() == 10

    def test_who_waits_keeps_what_they_typed_and_hears_whom_to_call(self, somebody: Client) -> None:
        for _one in range(10):
            send(somebody)
        page = send(somebody, interpretation="Ik ben bang voor hem.")
        assert page.status_code == 429
        assert "Ik ben bang voor hem." in text(page)
        assert "tel:112" in text(page)

    def test_somebody_elsewhere_still_gets_through(self, somebody: Client) -> None:
        for _one in range(11):
            send(somebody)
        assert send(somebody, "203.0.113.9").status_code == 200

    def test_from_everywhere_the_desk_gets_no_more_than_it_can_read(
        self, somebody: Client, settings: Any
    ) -> None:
        usual = settings.ACCOUNT_RATE_LIMITS
        assert usual["outside_tell"].endswith("/h/key")
        settings.ACCOUNT_RATE_LIMITS = {**usual, "outside_tell": "10/h/ip,12/h/key"}
        answers = [send(somebody, f"10.0.0.{n + 1}").status_code for n in range(16)]
        assert answers == [200] * 12 + [429] * 4

    def test_codes_are_tried_no_more_than_thirty_times_an_hour(self, somebody: Client) -> None:
        answers = [somebody.post(CODE, {"code": f"{n:016}"}).status_code for n in range(35)]
        assert answers == [404] * 30 + [429] * 5
