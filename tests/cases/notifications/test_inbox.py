"""The inbox: one's own, for one organisation, unread first."""

from collections.abc import Callable

from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.notifications import inbox, outbox
from cases.notifications.models import Delivery
from tests.cast import Region

LogIn = Callable[[str], Client]


def tell(region: Region, name: str, key: str, number: str) -> None:
    """Promise to tell somebody something."""
    to = [outbox.Recipient(region.people[name], region.organisations[key], f"/cases/{number}/")]
    outbox.put("action_agreed", number=number, to=to, now=region.now)


def test_opening_an_item_marks_it_read_and_leads_on(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("anna")
    tell(region, "anna", "desk", case.number)
    item = Delivery.objects.get(user=region.anna, channel="inbox", notification__kind="action_agreed")
    assert f"/inbox/{item.pk}/" in client.get("/inbox/").content.decode()
    assert client.head(f"/inbox/{item.pk}/").status_code == 302
    item.refresh_from_db()
    assert item.read_at is None
    assert client.get(f"/inbox/{item.pk}/").url == f"/cases/{case.number}/"
    item.refresh_from_db()
    assert item.read_at == region.now
    assert LedgerLine.objects.filter(
        event="inbox.read", user_id=region.anna.pk, object_number=case.number
    ).exists()


def test_nobody_opens_the_inbox_of_another(region: Region, case: Case, log_in: LogIn) -> None:
    tell(region, "anna", "desk", case.number)
    tell(region, "anna", "police", "C-26-ZZZZZ")  # she does not act for the police
    item = Delivery.objects.get(
        user=region.anna, organisation=region.desk, notification__kind="action_agreed", channel="inbox"
    )
    client = log_in("chris")
    assert client.get(f"/inbox/{item.pk}/").status_code == 404
    assert client.get("/inbox/99999999999999999999999/").status_code == 404
    assert case.number not in client.get("/inbox/").content.decode()
    assert "C-26-ZZZZZ" not in log_in("anna").get("/inbox/").content.decode()


def test_unread_stands_first_and_pages_do_not_repeat(region: Region, case: Case) -> None:
    actor = region.actor("hugo")
    for number in range(60):
        tell(region, "hugo", "institution", f"C-26-{number:05d}")
    for item in inbox.own(actor).order_by("-id")[:30]:
        inbox.read(item, now=region.now)
    seen, after = [], ""
    while True:
        page = inbox.page(actor, after=after)
        seen += page.items
        after = page.after
        if not after:
            break
    assert len(seen) == len({item.pk for item in seen}) == inbox.own(actor).count()
    states = [item.read_at is None for item in seen]
    assert states == sorted(states, reverse=True)
    assert inbox.page(actor, after="2-x").items == inbox.page(actor).items
