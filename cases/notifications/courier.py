"""Sends what is owed: claim with a lease, check again, send, write down the attempt.

At least once: a worker that dies after sending and before writing lets the lease run out,
and the message goes out again with the same Message-ID, so that mail programs fold the two.
The number of the attempt is the token: who lost the lease can't undo what the next one wrote.
"""

import logging
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cases.access import audience, facts
from cases.access.audience import Audience
from cases.access.models import ConflictBlock
from cases.casefile.models import CaseParticipation
from cases.choices import COLOURS
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, DeliveryAttempt
from cases.notifications.outbox import poke
from organisations import present
from organisations.models import ContactChannel

log = logging.getLogger(__name__)

#: Longer than one message may take (``EMAIL_TIMEOUT``), short enough for a child that is missing:
#: what a dead worker held goes out within lease + one beat of the sweep.
LEASE = timedelta(seconds=15)
MAX_ATTEMPTS = 8
BATCH = 100
#: So many are read again together just before they are sent.
GROUP = 10
#: A round stops here and asks for a next one, well before Celery would stop the task in mid-sending.
ROUND_SECONDS = 60
LABELS = dict(COLOURS)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the courier did."""

    sent: int
    failed: int


def deliver_due(*, now: datetime) -> Round:
    """Send everything that is due from ``now`` (aware) on, a batch at a time, over one mail connection.

    A mail server that can't be reached ends the round: nothing is used up, the sweep tries again.
    """
    clock, until = _walking(now), now + timedelta(seconds=ROUND_SECONDS)
    outcomes: list[str] = []
    connection = get_connection()
    tried: set[int] = set()
    try:
        while batch := [pk for pk in _due(clock()) if pk not in tried]:
            if clock() > until:
                poke()
                break
            tried.update(batch)
            if not _send_batch(batch, connection, outcomes, clock=clock):
                break
    finally:
        connection.close()
    return Round(sent=outcomes.count("sent"), failed=outcomes.count("failed") + outcomes.count("refused"))


def claim(pk: int, *, now: datetime) -> bool:
    """Take a delivery for the length of a lease; false when another worker has it (compare-and-set)."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Delivery.objects.filter(free, pk=pk, state="queued", due_at__lte=now)
    return rows.update(claimed_until=now + LEASE, attempts=F("attempts") + 1) == 1


def _walking(now: datetime) -> Clock:
    """Let an instant walk on with the time that really passes: a long round must not lease in the past."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _due(now: datetime) -> list[int]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Delivery.objects.filter(free, state="queued", due_at__lte=now).order_by("due_at", "id")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _send_batch(batch: list[int], connection: BaseEmailBackend, outcomes: list[str], *, clock: Clock) -> bool:
    """Send a batch; false when the mail server can't be reached."""
    for start in range(0, len(batch), GROUP):
        for delivery in _read(batch[start : start + GROUP], now=clock()):
            if not _is_open(connection):
                return False
            outcomes.append(_deliver(delivery, connection, now=clock()))
    return True


