"""``manage.py export_ledger``: the whole ledger in a file, for a partner, a court or another verifier."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from cases.audit import export
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError

OPERATOR = Actor.system("export", frozenset({Act.REVIEW_AUDIT}))


class Command(BaseCommand):
    """Write every sealed line as JSON; that somebody did so is a line itself."""

    help = (
        "Writes the sealed part of the ledger to a file, one JSON object per line with every field of "
        "NEN 7513, and the seals between them. Check it with cases/audit/standalone/verify_checkpoint.py."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the file be named."""
        parser.add_argument("file", type=Path, help="where to write; must not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file with a progress bar."""
        now = timezone.now()
        try:
            part = export.choose()
            with (
                file.open("x", encoding="ascii") as output,
                tqdm(total=part.lines, unit=" lines", desc="export", disable=None) as bar,
            ):
                for piece in export.take(actor=OPERATOR, now=now):
                    output.write(piece)
                    bar.update(piece.count('{"kind":"line"'))
        except (StateConflictError, FileExistsError) as error:
            raise CommandError(getattr(error, "sentence", str(error))) from error
        self.stdout.write(_("%(lines)s lines written to %(file)s.") % {"lines": part.lines, "file": file})
