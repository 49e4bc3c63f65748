"""News that a retry or a closed way out delayed into somebody's quiet hours: it waits for their end."""

from datetime import datetime

from django.utils import timezone

from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery
from organisations.models import ReachChoice
from organisations.reach import quiet, quiet_rules
from organisations.reach.quiet_rules import Choice, Hold, Matter


def hold(delivery: Delivery, *, now: datetime) -> Hold | None:
    """Say how long a piece of news waits at ``now`` (aware). A call is never delayed a second time."""
    message = KINDS[delivery.notification.kind].message(delivery.notification.colour)
    row: ReachChoice | None = getattr(delivery.user, "reach_choice", None)
    if row is None or message.matter is not Matter.NEWS:
        return None
    choice = quiet.of(row)
    hours = Choice(choice.quiet_from, choice.quiet_until)  # a digest is not asked again: it is due
    return quiet_rules.hold(message, hours, now=now, zone=timezone.get_default_timezone())
