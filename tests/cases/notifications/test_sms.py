"""Alerts over text messages, to a real endpoint: number, colour and link, and what happens when it fails."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.models import Case
from cases.notifications import courier, outbox
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, Heartbeat
from organisations.history import write
from organisations.models import ContactChannel, User
from tests.cast import FOUNDER, Region
from tests.fixtures_gateway import Gateway
from tests.fixtures_services import Inbox
from tests.plugin_services import free_port

Owe = Callable[..., Delivery]
NUMBER = "31612345678"


@pytest.fixture
def phone(region: Region) -> ContactChannel:
    """Give Anna's proved phone, beside her mail address."""
    made = ContactChannel(user=region.anna, kind="sms", address=f"+{NUMBER}", verified_at=region.now)
    return write(made, actor=FOUNDER, now=region.now)


def states(region: Region) -> dict[str, str]:
    """Give how the last message to Anna stands, per channel."""
    last = Delivery.objects.filter(user=region.anna).latest("id").notification
    rows = Delivery.objects.filter(notification=last, user=region.anna).exclude(channel="inbox")
    return dict(rows.values_list("channel", "state"))


def test_an_alert_goes_over_every_channel_at_once(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    owed = owe()
    assert courier.deliver_due(now=region.now).sent == 2
    (text,) = gateway.to(NUMBER)
    assert text.startswith("Dringend - zorgtafel: Vermiste jongere")
    assert text.endswith(f"{owed.notification.number}, Rood. http://127.0.0.1:8000{owed.path}")
    assert len(smtp_sink.messages) == 1
    assert courier.deliver_due(now=region.now + timedelta(hours=1)).sent == 0


def test_what_can_wait_goes_over_one_channel(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    owe(kind="action_agreed")
    courier.deliver_due(now=region.now)
    assert (len(smtp_sink.messages), gateway.messages) == (1, [])


def test_what_one_channel_refuses_for_good_goes_over_the_next_at_once(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    ContactChannel.objects.filter(user=region.anna, kind="mail").update(address="anna\nbcc: x@example.org")
    owe(kind="action_agreed")
    courier.deliver_due(now=region.now)
    assert states(region) == {"mail": "failed", "sms": "sent"}
    assert len(gateway.to(NUMBER)) == 1


def test_an_unproved_number_gets_nothing(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    ContactChannel.objects.filter(pk=phone.pk).update(verified_at=None)
    owe()
    courier.deliver_due(now=region.now)
    assert gateway.messages == []


def test_a_passing_failure_is_tried_again_with_a_growing_pause(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    gateway.status = 500
    owe()
    for seconds in (0, 9, 11):
        courier.deliver_due(now=region.now + timedelta(seconds=seconds))
    owed = Delivery.objects.filter(channel="sms").latest("id")
    assert [tried.failure for tried in owed.tries.all()] == ["SmsAnswer 500"] * 2
    gateway.status = 200
    courier.deliver_due(now=region.now + timedelta(minutes=5))
    assert states(region) == {"mail": "sent", "sms": "sent"}


def test_a_gateway_that_is_away_costs_no_attempt_and_holds_up_no_mail(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway, settings: Any
) -> None:
    settings.ZORGTAFEL_SMS_URL = f"json://127.0.0.1:{free_port()}/send?:to={{number}}"
    owe()
    for minutes in range(0, 100, 10):
        courier.deliver_due(now=region.now + timedelta(minutes=minutes))
    owed = Delivery.objects.filter(channel="sms").latest("id")
    assert (owed.state, owed.attempts) == ("queued", 0)
    assert [tried.outcome for tried in owed.tries.all()] == ["away"]
    assert states(region)["mail"] == "sent"
    assert Heartbeat.objects.get(name="carried:sms").trouble == "SmsGatewayAway"
    settings.ZORGTAFEL_SMS_URL = gateway.url
    courier.deliver_due(now=region.now + timedelta(minutes=101))
    assert len(gateway.to(NUMBER)) == 1
    assert Heartbeat.objects.get(name="carried:sms").trouble == ""


def test_an_alert_that_waited_half_a_day_wakes_nobody(
    region: Region, phone: ContactChannel, owe: Owe, smtp_sink: Inbox, gateway: Gateway
) -> None:
    owe()
    courier.deliver_due(now=region.now + timedelta(hours=12, seconds=1))
    assert (smtp_sink.messages, gateway.messages) == ([], [])
    assert states(region) == {"mail": "failed", "sms": "failed"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_text_message_says_who_it_is_about(
    region: Region, case: Case, phone: ContactChannel, gateway: Gateway, kind: str, language: str
) -> None:
    User.objects.filter(pk=region.anna.pk).update(language=language)
    ContactChannel.objects.filter(user=region.anna, kind="mail").update(verified_at=None)
    if kind == "digest":  # it says how many things wait: let one wait
        owe_sms(region, case, "case_admitted", colour="")
        Delivery.objects.filter(notification__kind="case_admitted").exclude(channel="inbox").delete()
    Delivery.objects.update(state="sent")
    owe_sms(region, case, kind)
    courier.deliver_due(now=region.now)
    (text,) = gateway.to(NUMBER)
    names = [organisation.name for organisation in region.organisations.values()]
    people = [user.name for user in region.people.values()]
    for secret in ("Noor", "Zeegras", case.pseudonym, "2011", "Waterdam", *names, *people):
        assert secret not in text
    assert case.number in text
    assert len(text) < 320  # two parts at most
    assert ("Urgent" in text or "Dringend" in text) is KINDS[kind].is_urgent


def owe_sms(region: Region, case: Case, kind: str, colour: str = "red") -> None:
    """Owe Anna a message of a kind."""
    recipient = outbox.Recipient(region.anna, region.desk, f"/cases/{case.number}/")
    outbox.put(kind, number=case.number, to=[recipient], now=region.now, colour=colour, case=case)
