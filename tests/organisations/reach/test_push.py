"""Bea's phone gets notifications after it showed a code; a stranger's address never counts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from py_vapid import Vapid02

from cases.audit.models import LedgerLine
from organisations.conflict import StateConflictError
from organisations.models import ContactChannel, Letter, PushDevice
from organisations.reach import channel, code, push
from organisations.reach.channel import Device
from organisations.reach.code_rules import Verdict
from organisations.staff import post
from tests.cast import Region
from tests.fixtures_push import Browser, PushService
from zorgtafel import environment

LogIn = Callable[[str], Client]
PAGE = "/account/reach/device/"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def proved(browser: Browser, region: Region, name: str) -> ContactChannel:
    """Let somebody add a device and fill in its code."""
    made = channel.add_device(browser.device, actor=region.actor(name), now=region.now)
    channel.confirm(made, code.of(made), actor=region.actor(name), now=region.now)
    return ContactChannel.objects.get(pk=made.pk)


def test_a_device_counts_after_the_code_that_it_showed(
    region: Region, log_in: LogIn, push_service: PushService
) -> None:
    phone, bea = push_service.browser(), log_in("bea")
    p256dh, auth = phone.keys
    asked = bea.post(
        PAGE, {"endpoint": phone.endpoint, "p256dh": p256dh, "auth": auth}, headers={"user-agent": ANDROID}
    )
    made = ContactChannel.objects.get(user=region.bea, kind="push")
    assert (asked.url, made.verified_at) == (f"/account/reach/{made.pk}/", None)
    assert made.address.startswith("Chrome · Android · ")
    post.deliver_due(now=region.now)
    [shown] = push_service.to(phone)
    assert shown == {"number": code.of(made), "colour": "", "link": f"/account/reach/{made.pk}/"}
    assert "melding met een code" in bea.get(asked.url).content.decode()
    assert bea.post(asked.url, {"code": shown["number"]}).url == "/account/reach/"
    assert "Chrome · Android" in bea.get("/account/reach/").content.decode()
    lines = LedgerLine.objects.filter(user_id=region.bea.pk, event__startswith="channel.")
    assert [line.detail["channel"] for line in lines] == ["push", "push"]


def test_what_goes_over_the_line_is_encrypted_and_signed_for_its_service(
    region: Region, push_service: PushService, settings: Any
) -> None:
    phone = push_service.browser()
    made = proved(phone, region, "bea")
    push.send(made.device, {"number": "V-26-ABCDE"}, seconds=60, is_urgent=True, topic="delivery-7")
    [(_path, head, body)] = push_service.taken
    assert b"V-26" not in body
    assert (head["Content-Encoding"], head["TTL"], head["Urgency"], head["Topic"]) == (
        "aes128gcm",
        "60",
        "high",
        "delivery-7",
    )
    assert Vapid02.verify(head["Authorization"])
    claims = head["Authorization"].split("t=")[1].split(",")[0].split(".")[1]
    assert json.loads(push._bytes(claims))["aud"] == push_service.origin
    assert head["Authorization"].endswith(f"k={push.public_key()}")


@pytest.mark.parametrize(
    ("endpoint", "keys"),
    [
        ("https://example.org/push", None),
        ("http://127.0.0.1:6379/", None),
        (None, ("AAAA", "AAAA")),
        (None, ("niet leesbaar", "")),
    ],
)
def test_a_strange_address_or_key_is_refused(
    region: Region, push_service: PushService, endpoint: str | None, keys: tuple[str, str] | None
) -> None:
    phone = push_service.browser()
    device = Device("Firefox", endpoint or phone.endpoint, keys or phone.keys)
    with pytest.raises(StateConflictError) as refused:
        channel.add_device(device, actor=region.actor("bea"), now=region.now)
    assert refused.value.code == "device_unknown"
    assert not PushDevice.objects.exists()


def test_two_devices_count_beside_each_other_and_one_is_removed(
    region: Region, push_service: PushService
) -> None:
    phone, laptop = push_service.browser("/send/phone"), push_service.browser("/send/laptop")
    first = proved(phone, region, "bea")
    later = region.now.replace(minute=5)
    second = channel.add_device(laptop.device, actor=region.actor("bea"), now=later)
    right = channel.confirm(second, code.of(second), actor=region.actor("bea"), now=later)
    assert right is Verdict.RIGHT
    counting = ContactChannel.objects.filter(user=region.bea, kind="push", verified_at__isnull=False)
    assert counting.count() == 2
    channel.take_away(first, actor=region.actor("bea"), now=later)
    assert [row.endpoint for row in PushDevice.objects.all()] == [laptop.endpoint]


def test_somebody_else_can_not_fill_in_the_code(
    region: Region, log_in: LogIn, push_service: PushService
) -> None:
    made = channel.add_device(push_service.browser().device, actor=region.actor("bea"), now=region.now)
    assert log_in("bram").post(f"/account/reach/{made.pk}/", {"code": code.of(made)}).status_code == 404


def test_a_site_without_a_key_says_so(region: Region, log_in: LogIn, settings: Any) -> None:
    settings.ZORGTAFEL_PUSH_KEY = ""
    bea = log_in("bea")
    assert "geen meldingen" in bea.get(PAGE).content.decode()
    assert PAGE not in bea.get("/account/reach/").content.decode()
    sent = bea.post(PAGE, {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "a", "auth": "b"})
    assert sent.status_code == 409


def test_a_code_that_did_not_arrive_is_tried_again(region: Region, push_service: PushService) -> None:
    push_service.status = 503
    channel.add_device(push_service.browser().device, actor=region.actor("bea"), now=region.now)
    post.deliver_due(now=region.now)
    letter = Letter.objects.get(kind="channel_code")
    assert (letter.sent_at, letter.given_up_at, letter.attempts) == (None, None, 1)
    push_service.status = 201
    post.deliver_due(now=letter.due_at)
    letter.refresh_from_db()
    assert letter.sent_at is not None


def test_the_command_makes_a_key_that_the_site_accepts(capsys: pytest.CaptureFixture) -> None:
    call_command("push_key")
    made = capsys.readouterr().out.strip()
    assert environment.is_push_key(made)
    assert made != push.new_key()
