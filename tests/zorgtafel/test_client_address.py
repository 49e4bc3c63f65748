"""Where a request comes from: what our own proxy saw, never what the client wrote."""

from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from tests.cast import Region
from tests.zorgtafel.test_own_sessions import PASSWORD

FORGED = "203.0.113.9"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        (0, FORGED, "127.0.0.1"),  # no proxy of our own: the header is the client's
        (1, "198.51.100.7", "198.51.100.7"),
        (1, f"{FORGED}, 198.51.100.7", "198.51.100.7"),
        (1, f"{FORGED}, 10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (2, f"{FORGED}, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),  # fewer entries than proxies: somebody went round one
        (1, "", "127.0.0.1"),
        (1, "no address", "127.0.0.1"),
        (1, "<script>", "127.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "x" * 10_000, "127.0.0.1"),
    ],
)
def test_the_ledger_has_the_address_that_our_proxy_saw(
    trusted: int, forwarded: str, seen: str, region: Region, settings: Any, time_machine: Any
) -> None:
    settings.ZORGTAFEL_TRUSTED_PROXIES = trusted
    time_machine.move_to(region.now, tick=False)
    client = Client(headers={"x-forwarded-for": forwarded})
    client.post("/account/login/", {"login": "anna@demo.zorgtafel.example", "password": PASSWORD})
    assert LedgerLine.objects.get(event="sign_in.done").origin == seen


def test_a_forged_address_does_not_dodge_the_lock(region: Region, settings: Any) -> None:
    settings.ZORGTAFEL_TRUSTED_PROXIES = 1
    refused = 0
    for number in range(12):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"})
        answer = client.post("/account/login/", {"login": f"nobody{number}@x.example", "password": "x"})
        refused += "Te veel" in answer.content.decode()
    assert refused == 2, "ten wrong ones a minute from one address, whatever it calls itself"
