"""Sends what is owed: claim with a lease, check again, send, write down the attempt.

At least once: a worker that dies after sending and before writing lets the lease run out,
and the message goes out again with the same Message-ID, so that mail programs fold the two.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, DeliveryAttempt
from organisations.models import ContactChannel, Membership

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
BATCH = 100


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the courier did."""

    sent: int
    failed: int


def deliver_due(*, now: datetime) -> Round:
    """Send everything that is due at ``now`` (aware), a batch at a time, over one mail connection."""
    sent = failed = 0
    connection = get_connection()
    tried: set[int] = set()
    try:
        while batch := [pk for pk in _due(now) if pk not in tried]:
            for pk in batch:
                tried.add(pk)
                outcome = _deliver(pk, connection, now=now)
                sent += outcome == "sent"
                failed += outcome == "failed"
    finally:
        connection.close()
    return Round(sent=sent, failed=failed)


def claim(pk: int, *, now: datetime) -> bool:
    """Take a delivery for the length of a lease; false when another worker has it (compare-and-set)."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Delivery.objects.filter(free, pk=pk, state="queued", due_at__lte=now)
    return rows.update(claimed_until=now + LEASE, attempts=F("attempts") + 1) == 1


def _due(now: datetime) -> list[int]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Delivery.objects.filter(free, state="queued", due_at__lte=now).order_by("due_at", "id")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _deliver(pk: int, connection: BaseEmailBackend, *, now: datetime) -> str:
    if not claim(pk, now=now):
        return "taken"
    delivery = Delivery.objects.select_related("notification", "user", "organisation").get(pk=pk)
    if delivery.state != "queued":
        return "cancelled"
    address = _address(delivery)
    if address is None:
        return _settle(delivery, "refused", failure="no longer a member or no verified address", now=now)
    try:
        _message(delivery, address, connection).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("delivery %s failed: %s", delivery.pk, type(error).__name__)
        connection.close()  # the next one opens a fresh connection
        return _settle(delivery, "failed", failure=type(error).__name__, now=now)
    return _settle(delivery, "sent", failure="", now=now)


def _address(delivery: Delivery) -> str | None:
    """Give the address, read again now: who left an hour ago is told nothing."""
    is_member = Membership.objects.filter(
        user=delivery.user, organisation=delivery.organisation, ended_at=None, user__is_active=True
    )
    if not is_member.exists():
        return None
    channel = ContactChannel.objects.filter(
        user=delivery.user, kind=delivery.channel, verified_at__isnull=False
    ).first()
    return None if channel is None else channel.address


def _message(delivery: Delivery, address: str, connection: BaseEmailBackend) -> EmailMessage:
    notification = delivery.notification
    kind = KINDS[notification.kind]
    with translation.override(delivery.user.language):
        subject = f"zorgtafel: {kind.title} ({notification.number})"
        body = render_to_string(
            "notifications/message.txt",
            {
                "title": kind.title,
                "number": notification.number,
                "colour": _colour(notification.colour),
                "link": f"{settings.ZORGTAFEL_SITE_URL}{delivery.path}",
            },
        )
    return EmailMessage(
        subject=subject,
        body=body,
        to=[address],
        headers={"Message-ID": f"<delivery-{delivery.pk}@zorgtafel.invalid>"},
        connection=connection,
    )


def _colour(code: str) -> str:
    return {"green": _("Green"), "orange": _("Orange"), "red": _("Red")}.get(code, "")


def _settle(delivery: Delivery, outcome: str, *, failure: str, now: datetime) -> str:
    with transaction.atomic():
        DeliveryAttempt.objects.create(delivery=delivery, at=now, outcome=outcome, failure=failure)
        if outcome == "sent":
            delivery.state, delivery.sent_at = "sent", now
        elif outcome == "refused" or delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = "failed"
        else:
            delivery.due_at = now + timedelta(seconds=min(5 * 2**delivery.attempts, 600))
        delivery.claimed_until = None
        delivery.save(update_fields=["state", "sent_at", "due_at", "claimed_until"])
    return outcome