def _is_open(connection: BaseEmailBackend) -> bool:
    """Reach the mail server before a message is claimed, so that its absence costs no message an attempt."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail server not reached, the sweep tries again: %s", type(error).__name__)
        return False
    return True


def _deliver(delivery: Delivery, connection: BaseEmailBackend, *, now: datetime) -> str:
    if not claim(delivery.pk, now=now):
        return "taken"  # or taken back
    delivery.attempts += 1
    reason = _reason_not_to(delivery)
    if reason:
        return _settle(delivery, "refused", failure=reason, now=now)
    try:
        _message(delivery, connection).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("delivery %s failed: %s", delivery.pk, type(error).__name__)
        connection.close()  # the next one opens a fresh connection
        outcome = "refused" if _is_final(error) else "failed"
        return _settle(delivery, outcome, failure=_name_of(error), now=now)
    return _settle(delivery, "sent", failure="", now=now)


def _read(pks: list[int], *, now: datetime) -> list[Delivery]:
    """Read deliveries with all that may have changed since they were promised; six more queries per case."""
    whose = {"user": OuterRef("user"), "organisation": OuterRef("organisation")}
    case_id = OuterRef("notification__case_id")
    part = CaseParticipation.objects.filter(case_id=case_id, organisation=OuterRef("organisation"))
    open_part = facts.in_force(now=now).filter(case_id=case_id, organisation=OuterRef("organisation"))
    addresses = ContactChannel.objects.filter(
        user=OuterRef("user"), kind=OuterRef("channel"), verified_at__isnull=False
    ).order_by("id")
    found = list(
        Delivery.objects.filter(pk__in=pks)
        .select_related("notification", "user")
        .annotate(
            is_member=Exists(present.members(at=now).filter(**whose)),
            is_blocked=Exists(
                ConflictBlock.objects.filter(case_id=case_id, user=OuterRef("user"), ended_at=None)
            ),
            has_left=Exists(part) & ~Exists(open_part),
            address=Subquery(addresses.values("address")[:1]),
        )
        .order_by("due_at", "id")
    )
    cases = {delivery.notification.case_id for delivery in found} - {None}
    audiences = {case_id: audience.of_case(case_id, now=now) for case_id in cases}
    for delivery in found:
        delivery.may_read = _may_read(delivery, audiences)
    return found


def _may_read(delivery: Delivery, audiences: dict[int, Audience]) -> bool:
    """Tell whether the gate still opens to this person what the message is about."""
    told, part = delivery.notification, KINDS[delivery.notification.kind].part
    if told.case_id is None or part is None:
        return True
    return (delivery.organisation_id, delivery.user_id) in audiences[told.case_id].readers(part)


def _reason_not_to(delivery: Delivery) -> str:
    """Say why this person may not be told (any more): who left an hour ago is told nothing."""
    if not delivery.is_member:
        return "no longer a member"
    if delivery.is_blocked:
        return "blocked for a conflict of interest"
    if delivery.has_left:
        return "the organisation left the case"
    if not delivery.may_read:
        return "may not read this part of the case"
    return "" if delivery.address else "no verified address"


def _is_final(error: Exception) -> bool:
    """Tell whether trying again can't help: a 5xx for this recipient or message, or an impossible address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        # A refused sender, login or greeting is about us, not about this message.
        return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
    return isinstance(error, ValueError)


def _name_of(error: Exception) -> str:
    """Name a failure without its text, which may repeat an address."""
    codes = [getattr(error, "smtp_code", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code is not None)])


def _message(delivery: Delivery, connection: BaseEmailBackend) -> EmailMessage:
    notification = delivery.notification
    kind = KINDS[notification.kind]
    with translation.override(delivery.user.language):
        subject = f"zorgtafel: {kind.title} ({notification.number})"
        if kind.is_urgent:
            subject = f"{_('Urgent')} - {subject}"
        body = render_to_string(
            "notifications/message.txt",
            {
                "title": kind.title,
                "number": notification.number,
                "colour": LABELS.get(notification.colour, ""),
                "link": f"{settings.ZORGTAFEL_SITE_URL}{delivery.path}",
            },
        )
    return EmailMessage(
        subject=subject,
        body=body,
        to=[delivery.address],
        headers={"Message-ID": f"<delivery-{delivery.pk}@zorgtafel.invalid>"},
        connection=connection,
    )


def _settle(delivery: Delivery, outcome: str, *, failure: str, now: datetime) -> str:
    """Write down how an attempt ended; a failure only counts for whoever still holds the lease."""
    with transaction.atomic():
        DeliveryAttempt.objects.create(delivery=delivery, at=now, outcome=outcome, failure=failure)
        row = Delivery.objects.filter(pk=delivery.pk)
        if outcome == "sent":
            row.filter(sent_at=None).update(state="sent", sent_at=now, claimed_until=None)
            return outcome
        mine = row.filter(state="queued", attempts=delivery.attempts)
        if outcome == "refused" or delivery.attempts >= MAX_ATTEMPTS:
            mine.update(state="failed", claimed_until=None)
        else:
            mine.update(due_at=now + _pause(delivery.attempts), claimed_until=None)
    return outcome


def _pause(attempts: int) -> timedelta:
    """Give the growing pause before the next attempt: 10 s, 20 s, 40 s … and never more than 10 minutes."""
    return timedelta(seconds=min(5 * 2**attempts, 600))
