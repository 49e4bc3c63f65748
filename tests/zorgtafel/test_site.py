"""The site as a visitor meets it: signing in and out, the language, what is not offered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

LOGIN = "/account/login/"
EMAIL, PASSWORD = "visitor@demo.zorgtafel.example", "zorgtafel-demo"
ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Any:
    """Give an account."""
    return get_user_model().objects.create_user(email=EMAIL, password=PASSWORD, name="Visitor")


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    """Post the sign-in form."""
    return client.post(LOGIN, {"login": EMAIL, "password": password})


def is_in(client: Client) -> bool:
    """Say whether the site still knows this visitor."""
    return client.get("/account/password/change/").status_code == 200


def test_the_sign_in_page_is_dutch_and_may_not_be_kept(client: Client) -> None:
    answer = client.get(LOGIN, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer["Content-Language"] == "nl"
    assert answer["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_signing_in_renews_the_session_and_signing_out_ends_it(client: Client, visitor: Any) -> None:
    client.get(LOGIN)
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    assert sign_in(client).status_code == 302
    assert client.session.session_key != before
    assert is_in(client)
    after = client.session.session_key
    client.post("/account/logout/")
    client.cookies["sessionid"] = after
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(client: Client, visitor: Any) -> None:
    for _attempt in range(5):
        assert sign_in(client, "wrong-wrong-wrong").status_code == 200
    assert sign_in(client).status_code == 200
    assert not is_in(client)


def test_a_stranger_and_a_wrong_password_get_the_same_answer(client: Client, visitor: Any) -> None:
    known = client.post(LOGIN, {"login": EMAIL, "password": "wrong-wrong-wrong"})
    unknown = client.post(LOGIN, {"login": "nobody@demo.zorgtafel.example", "password": "wrong-wrong-wrong"})
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


@pytest.mark.parametrize(("minutes", "known"), [(29, True), (31, False)])
def test_half_an_hour_without_a_person_ends_the_session(
    client: Client, visitor: Any, minutes: int, known: bool
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client)
        assert is_in(client)
        clock.shift(timedelta(minutes=minutes))
        assert is_in(client) is known


def test_a_page_that_refreshes_itself_does_not_keep_the_session_alive(client: Client, visitor: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client)
        is_in(client)
        for _poll in range(7):
            clock.shift(timedelta(minutes=5))
            client.get("/account/password/change/", headers={"x-background": "1"})
        assert not is_in(client)


def test_a_busy_session_ends_after_twelve_hours(client: Client, visitor: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client)
        for _quarter in range(12 * 4 - 1):
            assert is_in(client)
            clock.shift(timedelta(minutes=15))
        assert is_in(client)
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)


@pytest.mark.parametrize("path", ["/account/signup/", "/account/email/"])
def test_what_is_not_offered_does_not_exist(client: Client, visitor: Any, path: str) -> None:
    assert client.get(path).status_code == 404
    client.force_login(visitor)
    assert client.get(path).status_code == 404


def test_the_language_is_kept_on_this_device(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": LOGIN})
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert client.get(LOGIN)["Content-Language"] == "en"


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_the_language_form_leads_nowhere_else(client: Client, next_page: str) -> None:
    assert client.post("/language/", {"language": "en", "next": next_page})["Location"] == "/"


def test_the_language_form_changes_nothing_by_get_or_with_nonsense(client: Client) -> None:
    assert client.get("/language/?language=en").status_code == 405
    client.post("/language/", {"language": "xx"})
    assert client.get(LOGIN)["Content-Language"] == "nl"


def test_a_form_without_its_key_is_refused_in_our_own_style() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "403.html" in [template.name for template in answer.templates]
