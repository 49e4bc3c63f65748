"""Signing in, staying in, and being out: at once, and on the server."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from organisations import membership
from tests.cast import FOUNDER, PASSWORD, Region, member

LogIn = Callable[[str], Client]


@pytest.fixture
def at_work(region: Region, time_machine: object) -> Region:
    """Put the clock on the region's own morning."""
    time_machine.move_to(region.now, tick=False)
    return region


def sign_in(client: Client, email: str, password: str = PASSWORD) -> object:
    """Post the login form as a browser would."""
    client.get("/account/login/")
    return client.post("/account/login/", {"login": email, "password": password})


def test_bram_signs_in_with_his_address_and_gets_a_new_session(at_work: Region, client: Client) -> None:
    client.get("/account/login/")
    client.session["mark"] = 1
    client.session.save()
    before = client.session.session_key
    answer = sign_in(client, at_work.bram.email)
    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["bram@demo.zorgtafel.example", "nobody@demo.zorgtafel.example"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    at_work: Region, client: Client, address: str
) -> None:
    answer = sign_in(client, address, "niet-het-wachtwoord")
    assert answer.status_code == 200
    errors = answer.context["form"].non_field_errors()
    unknown = sign_in(Client(), "iemand@demo.zorgtafel.example", "x").context["form"].non_field_errors()
    assert errors == unknown


def test_guessing_locks_the_account_for_a_while(at_work: Region) -> None:
    for _ in range(10):
        sign_in(Client(), at_work.bram.email, "gok")
    answer = sign_in(Client(), at_work.bram.email)
    assert answer.status_code != 302 or "login" in answer["Location"]


def test_signing_out_ends_the_session_on_the_server(log_in: LogIn) -> None:
    client = log_in("bram")
    key = client.session.session_key
    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_a_changed_password_ends_other_sessions(log_in: LogIn, region: Region) -> None:
    client = log_in("bram")
    assert client.get("/").status_code == 200
    region.bram.set_password("een-heel-ander-wachtwoord-2")
    region.bram.save()
    assert client.get("/").status_code == 302


def test_a_disabled_account_is_out_at_the_next_request(log_in: LogIn, region: Region) -> None:
    client = log_in("bram")
    assert client.get("/").status_code == 200
    region.bram.is_active = False
    region.bram.save()
    assert client.get("/").status_code == 302


def test_an_ended_membership_is_out_at_the_next_request(log_in: LogIn, region: Region) -> None:
    client = log_in("bram")
    assert client.get("/").status_code == 200
    membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)
    answer = client.get("/")
    assert answer.status_code == 403


def test_a_superuser_flag_opens_nothing(log_in: LogIn, region: Region, case: object) -> None:
    region.chris.is_superuser = region.chris.is_staff = True
    region.chris.save()
    assert case.pseudonym not in log_in("chris").get("/").content.decode()


def test_acting_for_an_organisation_that_is_not_ones_own_changes_nothing(
    log_in: LogIn, region: Region
) -> None:
    client = log_in("bram")
    client.post("/acting/", {"organisation": region.desk.pk})
    assert client.get("/").wsgi_request.actor.organisation == region.school


def test_pages_are_never_kept_by_a_browser_or_proxy(log_in: LogIn) -> None:
    assert "no-store" in log_in("anna").get("/")["Cache-Control"]
