"""``manage.py handover_schema``: how the file of a whole case is built up, as JSON schema."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from cases.handover.whole import schema


class Command(BaseCommand):
    """Print the schema; ``cases/handover/case.schema.json`` holds it, and a test compares."""

    help = "Print the JSON schema of a case that is handed over as a file."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(json.dumps(schema(), indent=1))
