"""News for who chose one message a day: counted when it is sent, and without a fact about anybody."""

from datetime import time, timedelta
from typing import Any

import pytest

from cases.access import blocks
from cases.notifications import courier, late, outbox
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, Notification
from organisations.models import ReachChoice
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice, Matter
from tests.cast import Region, open_case

#: It is ten in the morning; the digest comes at noon.
TO_NOON = timedelta(hours=2)


@pytest.fixture
def tell(region: Region) -> Any:
    """Give a way to tell Bea something."""
    Delivery.objects.update(state="sent")

    def news(number: str = "K-26-ABCDE", kind: str = "case_admitted", **told: Any) -> Notification:
        to = [outbox.Recipient(region.bea, region.school, "/cases/")]
        return outbox.put(kind, number=number, to=to, now=told.pop("now", region.now), **told)

    return news


@pytest.fixture
def at_noon(region: Region) -> None:
    """Let Bea choose a digest at noon."""
    quiet.choose(Choice(digest_at=time(12, 0)), actor=region.actor("bea"), now=region.now)


@pytest.mark.usefixtures("at_noon")
def test_three_things_are_one_mail_with_a_number(region: Region, tell: Any, mailoutbox: list) -> None:
    for number in ("K-26-ABCDE", "K-26-ABCDF", "K-26-ABCDG"):
        tell(number)
    courier.deliver_due(now=region.now + TO_NOON - timedelta(minutes=1))
    assert mailoutbox == []
    courier.deliver_due(now=region.now + TO_NOON)
    [mail] = mailoutbox
    assert mail.subject == "zorgtafel: Er wachten 3 nieuwe dingen op u"
    assert "K-26" not in mail.body
    assert "/inbox/" in mail.body
    assert "omdat u koos" in mail.body
    courier.deliver_due(now=region.now + TO_NOON + timedelta(days=1))
    assert len(mailoutbox) == 1


def test_what_went_out_by_itself_is_not_told_again(region: Region, tell: Any, mailoutbox: list) -> None:
    tell("K-26-ABCDE")
    courier.deliver_due(now=region.now)
    quiet.choose(Choice(digest_at=time(12, 0)), actor=region.actor("bea"), now=region.now)
    tell("K-26-ABCDF")
    courier.deliver_due(now=region.now + TO_NOON)
    assert [mail.subject for mail in mailoutbox][1:] == ["zorgtafel: Er wacht 1 nieuw ding op u"]


@pytest.mark.usefixtures("at_noon")
def test_of_a_case_from_which_she_is_kept_away_no_digest_tells_bea(
    region: Region, tell: Any, mailoutbox: list
) -> None:
    case = open_case(region)
    tell(case.number, case=case)
    blocks.block(case, actor=region.actor("anna"), user=region.bea, reason="her niece", now=region.now)
    courier.deliver_due(now=region.now + TO_NOON)
    assert to_bea(region, mailoutbox) == []
    tell("K-26-ABCDE", now=region.now + timedelta(hours=3))
    courier.deliver_due(now=region.now + TO_NOON + timedelta(days=1))
    assert to_bea(region, mailoutbox) == ["zorgtafel: Er wacht 1 nieuw ding op u"]


def to_bea(region: Region, mails: list) -> list[str]:
    return [mail.subject for mail in mails if mail.to == [region.bea.email]]


@pytest.mark.usefixtures("at_noon")
def test_what_was_read_is_not_announced(region: Region, tell: Any, mailoutbox: list) -> None:
    tell("K-26-ABCDE")
    tell("K-26-ABCDF")
    Delivery.objects.filter(notification__number="K-26-ABCDE", channel="inbox").update(read_at=region.now)
    courier.deliver_due(now=region.now + TO_NOON)
    assert mailoutbox[0].subject == "zorgtafel: Er wacht 1 nieuw ding op u"
    tell("K-26-ABCDG", now=region.now + timedelta(hours=5))
    Delivery.objects.filter(channel="inbox").update(read_at=region.now + timedelta(hours=6))
    courier.deliver_due(now=region.now + TO_NOON + timedelta(days=1))
    assert len(mailoutbox) == 1
    last = Delivery.objects.filter(held="digest").latest("id")
    assert (last.state, last.tries.get().failure) == ("failed", "nothing new is left to tell")


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize(
    ("kind", "colour"),
    [("alert", "green"), ("alert_quiet", "orange"), ("emergency_opened", ""), ("drill", "")],
)
def test_alerts_and_what_is_urgent_never_wait_for_it(
    region: Region, tell: Any, kind: str, colour: str
) -> None:
    told = tell(kind=kind, colour=colour)
    assert [row.held for row in told.deliveries.filter(channel="mail")] == [""]


def test_no_kind_about_an_alert_is_news() -> None:
    about = {name for name in KINDS if name.startswith("alert")} | {"all_clear", "emergency_table"}
    assert {name for name, kind in KINDS.items() if kind.matter is Matter.ALERT} == about
    assert KINDS["drill"].matter is Matter.URGENT


def test_who_chose_nothing_gets_it_at_once(tell: Any) -> None:
    told = tell()
    assert [row.held for row in told.deliveries.filter(channel="mail")] == [""]


def test_news_that_was_delayed_into_the_night_waits_for_the_morning(
    region: Region, tell: Any, mailoutbox: list
) -> None:
    told = tell()
    quiet.choose(Choice(time(9, 0), time(18, 0)), actor=region.actor("bea"), now=region.now)
    courier.deliver_due(now=region.now)
    row = told.deliveries.get(channel="mail")
    assert (row.state, row.held, row.attempts) == ("queued", "quiet", 0)
    assert row.due_at == region.now + timedelta(hours=8)
    assert [tried.outcome for tried in row.tries.all()] == ["held"]
    assert mailoutbox == []
    courier.deliver_due(now=row.due_at)
    assert len(mailoutbox) == 1


def test_a_call_is_never_delayed_a_second_time(region: Region, tell: Any) -> None:
    told = tell(kind="alert", colour="orange")
    quiet.choose(Choice(time(9, 0), time(18, 0)), actor=region.actor("bea"), now=region.now)
    row = told.deliveries.select_related("user__reach_choice").get(channel="mail")
    assert ReachChoice.objects.filter(user=region.bea).exists()
    assert late.hold(row, now=region.now) is None


def test_every_message_says_why_it_comes(region: Region, tell: Any, mailoutbox: list) -> None:
    tell()
    tell(kind="alert", colour="red", number="V-26-ABCDE")
    courier.deliver_due(now=region.now)
    assert all("U krijgt dit" in mail.body for mail in mailoutbox)
    assert len(mailoutbox) == 2
