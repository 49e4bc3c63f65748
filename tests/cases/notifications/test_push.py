"""A notification holds a number, a colour and a link; a device that is gone is taken away."""

from collections.abc import Callable

import pytest

from cases.casefile.models import Case
from cases.notifications import courier, heart, outbox
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery
from organisations.models import ContactChannel, Letter, PushDevice
from tests.cast import Region
from tests.fixtures_push import Browser, PushService
from tests.organisations.reach.test_push import proved

Owe = Callable[..., Delivery]


@pytest.fixture
def phone(region: Region, push_service: PushService) -> Browser:
    """Give Anna's phone, which she proved."""
    browser = push_service.browser("/send/phone")
    proved(browser, region, "anna")
    Letter.objects.all().delete()
    return browser


def states(region: Region) -> dict[str, str]:
    """Give how the last message to Anna stands, per channel."""
    told = Delivery.objects.filter(user=region.anna).latest("id").notification
    return dict(told.deliveries.exclude(channel="inbox").values_list("channel", "state"))


def test_an_alert_goes_over_every_channel_at_once(
    region: Region, phone: Browser, owe: Owe, push_service: PushService, mailoutbox: list
) -> None:
    owed = owe()
    courier.deliver_due(now=region.now)
    assert push_service.to(phone) == [
        {"number": owed.notification.number, "colour": "Rood", "link": owed.path}
    ]
    [(_path, head, _body)] = push_service.taken
    assert (head["Urgency"], head["TTL"]) == ("high", "43200")
    assert states(region) == {"mail": "sent", "push": "sent"}
    assert [one.failures for one in heart.channels(now=region.now) if one.channel == "push"] == [0]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_taken_away_and_its_owner_hears_so(
    region: Region, phone: Browser, owe: Owe, push_service: PushService, status: int
) -> None:
    push_service.status = status
    owe()
    courier.deliver_due(now=region.now)
    assert not PushDevice.objects.exists()
    assert not ContactChannel.objects.filter(kind="push").exists()
    assert Letter.objects.filter(kind="channel_lost", address=region.anna.email).count() == 1
    assert states(region) == {"mail": "sent", "push": "failed"}
    failed = Delivery.objects.get(
        user=region.anna, channel="push", notification__kind="alert", state="failed"
    )
    assert [tried.failure for tried in failed.tries.all()] == [f"PushAnswer {status}"]


def test_one_of_two_devices_is_enough(
    region: Region, phone: Browser, owe: Owe, push_service: PushService
) -> None:
    laptop = push_service.browser("/send/laptop")
    region.now = region.now.replace(minute=3)
    proved(laptop, region, "anna")
    push_service.statuses["/send/phone"] = 410
    owe()
    courier.deliver_due(now=region.now)
    assert len(push_service.to(laptop)) == 1
    assert [row.endpoint for row in PushDevice.objects.all()] == [laptop.endpoint]
    assert states(region)["push"] == "sent"


def test_a_service_that_is_away_is_tried_again(
    region: Region, phone: Browser, owe: Owe, push_service: PushService
) -> None:
    push_service.status = 503
    owe()
    courier.deliver_due(now=region.now)
    row = Delivery.objects.get(user=region.anna, channel="push", notification__kind="alert", state="queued")
    assert row.due_at > region.now
    assert PushDevice.objects.exists()
    push_service.status = 201
    courier.deliver_due(now=row.due_at)
    assert states(region)["push"] == "sent"


def test_news_goes_over_a_device_only_when_mail_failed(
    region: Region, case: Case, phone: Browser, push_service: PushService
) -> None:
    Delivery.objects.update(state="sent")
    to = [outbox.Recipient(region.anna, region.desk, f"/cases/{case.number}/")]
    told = outbox.put("case_admitted", number=case.number, to=to, now=region.now, case=case)
    assert list(told.deliveries.values_list("channel", flat=True)) == ["inbox", "mail"]
    ContactChannel.objects.filter(user=region.anna, kind="mail").update(address="anna\nbcc: x@example.org")
    courier.deliver_due(now=region.now)
    assert push_service.to(phone) == [{"number": case.number, "colour": "", "link": f"/cases/{case.number}/"}]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_notification_says_who_it_is_about(
    region: Region, case: Case, phone: Browser, owe: Owe, push_service: PushService, kind: str, language: str
) -> None:
    region.anna.language = language
    region.anna.save(update_fields=["language"])
    ContactChannel.objects.filter(user=region.anna, kind="mail").update(verified_at=None)
    owe_push(region, case, kind)
    courier.deliver_due(now=region.now)
    shown = push_service.to(phone)[-1]
    assert set(shown) == {"number", "colour", "link"}
    everything = " ".join(shown.values())
    names = [organisation.name for organisation in region.organisations.values()]
    people = [user.name for user in region.people.values()]
    for secret in ("Noor", "Zeegras", case.pseudonym, "2011", "Waterdam", *names, *people):
        assert secret not in everything


def owe_push(region: Region, case: Case, kind: str) -> None:
    """Owe Anna a message of a kind; before a digest one thing that waits for it."""
    recipient = outbox.Recipient(region.anna, region.desk, f"/cases/{case.number}/")
    if kind == "digest":
        outbox.put("case_admitted", number=case.number, to=[recipient], now=region.now, case=case)
        Delivery.objects.filter(notification__kind="case_admitted").exclude(channel="inbox").delete()
    outbox.put(kind, number=case.number, to=[recipient], now=region.now, colour="red", case=case)
