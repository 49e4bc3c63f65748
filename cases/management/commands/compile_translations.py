"""``manage.py compile_translations``: turn the Dutch catalogue into the form that Django reads."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from zorgtafel.translations import compile_stale


class Command(BaseCommand):
    """Compile every catalogue that changed; needs no gettext tools."""

    help = "Compile every translation catalogue (.po) that is newer than its compiled form (.mo)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and name what was compiled."""
        for folder in settings.LOCALE_PATHS:
            for target in compile_stale(Path(folder)):
                self.stdout.write(str(target.relative_to(settings.BASE_DIR)))
