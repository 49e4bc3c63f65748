"""Bram adds his phone: a code goes there, and only after that it counts."""

from datetime import timedelta

import pytest
from django.core import mail

from cases.audit.models import LedgerLine
from organisations.conflict import StateConflictError
from organisations.models import ContactChannel, Letter
from organisations.reach import channel, code
from organisations.reach.code_rules import MOST_A_DAY, MOST_WRONG, Verdict
from organisations.staff import post
from tests.cast import Region
from tests.fixtures_gateway import Gateway

PHONE, NUMBER = "06 12345678", "+31612345678"


def code_in(text: str) -> str:
    """Give the six digits in a message."""
    return next(word.strip(".") for word in text.split() if word.strip(".").isdecimal() and len(word) >= 6)


def test_a_phone_counts_after_its_code_and_not_before(region: Region, gateway: Gateway) -> None:
    bram, now = region.actor("bram"), region.now
    made = channel.add(PHONE, actor=bram, now=now)
    assert (made.kind, made.address, made.verified_at) == ("sms", NUMBER, None)
    post.deliver_due(now=now)
    (text,) = gateway.to("31612345678")
    assert channel.confirm(made, code_in(text), actor=bram, now=now) is Verdict.RIGHT
    made.refresh_from_db()
    assert made.verified_at == now
    events = list(LedgerLine.objects.filter(event__startswith="channel.").values_list("event", flat=True))
    assert sorted(events) == ["channel.code_sent", "channel.proved"]
    assert "612345678" not in str(list(LedgerLine.objects.values()))


def test_a_code_by_mail_goes_to_the_new_address_and_the_news_to_the_old_one(region: Region) -> None:
    bram, now = region.actor("bram"), region.now
    made = channel.add("Bram@Thuis.example", actor=bram, now=now)
    post.deliver_due(now=now)
    (sent,) = mail.outbox
    assert sent.to == ["bram@thuis.example"]
    assert channel.confirm(made, code_in(sent.body), actor=bram, now=now) is Verdict.RIGHT
    post.deliver_due(now=now)
    assert mail.outbox[-1].to == [region.bram.email]
    counting = ContactChannel.objects.filter(user=region.bram, verified_at__isnull=False)
    assert [row.address for row in counting] == ["bram@thuis.example"]  # in the place of the old one


def test_a_wrong_code_is_counted_and_after_five_the_right_one_is_no_use(region: Region) -> None:
    bram, now = region.actor("bram"), region.now
    made = channel.add(PHONE, actor=bram, now=now)
    right = code.of(made)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(MOST_WRONG):
        assert channel.confirm(made, wrong, actor=bram, now=now) is Verdict.WRONG
    assert channel.confirm(made, right, actor=bram, now=now) is Verdict.TOO_MANY
    later = now + timedelta(minutes=2)
    fresh = channel.ask_again(made, actor=bram, now=later)
    assert code.of(fresh) != right
    assert channel.confirm(fresh, right, actor=bram, now=later) is Verdict.WRONG
    assert channel.confirm(fresh, code.of(fresh), actor=bram, now=later) is Verdict.RIGHT


def test_after_a_quarter_of_an_hour_a_code_is_old(region: Region) -> None:
    made = channel.add(PHONE, actor=region.actor("bram"), now=region.now)
    later = region.now + timedelta(minutes=16)
    assert channel.confirm(made, code.of(made), actor=region.actor("bram"), now=later) is Verdict.EXPIRED


def test_the_right_code_twice_changes_nothing(region: Region) -> None:
    bram = region.actor("bram")
    made = channel.add(PHONE, actor=bram, now=region.now)
    for _ in range(2):
        assert channel.confirm(made, code.of(made), actor=bram, now=region.now) is Verdict.RIGHT
    assert LedgerLine.objects.filter(event="channel.proved").count() == 1


def test_codes_go_out_once_a_minute_and_ten_times_a_day(region: Region) -> None:
    bram, now = region.actor("bram"), region.now
    made = channel.add(PHONE, actor=bram, now=now)
    with pytest.raises(StateConflictError) as too_soon:
        channel.ask_again(made, actor=bram, now=now + timedelta(seconds=30))
    assert too_soon.value.code == "too_soon"
    for minutes in range(1, MOST_A_DAY):
        post.deliver_due(now=now + timedelta(minutes=minutes))
        Letter.objects.filter(sent_at=None).update(sent_at=now)
        channel.ask_again(made, actor=bram, now=now + timedelta(minutes=minutes))
    with pytest.raises(StateConflictError) as too_often:
        channel.ask_again(made, actor=bram, now=now + timedelta(hours=3))
    assert too_often.value.code == "too_often"


def test_the_same_number_again_is_the_same_row(region: Region) -> None:
    bram = region.actor("bram")
    first = channel.add(PHONE, actor=bram, now=region.now)
    again = channel.add("+31 6 12345678", actor=bram, now=region.now + timedelta(minutes=2))
    assert first.pk == again.pk
    channel.confirm(again, code.of(again), actor=bram, now=region.now + timedelta(minutes=2))
    with pytest.raises(StateConflictError) as known:
        channel.add(PHONE, actor=bram, now=region.now + timedelta(minutes=5))
    assert known.value.code == "counts_already"


def test_removed_is_gone_and_its_code_is_not_sent_any_more(region: Region) -> None:
    bram = region.actor("bram")
    made = channel.add(PHONE, actor=bram, now=region.now)
    for _ in range(2):
        channel.take_away(made, actor=bram, now=region.now)
    assert not ContactChannel.objects.filter(pk=made.pk).exists()
    assert post.deliver_due(now=region.now) == 0
    assert LedgerLine.objects.filter(event="channel.removed").count() == 1


def test_nobody_proves_or_removes_for_somebody_else(region: Region) -> None:
    made = channel.add(PHONE, actor=region.actor("bram"), now=region.now)
    with pytest.raises(ContactChannel.DoesNotExist):
        channel.confirm(made, code.of(made), actor=region.actor("farid"), now=region.now)
    channel.take_away(made, actor=region.actor("farid"), now=region.now)
    assert ContactChannel.objects.filter(pk=made.pk).exists()


def test_the_database_holds_no_code(region: Region) -> None:
    made = channel.add(PHONE, actor=region.actor("bram"), now=region.now)
    rows = (ContactChannel.objects, Letter.objects, ContactChannel.history)
    stored = str([list(manager.values()) for manager in rows])
    assert code.of(made) not in stored


def test_a_number_that_the_gateway_refuses_is_given_up_at_once(region: Region, gateway: Gateway) -> None:
    gateway.status = 400
    channel.add(PHONE, actor=region.actor("bram"), now=region.now)
    post.deliver_due(now=region.now)
    assert Letter.objects.get(kind="channel_code").given_up_at == region.now
