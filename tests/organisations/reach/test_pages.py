"""The pages about how one is reached, on Bram's phone; and who sees that somebody can't be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from organisations.models import ContactChannel, Letter
from organisations.reach import channel, code
from tests.cast import PASSWORD, Region

LogIn = Callable[[str], Client]


def send(client: Client, path: str, **typed: Any) -> Any:
    """Send the form of a page as it is shown, with some fields filled in."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(path, {**shown, **typed})


def test_bram_adds_a_number_and_fills_in_the_code(region: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    asked = send(bram, "/account/reach/", address="06-1234 5678")
    made = ContactChannel.objects.get(user=region.bram, kind="sms")
    assert asked.url == f"/account/reach/{made.pk}/"
    assert "06 12345678" in bram.get(asked.url).content.decode()
    refused = send(bram, asked.url, code="000000")
    assert refused.status_code == 400
    assert "niet de code" in refused.content.decode()
    assert send(bram, asked.url, code=f" {code.of(made)} ").url == "/account/reach/"
    page = bram.get("/account/reach/").content.decode()
    assert "06 12345678" in page
    assert bram.get(asked.url).status_code == 302  # done: there is nothing to fill in


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("06 12", "kennen we niet"), ("010 1234567", "mobiel nummer"), ("bram@", "niet compleet"), ("", "")],
)
def test_what_is_wrong_is_said_at_the_field_and_stays_there(log_in: LogIn, typed: str, sentence: str) -> None:
    answer = send(log_in("bram"), "/account/reach/", address=typed)
    assert answer.status_code in {400, 409}
    assert sentence in answer.content.decode()
    assert answer.context["form"]["address"].value() == typed
    assert "address" in answer.context["form"].errors


def test_a_new_code_is_sent_once_a_minute(region: Region, log_in: LogIn, time_machine: Any) -> None:
    bram = log_in("bram")
    made = channel.add("06 12345678", actor=region.actor("bram"), now=region.now)
    first = code.of(made)
    bram.post(f"/account/reach/{made.pk}/again/")
    assert code.of(ContactChannel.objects.get(pk=made.pk)) == first
    time_machine.move_to(region.now + timedelta(minutes=2), tick=False)
    bram.post(f"/account/reach/{made.pk}/again/")
    assert code.of(ContactChannel.objects.get(pk=made.pk)) != first


def test_a_code_that_could_not_be_delivered_is_said(region: Region, log_in: LogIn) -> None:
    made = channel.add("06 12345678", actor=region.actor("bram"), now=region.now)
    Letter.objects.filter(channel=made).update(given_up_at=region.now)
    assert "kon niet worden bezorgd" in log_in("bram").get(f"/account/reach/{made.pk}/").content.decode()


def test_removing_the_last_one_says_what_that_means(region: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    only = ContactChannel.objects.get(user=region.bram)
    page = bram.get(f"/account/reach/{only.pk}/remove/").content.decode()
    assert "een alarm bereikt u niet" in page
    assert send(bram, f"/account/reach/{only.pk}/remove/").url == "/account/reach/"
    assert "Een alarm kan u niet bereiken" in bram.get("/account/reach/").content.decode()
    assert "Een alarm kan u niet bereiken" in bram.get("/").content.decode()


def test_who_can_not_be_reached_hears_so_at_login(region: Region, settings: Any) -> None:
    said = {}
    for name in ("bram", "bea"):
        if name == "bram":
            ContactChannel.objects.filter(user=region.bram).update(verified_at=None)
        client = Client()
        typed = {"login": region.people[name].email, "password": PASSWORD}
        client.post("/account/login/", typed)
        said[name] = client.get("/account/reach/").content.decode()
    assert "Een alarm kan u nog niet bereiken" in said["bram"]
    assert "Een alarm kan u nog niet bereiken" not in said["bea"]


def test_without_a_gateway_only_an_address_is_asked(region: Region, log_in: LogIn, settings: Any) -> None:
    settings.ZORGTAFEL_SMS_BACKEND = ""
    bram = log_in("bram")
    assert "Mobiel nummer" not in bram.get("/account/reach/").content.decode()
    answer = send(bram, "/account/reach/", address="06 12345678")
    assert answer.status_code == 409
    assert "stuurt geen sms" in answer.content.decode()
