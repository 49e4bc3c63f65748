"""Step-up: before break-glass, the ledger and what goes on paper, a person shows again who they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from cases.access.models import EmergencyAccess
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from tests.access.addresses import one_of_everything
from tests.access.routes import address
from tests.architecture.test_contents import _views
from tests.cast import PASSWORD, Region

LogIn = Callable[[str], Client]

#: Whose work it is, per address that asks again.
ASKS = {
    "cases/emergency/": "anna",
    "audit/": "dina",
    "exports/": "dina",
    "exports/new/": "dina",
    "retention/<str:number>/agree/": "anna",
    "retention/<str:number>/hold/": "anna",
    "audit/<uuid:event_id>/": "dina",
    "cases/<str:number>/meldcode/<int:pk>/print/": "bram",
    "cases/<str:number>/police/print/": "farid",
}
SENT = {
    "reason": "danger_now",
    "explanation": "Zij belt mij nu",
    "hours": "2",
    "told": "on",
    "parts": ["core"],
}


def routes() -> set[str]:
    """Give every route whose view asks again."""
    return {route for route, view in _views(get_resolver().url_patterns) if getattr(view, "step_up", False)}


def confirm(client: Client, question: str, password: str = PASSWORD) -> Any:
    """Fill in the password on the page that asks."""
    return client.post(question, {"password": password, "next": question.partition("next=")[2]}, follow=False)


def test_the_addresses_that_ask_again_are_these_and_all_of_the_ledger() -> None:
    assert routes() >= set(ASKS)
    ledger = {route for route, _view in _views(get_resolver().url_patterns) if route.startswith("audit/")}
    ledger.remove("audit/questions/<str:number>/")  # for the reader who is asked, and shows no line
    assert ledger <= routes()


@pytest.mark.parametrize(("minutes", "asks"), [(0, False), (4, False), (5, True), (20, True)])
def test_a_proof_counts_for_five_minutes(
    minutes: int, asks: bool, region: Region, log_in: LogIn, time_machine: Any
) -> None:
    found = one_of_everything(region)
    for route, name in ASKS.items():
        client = log_in(name)
        time_machine.move_to(region.now + timedelta(minutes=minutes), tick=False)
        answer = client.get(address(route, found))
        led = answer.status_code == 302 and answer.url.startswith("/account/reauthenticate/?next=")
        assert led is asks, route


def test_who_never_proved_anything_in_this_session_is_asked(region: Region, time_machine: Any) -> None:
    time_machine.move_to(region.now, tick=False)
    client = Client()
    client.force_login(region.dina)  # as a session from before the update would look
    assert client.get("/audit/").url.startswith("/account/reauthenticate/")
    assert not LedgerLine.objects.filter(event="ledger.read").exists()


def test_dina_confirms_and_comes_back_to_the_very_address(
    region: Region, log_in: LogIn, time_machine: Any
) -> None:
    client = log_in("dina")
    time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
    question = client.get("/audit/?outcome=refused").url
    assert client.get(question).status_code == 200
    assert confirm(client, question, "wrong").status_code == 200
    assert client.get("/audit/").status_code == 302, "a wrong password proves nothing"
    answer = client.post(question, {"password": PASSWORD, "next": "/audit/?outcome=refused"})
    assert answer.url == "/audit/?outcome=refused"
    assert client.get(answer.url).status_code == 200


def test_nothing_typed_is_lost_and_nothing_is_done_before_the_proof(
    region: Region, case: Case, log_in: LogIn, time_machine: Any
) -> None:
    client = log_in("chris")
    typed_by = client.get("/cases/emergency/").context["form"]["typed_by"].value()
    time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
    answer = client.post("/cases/emergency/", {**SENT, "number": case.number, "typed_by": typed_by})
    assert answer.url == "/account/reauthenticate/?next=%2Fcases%2Femergency%2F"
    assert not EmergencyAccess.objects.exists()
    back = client.post(answer.url, {"password": PASSWORD, "next": "/cases/emergency/"})
    page = client.get(back.url)
    assert page.context["form"]["explanation"].value() == SENT["explanation"]
    assert "u bent het" in page.content.decode()
    sent = {**SENT, "number": case.number, "typed_by": typed_by}
    assert client.post("/cases/emergency/", sent).url == f"/cases/{case.number}/"


def test_who_may_not_is_refused_and_not_asked(region: Region, log_in: LogIn, time_machine: Any) -> None:
    client = log_in("bram")
    time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
    assert client.get("/audit/").status_code == 403


def test_the_proof_of_somebody_else_in_the_same_browser_does_not_count(
    region: Region, log_in: LogIn, time_machine: Any
) -> None:
    client = log_in("anna")
    client.force_login(region.dina)
    assert client.get("/audit/").url.startswith("/account/reauthenticate/")


def test_a_part_of_a_page_sends_the_whole_page_to_the_question(
    region: Region, log_in: LogIn, time_machine: Any
) -> None:
    client = log_in("dina")
    time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
    headers = {"hx-request": "true", "referer": "http://testserver/inbox/"}
    answer = client.get("/audit/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/account/reauthenticate/?next=%2Finbox%2F")


def test_the_question_leads_to_no_other_site(region: Region, log_in: LogIn, time_machine: Any) -> None:
    client = log_in("dina")
    answer = client.post(
        "/account/reauthenticate/", {"password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.url == "/"
