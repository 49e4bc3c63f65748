"""``manage.py check_grants``: prove that nobody was given more than the rules allow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access import sealing
from cases.casefile import grants as case_grants
from organisations import grants as organisation_grants


class Command(BaseCommand):
    """Name every excess and fail, or say that there is none."""

    help = (
        "Check that no permission row exceeds the roles, the memberships or who takes part in a case. "
        "Prints one line per excess and exits with 1; exits with 0 when there is none. Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at both writers of permission rows, and at the copies of the seal."""
        now = timezone.now()
        found = [
            *organisation_grants.excess(at=now),
            *case_grants.excess(at=now),
            *sealing.mismatches(),
        ]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(_("%(count)s permissions exceed what is allowed.") % {"count": len(found)})
        self.stdout.write(_("No permission exceeds what is allowed."))
