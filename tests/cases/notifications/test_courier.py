"""The courier against a real mail server: once, not twice, not to who left, and not lost when it is away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from cases.access import blocks
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from cases.notifications import attempt, courier, outbox
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, DeliveryAttempt, Notification
from organisations import membership
from organisations.history import write
from organisations.models import ContactChannel, User
from tests.cast import FOUNDER, Region, member
from tests.fixtures_services import Inbox
from tests.plugin_services import free_port

Owe = Callable[..., Delivery]


def state_of(owed: Delivery) -> str:
    """Give the state as it is now."""
    return Delivery.objects.get(pk=owed.pk).state


def answer_with(reply: str, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch, *, times: int = 10**9) -> None:
    """Let the mail server give this reply to the next messages."""
    left, keep = [times], Inbox.handle_DATA

    async def handle(self: Inbox, server: Any, session: Any, envelope: Any) -> str:
        left[0] -= 1
        return reply if left[0] >= 0 else await keep(self, server, session, envelope)

    monkeypatch.setattr(Inbox, "handle_DATA", handle)


def test_a_mail_carries_a_number_a_colour_and_a_link(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    owed = owe()
    done = courier.deliver_due(now=region.now)
    (message,) = smtp_sink.to("anna@demo.zorgtafel.example")
    assert (done.sent, done.failed, state_of(owed)) == (1, 0, "sent")
    number = owed.notification.number
    assert (
        message["Subject"]
        == f"Dringend - zorgtafel: Vermiste jongere: antwoord voor uw organisatie ({number})"
    )
    text = message.get_content()
    assert f"{settings.ZORGTAFEL_SITE_URL}/cases/{number}/" in text
    assert "Rood" in text
    assert courier.deliver_due(now=region.now + timedelta(hours=1)).sent == 0
    assert len(smtp_sink.messages) == 1


def test_the_same_promise_twice_is_one_mail(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    owe()
    owe()
    owe(stage="2")
    courier.deliver_due(now=region.now)
    assert len(smtp_sink.messages) == 2


def test_nothing_is_sent_before_it_is_due(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    owe()
    courier.deliver_due(now=region.now - timedelta(seconds=30))
    assert smtp_sink.messages == []


@pytest.mark.parametrize(
    "why", ["left", "disabled", "blocked", "organisation_left", "period_over", "no_address"]
)
def test_who_may_not_know_any_more_gets_no_mail(
    region: Region, case: Case, owe: Owe, smtp_sink: Inbox, why: str
) -> None:
    owed = owe("gerda", "veilig_thuis")
    part = CaseParticipation.objects.get(case=case, organisation=region.veilig_thuis)
    if why == "left":
        membership.end(member(region, "gerda"), actor=FOUNDER, now=region.now)
    elif why == "disabled":
        User.objects.filter(pk=region.gerda.pk).update(is_active=False)
    elif why == "blocked":
        blocks.block(case, actor=region.actor("anna"), user=region.gerda, reason="niece", now=region.now)
    elif why == "organisation_left":
        participation.end(part, actor=region.actor("anna"), reason="done", now=region.now)
    elif why == "period_over":
        part.ends_at = region.now
        write(part, actor=FOUNDER, now=region.now)
    else:
        channel = ContactChannel.objects.get(user=region.gerda)
        channel.verified_at = None
        write(channel, actor=FOUNDER, now=region.now)
    courier.deliver_due(now=region.now)
    assert smtp_sink.to("gerda@demo.zorgtafel.example") == []
    assert state_of(owed) == "failed"
    assert DeliveryAttempt.objects.get(delivery=owed).outcome == "refused"


def test_who_never_took_part_may_be_told_all_the_same(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    """An auditor's organisation takes part in no case and still hears of an emergency access."""
    owe("dina", "oversight", kind="emergency_opened")
    assert courier.deliver_due(now=region.now).sent == 1


