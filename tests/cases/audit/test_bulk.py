"""The ledger as a file: Dina declares it, others are told and can stop it, and a password opens it once."""

import hashlib
import hmac
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.test import Client

from cases.audit import bulk, frontier, seal
from cases.audit.models import LedgerExport, LedgerLine
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.models import User
from organisations.roles import Role
from tests.cast import FOUNDER, PASSWORD, Region, full_table, prove

WISH = bulk.Wish(recipient="De functionaris gegevensbescherming", reason="Onderzoek na een calamiteit")


@pytest.fixture
def sealed(region: Region, settings: Any) -> Iterator[Region]:
    """Give a region with a second auditor, Daan, and something in a sealed ledger; exports wait a day."""
    settings.ZORGTAFEL_EXPORT_MINUTES = 24 * 60
    full_table(region)
    seal.seal_next(frontier.settled_id(), now=region.now)
    daan = User.objects.create_user("daan@demo.zorgtafel.example", "Daan", PASSWORD)
    long_ago = region.now - timedelta(days=30)
    membership.start(actor=FOUNDER, user=daan, organisation=region.oversight, role=Role.AUDITOR, now=long_ago)
    region.people["daan"] = daan
    yield region
    del region.people["daan"]


def asked(region: Region) -> LedgerExport:
    """Let Dina ask for the whole ledger."""
    return bulk.ask(actor=region.actor("dina"), wish=WISH, now=region.now)


def events() -> list[str]:
    """Give what the ledger says about exports."""
    rows = LedgerLine.objects.filter(event__contains="export").order_by("id")
    return list(rows.values_list("event", flat=True))


