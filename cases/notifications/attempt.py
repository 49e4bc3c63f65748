"""How one attempt to send ended, and what follows: again later, over the next channel, or not at all."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from cases.notifications import channel_rules, outbox
from cases.notifications.models import Delivery, DeliveryAttempt
from organisations.models import ContactChannel
from organisations.prepared import Update, prepared_insert, prepared_update
from organisations.reach.quiet_rules import Hold

MAX_ATTEMPTS = 8


def succeed(delivery: Delivery, *, now: datetime) -> str:
    """Write down that it went out, whoever holds the lease by now."""
    with transaction.atomic():
        _note(delivery, "sent", "", now)
        _sending(pk=delivery.pk, now=now)
    return "sent"


@prepared_update
def _sending(*, pk: Any, now: Any) -> Update:
    return Delivery.objects.filter(pk=pk, sent_at=None), {
        "state": "sent",
        "sent_at": now,
        "claimed_until": None,
    }


def refuse(delivery: Delivery, reason: str, *, now: datetime) -> str:
    """Write down that this person may not be told (any more), over no channel."""
    with transaction.atomic():
        _note(delivery, "refused", reason, now)
        _mine(delivery).update(state="failed", claimed_until=None)
    return "refused"


def put_back(delivery: Delivery, code: str, *, now: datetime) -> str:
    """Wait for a way out that is closed: the sweep tries again, and it costs the message no attempt.

    Said once, however many sweeps find it closed.
    """
    with transaction.atomic():
        last = delivery.tries.order_by("-id").first()
        if last is None or (last.outcome, last.failure) != ("away", code):
            _note(delivery, "away", code, now)
        _mine(delivery).update(claimed_until=None, attempts=F("attempts") - 1)
    return "away"


def wait(delivery: Delivery, hold: Hold, *, now: datetime) -> str:
    """Let what was delayed into somebody's quiet hours wait for their end; it costs no attempt."""
    with transaction.atomic():
        _note(delivery, "held", hold.why.value, now)
        row = _mine(delivery)
        row.update(due_at=hold.until, held=hold.why.value, claimed_until=None, attempts=F("attempts") - 1)
    return "held"


def fail(delivery: Delivery, code: str, *, is_final: bool, now: datetime) -> str:
    """Try again after a growing pause; when that can't help or was enough, take the next channel at once."""
    with transaction.atomic():
        _note(delivery, "refused" if is_final else "failed", code, now)
        if not is_final and delivery.attempts < MAX_ATTEMPTS:
            _mine(delivery).update(due_at=now + pause(delivery.attempts), claimed_until=None)
            return "failed"
        if _mine(delivery).update(state="failed", claimed_until=None):
            _take_next_channel(delivery, now=now)
    return "refused" if is_final else "failed"


def pause(attempts: int) -> timedelta:
    """Give the growing pause before the next attempt: 10 s, 20 s, 40 s … and never more than 10 minutes."""
    return timedelta(seconds=min(5 * 2**attempts, 600))


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    """Give the row as long as this attempt is the last one: who lost the lease changes nothing."""
    return Delivery.objects.filter(pk=delivery.pk, state="queued", attempts=delivery.attempts)


def _note(delivery: Delivery, outcome: str, failure: str, now: datetime) -> None:
    _noting(delivery_id=delivery.pk, at=now, outcome=outcome, failure=failure)


@prepared_insert
def _noting(*, delivery_id: Any, at: Any, outcome: Any, failure: Any) -> DeliveryAttempt:
    return DeliveryAttempt(delivery_id=delivery_id, at=at, outcome=outcome, failure=failure)


def _take_next_channel(delivery: Delivery, *, now: datetime) -> None:
    """Owe the same message over the next verified channel of the same person, if there is one left."""
    same = Delivery.objects.filter(
        notification=delivery.notification_id, user=delivery.user_id, organisation=delivery.organisation_id
    )
    verified = ContactChannel.objects.filter(user=delivery.user_id, verified_at__isnull=False)
    channel = channel_rules.following(_kinds(verified), used=same.values_list("channel", flat=True))
    if channel is None:
        transaction.on_commit(outbox.poke_escalation, robust=True)  # perhaps nobody of a level was told
        return
    key = f"{delivery.key.rpartition(':')[0]}:{channel}"
    following = Delivery(
        notification_id=delivery.notification_id,
        user_id=delivery.user_id,
        organisation_id=delivery.organisation_id,
        channel=channel,
        path=delivery.path,
        key=key,
        pages=delivery.pages,
        due_at=now,
    )
    Delivery.objects.bulk_create([following], ignore_conflicts=True)


def _kinds(channels: QuerySet[ContactChannel]) -> Iterable[str]:
    return channels.values_list("kind", flat=True)
