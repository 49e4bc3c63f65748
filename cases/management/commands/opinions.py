"""``manage.py opinions``: what people say about the pages and nobody handled yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.opinions import shown
from organisations.actor import Actor
from organisations.acts import Act

OPERATOR = Actor.system("opinions", frozenset({Act.MANAGE_COVENANT}))


class Command(BaseCommand):
    """Print the opinions, the oldest first; that somebody read them is a line of the ledger."""

    help = "Print what people say about the pages: what waits, or everything of the last year."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let everything be asked for, and another language."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--all", action="store_true", help="what was handled too")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        """Print one opinion below the other, without who gave it."""
        rows = shown.every(OPERATOR).order_by("given_on", "id")
        rows = list(rows if options["all"] else rows.filter(handled_at=None))
        ledger.record(
            OPERATOR,
            Event.PAGE_READ,
            now=timezone.now(),
            act=Act.MANAGE_COVENANT,
            page="opinions",
            shown=len(rows),
        )
        with translation.override(language):
            for row in rows:
                about = [row.get_kind_display(), row.page, row.get_role_display()]
                about.append(row.get_organisation_kind_display())
                self.stdout.write(f"{row.given_on} {row.number}: {' · '.join(filter(None, map(str, about)))}")
                for line in row.text.splitlines():
                    self.stdout.write(f"    {line}")
            self.stdout.write(_("%(count)s opinions.") % {"count": len(rows)})
