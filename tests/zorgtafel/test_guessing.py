"""S6: guessing passwords leads nowhere, tells nothing about accounts, and locks nobody out for long."""

import re
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cases.audit.models import LedgerLine
from tests.cast import PASSWORD, Region

LOGIN = "/account/login/"
#: A fifth of Django's own number: enough for the hash to weigh far more than the rest of a request.
ITERATIONS = 200_000
SAMPLES = 25
MOST = 0.05  # bars.md S6: the medians differ by at most five percent


def attempt(email: str, password: str, address: str = "198.51.100.7") -> Any:
    """Try a password from a network address."""
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": email, "password": password})


def judged() -> int:
    """Count the attempts that were looked at, and not turned away unseen."""
    return LedgerLine.objects.filter(event="sign_in.failed").count()


def seconds(email: str, password: str) -> float:
    """Give how much work a refused login is, of the processor: a busy machine does not disturb that."""
    cache.clear()
    began = time.process_time()
    attempt(email, password)
    return time.process_time() - began


@pytest.fixture
def morning(region: Region, time_machine: Any) -> Any:
    """Give a clock that walks on by hand, so that attempts are not all at one instant."""
    time_machine.move_to(region.now, tick=False)
    return time_machine


@pytest.fixture
def slow_hashes(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a password cost what it costs outside the tests, or near it."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", ITERATIONS)
    region.bram.set_password(PASSWORD)
    region.bram.save()


def test_known_and_unknown_addresses_take_as_long(slow_hashes: None, region: Region) -> None:
    """A real difference shows in every series; the noise of a busy machine does not."""
    seconds(region.bram.email, "warm-up")
    series = (difference_of_medians(region) for _series in range(5))
    assert any(difference <= MOST for difference in series)


def difference_of_medians(region: Region) -> float:
    """Give by which part known and unknown addresses differ in one series."""
    known, unknown = [], []
    for _sample in range(SAMPLES):
        known.append(seconds(region.bram.email, "not-the-password"))
        unknown.append(seconds("nobody@demo.zorgtafel.example", "not-the-password"))
    medians = statistics.median(known), statistics.median(unknown)
    return abs(medians[0] - medians[1]) / max(medians)


def test_a_long_password_costs_nothing_extra(slow_hashes: None, region: Region) -> None:
    """Hashing a hundred thousand characters anew in each round would cost a hundred times more."""
    seconds(region.bram.email, "warm-up")
    ratios = (long_beside_short(region) for _series in range(5))
    assert any(ratio <= 1.25 for ratio in ratios)


def long_beside_short(region: Region) -> float:
    """Give how many times as much work a long password is in one series."""
    short, long = [], []
    for _sample in range(9):
        short.append(seconds(region.bram.email, "x" * 12))
        long.append(seconds(region.bram.email, "x" * 100_000))
    return statistics.median(long) / statistics.median(short)


def test_a_hundred_wrong_ones_from_one_address_are_ten_at_most(morning: Any, region: Region) -> None:
    for second in range(100):
        morning.move_to(region.now + timedelta(seconds=second), tick=False)
        attempt(region.bram.email, f"guess-{second}")
    assert judged() <= 10


def test_a_hundred_wrong_ones_from_fifty_addresses_are_ten_at_most(morning: Any, region: Region) -> None:
    for second in range(100):
        morning.move_to(region.now + timedelta(seconds=second), tick=False)
        attempt(region.bram.email, f"guess-{second}", address=f"198.51.100.{second % 50}")
    assert judged() <= 10


def test_capitals_and_spaces_are_no_other_account(morning: Any, region: Region) -> None:
    forms = ("bram@demo.zorgtafel.example", "BRAM@demo.zorgtafel.example", " Bram@Demo.Zorgtafel.Example ")
    for second in range(30):
        morning.move_to(region.now + timedelta(seconds=second), tick=False)
        attempt(forms[second % 3], "guess", address=f"198.51.100.{second}")
    assert judged() <= 10


def test_one_password_over_many_accounts_is_slowed_down(morning: Any, region: Region) -> None:
    for number in range(200):
        morning.move_to(region.now + timedelta(milliseconds=100 * number), tick=False)
        attempt(f"somebody{number}@demo.zorgtafel.example", "Welkom01!")
    assert judged() <= 10, "ten a minute from one address"


def test_a_locked_person_gets_in_again_by_mail_at_once(morning: Any, region: Region) -> None:
    for second in range(6):
        morning.move_to(region.now + timedelta(seconds=second), tick=False)
        attempt(region.bram.email, "guess", address=f"198.51.100.{second}")
    locked = attempt(region.bram.email, PASSWORD, address="203.0.113.5")
    assert "vraag een nieuw wachtwoord" in locked.content.decode()
    own = Client(REMOTE_ADDR="203.0.113.5")
    own.post("/account/password/reset/", {"email": region.bram.email})
    link = re.search(r"http://\S+?(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = own.get(link).url
    new = "een-heel-ander-wachtwoord-2"
    assert own.post(form, {"password1": new, "password2": new}).status_code == 302
    assert own.post(LOGIN, {"login": region.bram.email, "password": new}).status_code == 302
    assert own.get("/").status_code == 200


def test_after_five_minutes_the_right_password_opens_again(morning: Any, region: Region) -> None:
    for second in range(6):
        morning.move_to(region.now + timedelta(seconds=second), tick=False)
        attempt(region.bram.email, "guess")
    assert attempt(region.bram.email, PASSWORD).status_code == 200
    morning.move_to(region.now + timedelta(minutes=5, seconds=10), tick=False)
    assert attempt(region.bram.email, PASSWORD).status_code == 302


def test_a_link_for_a_new_password_is_asked_alike_for_known_and_unknown(morning: Any, region: Region) -> None:
    answers = [
        Client().post("/account/password/reset/", {"email": email})
        for email in (region.bram.email, "nobody@demo.zorgtafel.example")
    ]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert all("Hello" not in message.body for message in mail.outbox)
