"""``manage.py sweep``: do once, by hand, what beat does every few seconds."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.missing import escalation, watchdog
from cases.notifications import courier, heart


class Command(BaseCommand):
    """Send what is owed, call the next level where nobody answered, and look whether all runs."""

    help = (
        "Sends every message that is due, escalates every alert that is due and runs the watchdog, once. "
        "Safe beside running workers: each message and each call is claimed before it is handled."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one round and say what it did."""
        now = timezone.now()
        moved = escalation.escalate_due(now=now)
        done = courier.deliver_due(now=now)
        heart.beat("sweep", now=now)
        watchdog.look(now=timezone.now())
        self.stdout.write(f"{done.sent} sent, {done.failed} failed, {moved} calls moved on.")
