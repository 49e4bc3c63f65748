"""The text-message gateway over real HTTP: taken, refused, slow, away; and nothing of it in a log."""

import logging
import time
from typing import Any

import pytest

from organisations.reach import gateway as gateways
from organisations.reach import sms
from organisations.reach.sms import GatewayAwayError, SmsError
from tests.fixtures_gateway import Gateway
from tests.plugin_services import free_port

NUMBER, TEXT = "+31612345678", "Dringend - zorgtafel: M-26-7K3QF, Rood. https://zorgtafel.example/ack/abc/"


def test_a_message_arrives_with_its_number_and_nothing_more(gateway: Gateway) -> None:
    sms.send(NUMBER, TEXT)
    assert gateway.messages == [("31612345678", TEXT)]


@pytest.mark.parametrize(
    ("status", "kind", "is_final"),
    [
        (500, SmsError, False),
        (503, SmsError, False),
        (429, SmsError, False),
        (400, SmsError, True),
        (404, SmsError, True),
        (422, SmsError, True),
        (401, GatewayAwayError, False),
        (402, GatewayAwayError, False),
        (403, GatewayAwayError, False),
    ],
)
def test_what_it_answers_is_told_apart(
    gateway: Gateway, status: int, kind: type[SmsError], is_final: bool
) -> None:
    gateway.status = status
    with pytest.raises(SmsError) as failed:
        sms.send(NUMBER, TEXT)
    assert (type(failed.value), failed.value.is_final) == (kind, is_final)
    assert failed.value.code == f"SmsAnswer {status}"


def test_a_gateway_that_does_not_answer_is_slow_and_not_away(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(gateways, "PATIENCE", "cto=3&rto=0.5&retry=0")
    gateway.hold, began = 30, time.monotonic()
    with pytest.raises(SmsError) as failed:
        sms.send(NUMBER, TEXT)
    assert type(failed.value) is SmsError
    assert (failed.value.code, failed.value.is_final) == ("SmsGatewaySlow", False)
    assert time.monotonic() - began < 5


def test_a_gateway_that_refuses_is_away(settings: Any) -> None:
    settings.ZORGTAFEL_SMS_URL = f"json://127.0.0.1:{free_port()}/send?:to={{number}}"
    settings.ZORGTAFEL_SMS_BACKEND = "organisations.reach.gateway.send"
    with pytest.raises(GatewayAwayError):
        sms.send(NUMBER, TEXT)


def test_without_a_gateway_nothing_is_pretended(settings: Any) -> None:
    settings.ZORGTAFEL_SMS_BACKEND = ""
    assert not sms.is_offered()
    with pytest.raises(GatewayAwayError):
        sms.send(NUMBER, TEXT)


def test_neither_number_nor_key_nor_text_reaches_a_log(gateway: Gateway, caplog: Any) -> None:
    gateway.status = 500
    with caplog.at_level(logging.DEBUG), pytest.raises(SmsError) as failed:
        sms.send(NUMBER, TEXT)
    said = [record.getMessage() for record in caplog.records if record.name != "apprise"]
    assert "612345678" not in str(said) + str(failed.value)
    assert logging.getLogger("apprise").propagate is False


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("msgbird://key/sender/{number}", "msgbird://key/sender/31612345678?cto=3&rto=5&retry=0"),
        ("jsons://h.example/?:to={number}", "jsons://h.example/?:to=31612345678&cto=3&rto=5&retry=0"),
    ],
)
def test_the_number_goes_where_the_operator_said(template: str, filled: str) -> None:
    assert gateways.address(template, NUMBER) == filled