def test_what_was_taken_back_is_not_sent(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    owed = owe()
    assert outbox.cancel("alert", number=owed.notification.number, organisation=region.desk) == 1
    courier.deliver_due(now=region.now)
    assert smtp_sink.messages == []
    assert state_of(owed) == "cancelled"


def test_a_mail_server_that_is_away_costs_no_attempt(region: Region, owe: Owe, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    owed = owe()
    for minutes in range(0, 100, 10):
        assert courier.deliver_due(now=region.now + timedelta(minutes=minutes)).sent == 0
    owed.refresh_from_db()
    assert (owed.state, owed.attempts) == ("queued", 0)


def test_what_waited_for_the_mail_server_goes_out_when_it_is_back(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe()
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "open", _refuse)
        courier.deliver_due(now=region.now)
    assert smtp_sink.messages == []
    courier.deliver_due(now=region.now + timedelta(seconds=10))
    assert len(smtp_sink.messages) == 1


def _refuse(*_args: object) -> None:
    raise ConnectionRefusedError


def test_a_passing_refusal_is_tried_again_with_a_growing_pause(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with("451 try later", smtp_sink, monkeypatch, times=2)
    owed = owe()
    for seconds, attempts in ((0, 1), (9, 1), (11, 2), (29, 2), (32, 3)):
        courier.deliver_due(now=region.now + timedelta(seconds=seconds))
        assert Delivery.objects.get(pk=owed.pk).attempts == attempts, seconds
    assert state_of(owed) == "sent"
    assert len(smtp_sink.messages) == 1
    assert [a.outcome for a in owed.tries.all()] == ["failed", "failed", "sent"]


def test_after_eight_attempts_it_is_given_up_and_shown_as_failed(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with("451 try later", smtp_sink, monkeypatch)
    owed = owe()
    for hours in range(12):
        courier.deliver_due(now=region.now + timedelta(hours=hours))
    assert state_of(owed) == "failed"
    assert owed.tries.count() == attempt.MAX_ATTEMPTS


def test_a_final_refusal_is_not_tried_again_and_blocks_nobody(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_such_user(
        self: Inbox, server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("anna"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    monkeypatch.setattr(Inbox, "handle_RCPT", no_such_user, raising=False)
    refused, fine = owe(), owe("farid", "police")
    done = courier.deliver_due(now=region.now)
    assert (done.sent, done.failed) == (1, 1)
    assert (state_of(refused), state_of(fine)) == ("failed", "sent")
    failure = refused.tries.get().failure
    assert failure == "SMTPRecipientsRefused 550"
    assert "anna" not in failure


def test_an_impossible_address_blocks_nobody(region: Region, owe: Owe, smtp_sink: Inbox) -> None:
    channel = ContactChannel.objects.get(user=region.anna)
    channel.address = "anna\nbcc: x@example.org"
    write(channel, actor=FOUNDER, now=region.now)
    poison, fine = owe(), owe("farid", "police")
    courier.deliver_due(now=region.now)
    assert (state_of(poison), state_of(fine)) == ("failed", "sent")


def test_a_lease_holds_until_it_runs_out(region: Region, owe: Owe) -> None:
    owed = owe()
    assert courier.claim(owed.pk, now=region.now)
    assert not courier.claim(owed.pk, now=region.now + timedelta(seconds=1))
    assert not courier.claim(owed.pk, now=region.now + courier.LEASE)
    assert courier.claim(owed.pk, now=region.now + courier.LEASE + timedelta(milliseconds=1))


def test_what_a_dead_worker_held_goes_out_with_the_same_message_id(
    region: Region, owe: Owe, smtp_sink: Inbox
) -> None:
    owed = owe()
    courier.claim(owed.pk, now=region.now)  # and then the worker dies
    assert courier.deliver_due(now=region.now + timedelta(seconds=1)).sent == 0
    assert courier.deliver_due(now=region.now + timedelta(seconds=20)).sent == 1
    (message,) = smtp_sink.messages
    assert message["Message-ID"] == f"<delivery-{owed.pk}@zorgtafel.invalid>"


def test_who_lost_the_lease_does_not_undo_what_the_next_one_wrote(region: Region, owe: Owe) -> None:
    owed = owe()
    courier.claim(owed.pk, now=region.now)
    (slow,) = courier.read([owed.pk], now=region.now)
    later = region.now + timedelta(seconds=20)
    courier.claim(owed.pk, now=later)
    (quick,) = courier.read([owed.pk], now=later)
    attempt.succeed(quick, now=later)
    attempt.fail(slow, "TimeoutError", is_final=False, now=later)
    assert state_of(owed) == "sent"


def test_what_was_taken_back_during_a_failing_attempt_stays_taken_back(region: Region, owe: Owe) -> None:
    owed = owe()
    courier.claim(owed.pk, now=region.now)
    (held,) = courier.read([owed.pk], now=region.now)
    outbox.cancel("alert", number=owed.notification.number)
    attempt.fail(held, "TimeoutError", is_final=False, now=region.now)
    assert state_of(owed) == "cancelled"


def test_many_mails_go_over_one_connection(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    original = EmailBackend.open
    monkeypatch.setattr(EmailBackend, "open", lambda self: opened.append(original(self)))
    for stage in range(100 + 20):
        owe(stage=str(stage))
    assert courier.deliver_due(now=region.now).sent == 100 + 20
    assert opened.count(True) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_message_says_who_it_is_about(
    region: Region, case: Case, owe: Owe, smtp_sink: Inbox, kind: str, language: str
) -> None:
    User.objects.filter(pk=region.anna.pk).update(language=language)
    owe(kind=kind)
    courier.deliver_due(now=region.now)
    (message,) = smtp_sink.messages
    everything = message.as_string() + str(message["Subject"]) + message.get_content()
    for secret in (
        "Noor",
        "Zeegras",
        case.pseudonym,
        "2011",
        "Waterdam",
        *(o.name for o in region.organisations.values()),
    ):
        assert secret not in everything
    assert Notification.objects.get(kind=kind, number=case.number, colour="red").number in everything
    words = str(message["Subject"])
    assert ("Urgent" in words or "Dringend" in words) is KINDS[kind].is_urgent


def test_nobody_waits_for_a_first_message_while_a_hundred_are_read(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups, read = [], courier.read
    monkeypatch.setattr(courier, "read", lambda pks, *, now: groups.append(len(pks)) or read(pks, now=now))
    for stage in range(courier.FIRST + 5):
        owe(stage=str(stage))
    assert courier.deliver_due(now=region.now).sent == courier.FIRST + 5
    assert groups == [courier.FIRST, 5]


def test_reading_that_takes_long_still_sends_something(
    region: Region, owe: Owe, smtp_sink: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine: who reads anew each time that reading took too long would never send anything."""
    monkeypatch.setattr(courier, "FRESH", timedelta(0))
    owe()
    assert courier.deliver_due(now=region.now).sent == 1
