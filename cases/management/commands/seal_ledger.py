"""``manage.py seal_ledger``: do by hand what beat does twice a minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from cases.audit import checkpoint, seal, verification


class Command(BaseCommand):
    """Seal every settled line and write the head down outside the database."""

    help = (
        "Seals the lines of the ledger that no seal covers yet, in batches, and appends the signed head of "
        "the chain to the checkpoint file. Safe beside running workers; needs to read lines and add seals."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go on until nothing is left, or a writer keeps us waiting."""
        lines = batches = 0
        try:
            with tqdm(total=verification.unsealed(), unit=" lines", desc="seal", disable=None) as bar:
                while True:
                    done = seal.seal_due(now=timezone.now(), most=1)
                    lines, batches = lines + done.lines, batches + done.batches
                    bar.update(done.lines)
                    if not done.batches:
                        break
        except checkpoint.HistoryReplacedError as error:
            raise CommandError(
                _("The lines are sealed, but this is not the ledger that %(file)s tells of: %(why)s.")
                % {"file": checkpoint.path(), "why": error}
            ) from error
        self.stdout.write(
            _("%(lines)s lines sealed in %(batches)s batches.") % {"lines": lines, "batches": batches}
        )
        if done.is_behind:
            self.stdout.write(_("Somebody was still writing; the next round seals the rest."))