def told(kind: str) -> set[str]:
    """Give who got a message of a kind."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


def test_asking_is_told_at_once_to_everybody_who_can_stop_it(sealed: Region) -> None:
    made = asked(sealed)
    assert told("export_asked") == {"Daan", "Joost"}
    assert made.ready_at == sealed.now + timedelta(days=1)
    line = LedgerLine.objects.get(event="export.asked")
    assert (line.user_id, line.object_number) == (sealed.dina.pk, made.number)
    assert WISH.reason not in str(line.__dict__)


@pytest.mark.parametrize("name", ["anna", "joost", "gerda"])
def test_only_an_auditor_asks(sealed: Region, name: str) -> None:
    with pytest.raises(AccessDenied):
        bulk.ask(actor=sealed.actor(name), wish=WISH, now=sealed.now)


def test_the_password_is_shown_once_and_stands_nowhere(sealed: Region) -> None:
    made, dina = asked(sealed), sealed.actor("dina")
    secret = bulk.show_password(made, actor=dina, now=sealed.now)
    assert len(secret) == 29
    made.refresh_from_db()
    assert secret not in str(made.__dict__)
    assert secret not in str(list(LedgerExport.history.values()))
    with pytest.raises(StateConflictError) as refused:
        bulk.show_password(made, actor=dina, now=sealed.now)
    assert refused.value.code == "shown_already"
    for name in ("daan", "joost"):
        with pytest.raises(AccessDenied):
            bulk.show_password(made, actor=sealed.actor(name), now=sealed.now)


def test_the_file_waits_a_day_opens_with_the_password_and_is_gone_after_a_week(
    sealed: Region, tmp_path: Any
) -> None:
    made, dina = asked(sealed), sealed.actor("dina")
    secret = bulk.show_password(made, actor=dina, now=sealed.now)
    for ahead, code in ((timedelta(hours=23), "too_early"), (timedelta(days=8), "expired")):
        with pytest.raises(StateConflictError) as refused:
            bulk.fetch(made, actor=dina, now=sealed.now + ahead)
        assert refused.value.code == code
    with pytest.raises(AccessDenied):
        bulk.fetch(made, actor=sealed.actor("daan"), now=sealed.now + timedelta(days=2))
    packed = b"".join(bulk.fetch(made, actor=dina, now=sealed.now + timedelta(days=2)))
    assert b"zorgtafel ledger export" not in packed
    text = unpacked(packed, secret).decode()
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0]["kind"] == "zorgtafel ledger export"
    assert (
        sum(line["kind"] == "line" for line in lines)
        == LedgerLine.objects.filter(
            id__lte=max(line["id"] for line in lines if line["kind"] == "line")
        ).count()
    )
    with pytest.raises(ValueError, match="password"):
        unpacked(packed, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    assert events() == ["export.asked", "export.password_shown", "ledger.exported"]
    assert LedgerLine.objects.get(event="ledger.exported").object_number == made.number


def unpacked(packed: bytes, password: str) -> bytes:
    """Open the one file of an encrypted ZIP as WinZip AE-2 says, without the library that wrote it.

    Raises: ValueError when the password is another.
    """
    name, extra = struct.unpack("<HH", packed[26:30])
    start = 30 + name + extra
    salt, check = packed[start : start + 16], packed[start + 16 : start + 18]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
    if keys[64:] != check:
        raise ValueError("another password")
    end = (
        packed.index(b"PK\x07\x08", start) if b"PK\x07\x08" in packed[start:] else packed.index(b"PK\x01\x02")
    )
    body, code = packed[start + 18 : end - 10], packed[end - 10 : end]
    assert hmac.new(keys[32:64], body, hashlib.sha1).digest()[:10] == code
    plain = b""
    for number in range(0, len(body), 16):
        counter = (number // 16 + 1).to_bytes(16, "little")
        stream = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(counter)
        plain += bytes(a ^ b for a, b in zip(body[number : number + 16], stream, strict=False))
    return zlib.decompress(plain, -15)


@pytest.mark.parametrize("name", ["daan", "joost", "dina"])
def test_whoever_watches_stops_it_and_the_password_is_gone(sealed: Region, name: str) -> None:
    made = asked(sealed)
    bulk.show_password(made, actor=sealed.actor("dina"), now=sealed.now)
    bulk.stop(made, actor=sealed.actor(name), reason="Niet afgesproken", now=sealed.now)
    made.refresh_from_db()
    assert made.password == ""
    assert told("export_stopped") == (set() if name == "dina" else {"Dina"})
    with pytest.raises(StateConflictError) as refused:
        bulk.fetch(made, actor=sealed.actor("dina"), now=sealed.now + timedelta(days=2))
    assert refused.value.code == "stopped"
    with pytest.raises(StateConflictError):
        bulk.stop(made, actor=sealed.actor(name), reason="Nog eens", now=sealed.now)
    with pytest.raises(AccessDenied):
        bulk.stop(made, actor=sealed.actor("anna"), reason="Nee", now=sealed.now)


def test_who_asked_hears_once_that_it_is_ready_and_not_of_one_that_was_stopped(sealed: Region) -> None:
    first, second = asked(sealed), asked(sealed)
    bulk.stop(second, actor=sealed.actor("daan"), reason="Niet nodig", now=sealed.now)
    a_day = timedelta(days=1)
    assert bulk.tell_ready(now=sealed.now + a_day - timedelta(seconds=1)) == 0
    assert bulk.tell_ready(now=sealed.now + a_day) == 1
    assert bulk.tell_ready(now=sealed.now + a_day + timedelta(hours=1)) == 0
    (message,) = Delivery.objects.filter(notification__kind="export_ready", channel="inbox")
    assert (message.user, message.path) == (sealed.dina, f"/exports/{first.number}/")


def test_on_the_screens(sealed: Region, time_machine: Any) -> None:
    as_person = clients(sealed, time_machine)
    dina = as_person("dina", 0)
    answer = dina.post("/exports/new/", {"recipient": "", "reason": "Ja", "until": "2026-01-01"})
    assert answer.status_code == 400
    page = dina.post("/exports/new/", {"recipient": WISH.recipient, "reason": WISH.reason}).url
    shown = dina.post(f"{page}password/")
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert shown.context["secret"] in shown.content.decode()
    assert shown.context["secret"] not in dina.get(page).content.decode()
    joost = as_person("joost", 1)
    assert WISH.recipient in joost.get(page).content.decode()
    assert f"{page}file/" not in joost.get(page).content.decode()
    assert joost.post(f"{page}file/").status_code == 403
    read = as_person("dina", 2).get(f"/audit/?number={page.split('/')[2]}").content.decode()
    assert "vroeg een deel van het logboek als bestand" in read
    assert shown.context["secret"] not in read
    later = as_person("dina", 26)
    file = later.post(f"{page}file/")
    assert file["Content-Type"] == "application/zip"
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert joost.post(f"{page}stop/", {"reason": "Toch niet"}).status_code in (302, 409)
    for name in ("anna", "chris", "iris"):
        assert as_person(name, 27).get(page).status_code == 403


def clients(region: Region, time_machine: Any) -> Callable[[str, int], Client]:
    """Give a way to log somebody in so many hours on."""

    def as_person(name: str, hours: int) -> Client:
        then = replace(region, now=region.now + timedelta(hours=hours))
        time_machine.move_to(then.now, tick=False)
        client = Client()
        client.force_login(region.people[name])
        prove(client, region.people[name], then.now.timestamp())
        return client

    return as_person
