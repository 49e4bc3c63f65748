"""A promise to tell someone, written in the caller's transaction.

Rows are the truth. After the commit Redis is only poked; if that fails, the sweep finds
the rows. The same promise made twice is one promise: its key is unique.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from cases.notifications import channel_rules, digest
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, Notification
from organisations.models import ContactChannel, Organisation, User
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice, Hold, Why

log = logging.getLogger(__name__)

DELIVER_TASK = "cases.notifications.deliver"
ESCALATE_TASK = "cases.missing.escalate"
_wakes: ContextVar[bool] = ContextVar("wakes_a_worker", default=True)


@contextmanager
def nobody_woken() -> Iterator[None]:
    """Owe messages without a poke for each: where thousands are written at once, the sweep is enough."""
    token = _wakes.set(False)
    try:
        yield
    finally:
        _wakes.reset(token)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person told on behalf of one organisation, and where their link leads.

    ``is_on_it``: took the alert up or raised it, and hears of it in quiet hours too.
    """

    user: User
    organisation: Organisation
    path: str
    is_on_it: bool = False

    @property
    def seat(self) -> quiet.Seat:
        """Give who it is, and where."""
        return (self.user.pk, self.organisation.pk)


def put(
    kind: str,
    *,
    number: str,
    to: Iterable[Recipient],
    now: datetime,
    stage: str = "",
    colour: str = "",
    case: Any = None,
) -> Notification:
    """Owe every recipient an inbox item, and a message over verified channels (``channel_rules.plan``).

    Outside the application it waits for the end of somebody's quiet hours or for their digest, where the
    rule says so (``quiet_rules.hold``).

    ``stage`` tells apart repeated messages of one kind about one number (such as the
    levels of an escalation). ``now`` is aware.
    """
    if kind not in KINDS:
        raise LookupError(f"unknown kind of notification: {kind}")
    recipients = list(to)
    notification = Notification.objects.create(
        kind=kind,
        number=number,
        stage=stage,
        colour=colour,
        case_id=None if case is None else case.pk,
        created_at=now,
    )
    rows = _rows(notification, recipients, now=now)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and KINDS[kind].wakes:
        settle_count(notification)
    if rows and _wakes.get():
        _poke_after_commit()
    return notification


def owe_again(notification: Notification, *, to: Iterable[Recipient], now: datetime) -> int:
    """Owe once more what is missing of a message; what stands there stays. Tells how many were missing."""
    before = notification.deliveries.count()
    Delivery.objects.bulk_create(_rows(notification, list(to), now=now), ignore_conflicts=True)
    _poke_after_commit()
    return notification.deliveries.count() - before


def settle_count(notification: Notification) -> None:
    """Write down how many deliveries a message has; the same promise made before is not counted twice."""
    Notification.objects.filter(pk=notification.pk).update(
        owed=Delivery.objects.filter(notification=notification.pk).count()
    )


def cancel(kind: str, *, number: str, organisation: Organisation | None = None) -> int:
    """Take back what was not sent yet; answers how many messages no longer go out."""
    owed = Delivery.objects.filter(notification__kind=kind, notification__number=number, state="queued")
    if organisation is not None:
        owed = owed.filter(organisation=organisation)
    return owed.update(state="cancelled")


def poke() -> None:
    """Wake a worker now instead of at the next sweep. A dead broker costs nothing but time."""
    wake(DELIVER_TASK)


def poke_escalation() -> None:
    """Let the next level be called now: of this one nobody could be told."""
    wake(ESCALATE_TASK)


def wake(task: str) -> None:
    """Wake a worker for a task now; a dead broker costs nothing but time, for a beat does the same."""
    try:
        current_app.send_task(task, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("broker not reached, the sweep will do it: %s", type(error).__name__)


def _poke_after_commit() -> None:
    """Poke once per transaction, however much it owes: each poke may wait a second for a dead broker."""
    connection = transaction.get_connection()
    open_savepoints = set(connection.savepoint_ids)
    if not any(todo is poke and ids <= open_savepoints for ids, todo, *_ in connection.run_on_commit):
        transaction.on_commit(poke, robust=True)


def _rows(notification: Notification, to: list[Recipient], *, now: datetime) -> list[Delivery]:
    ways, choices = _ways(to)
    holds = _holds(notification, to, choices, now=now)
    pages = KINDS[notification.kind].pages(notification.colour)
    rows: list[Delivery] = []
    together = []
    for recipient in to:
        rows.append(_owed(notification, recipient, "inbox", None, now=now))
        hold = holds.get(recipient.seat)
        for channel in channel_rules.plan(ways[recipient.user.pk], pages=pages).now:
            if hold is not None and hold.why is Why.DIGEST:
                together.append((recipient.user, recipient.organisation, channel, hold.until))
            else:
                rows.append(_owed(notification, recipient, channel, hold, now=now))
    digest.owe(together, now=now)
    return rows


def _ways(to: list[Recipient]) -> tuple[dict[int, set[str]], dict[int, Choice]]:
    """Read the verified channels of people and when they want to be reached. One query."""
    verified = ContactChannel.objects.filter(
        user__in={recipient.user.pk for recipient in to}, verified_at__isnull=False
    )
    choice = ("quiet_from", "quiet_until", "digest_at")
    fields = ("user_id", "kind", *(f"user__reach_choice__{name}" for name in choice))
    ways: dict[int, set[str]] = defaultdict(set)
    choices: dict[int, Choice] = {}
    for user_id, kind, *chosen in verified.values_list(*fields):
        ways[user_id].add(kind)
        choices[user_id] = Choice(*chosen)
    return ways, choices


def _holds(
    notification: Notification, to: list[Recipient], choices: dict[int, Choice], *, now: datetime
) -> dict[quiet.Seat, Hold]:
    """Say for whom this message waits; where nobody is told after them, it does not wait for all."""
    kind = KINDS[notification.kind]
    asked = {
        recipient.seat: choices[recipient.user.pk]
        for recipient in to
        if recipient.user.pk in choices and not recipient.is_on_it
    }
    holds = quiet.holds(kind.message(notification.colour), asked, now=now)
    reached = {recipient.seat for recipient in to if recipient.user.pk in choices}
    return {} if kind.is_last and reached <= holds.keys() else holds


def _owed(
    notification: Notification, recipient: Recipient, channel: str, hold: Hold | None, *, now: datetime
) -> Delivery:
    """Give one delivery; its key is the same however often somebody asks for it."""
    in_app = channel == "inbox"
    user_id, organisation_id = recipient.seat
    about = f"{notification.kind}:{notification.number}:{notification.stage}"
    return Delivery(
        notification_id=notification.pk,
        user_id=user_id,
        organisation_id=organisation_id,
        channel=channel,
        path=recipient.path,
        key=f"{about}:{organisation_id}:{user_id}:{channel}",
        pages=KINDS[notification.kind].pages(notification.colour),
        state="sent" if in_app else "queued",
        held="" if hold is None else hold.why.value,
        due_at=now if hold is None else hold.until,
        sent_at=now if in_app else None,
    )
