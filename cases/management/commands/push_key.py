"""``manage.py push_key``: a new key that signs notifications to devices."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.reach import push


class Command(BaseCommand):
    """Print a new private key (VAPID) for ``ZORGTAFEL_PUSH_KEY``; nothing of it is kept."""

    help = "Print a new key for ZORGTAFEL_PUSH_KEY. With another key every device must be added anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(push.new_key())
