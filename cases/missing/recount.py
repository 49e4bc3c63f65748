"""Counts whether every message that an alert owes still stands there, and owes again what is gone (bar R24).

A row that was lost, by whatever hand, would be noticed by nobody: the watchdog only sees what is late.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F

from cases.missing import links
from cases.missing.call import levels_of, lockable
from cases.missing.models import AlertCall
from cases.missing.people import reachable
from cases.missing.undelivered import stage_of
from cases.notifications import outbox
from cases.notifications.models import Notification

log = logging.getLogger(__name__)

#: A level has had its time by then, and the next ones were called.
RECENT = timedelta(hours=1)


def restore_lost(*, now: datetime) -> int:
    """Owe again what is missing of the calls of the last hour; tells how many messages that were."""
    rows = Notification.objects.filter(kind="alert", created_at__gt=now - RECENT)
    short = rows.annotate(stands=Count("deliveries")).filter(stands__lt=F("owed"))
    return sum(_restore(notification, now=now) for notification in short)


def _restore(notification: Notification, *, now: datetime) -> int:
    restored = 0
    calls = AlertCall.objects.filter(episode__number=notification.number, state="waiting", level__gt=0)
    for pk in calls.values_list("pk", flat=True):
        with transaction.atomic():
            call = lockable().filter(pk=pk, state="waiting", level__gt=0).first()
            if call is not None and stage_of(call, call.level) == notification.stage:
                restored += _owe_again(notification, call, now=now)
    outbox.settle_count(notification)
    if restored:
        log.error("%s messages of an alert were lost and are owed again", restored)
    return restored


def _owe_again(notification: Notification, call: AlertCall, *, now: datetime) -> int:
    reach = reachable(
        call.episode.case,
        [call.organisation_id],
        without=call.episode.raised_by_id,
        colour=call.episode.colour,
        now=now,
    )
    level = next(level for level in levels_of(call) if level.order == call.level)
    people = reach.on(level, call.organisation_id)
    to = [outbox.Recipient(user, call.organisation, links.path(call, user)) for user in people]
    return outbox.owe_again(notification, to=to, now=now)
