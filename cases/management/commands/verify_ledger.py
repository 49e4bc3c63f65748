"""``manage.py verify_ledger``: prove that nobody rewrote the ledger, or say where it was."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from cases.audit import checkpoint, faults, verification
from cases.audit.sealing_rules import Finding

SHOWN = 20


class Command(BaseCommand):
    """Look at every line, seal and checkpoint, in order; fail at anything that is not as it was."""

    help = (
        "Checks the whole chain of the ledger: every line against its seal, every seal against the key, the "
        "head against the checkpoints outside the database. Names the first broken place and exits with 1; "
        "exits with 0 when all is sound. Holds one batch in memory, whatever the size. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a partner's checkpoint be compared, and a part be looked at."""
        parser.add_argument(
            "--checkpoint", type=Path, help="compare with this file instead of the one of this machine"
        )
        parser.add_argument(
            "--after", type=int, default=0, help="begin after this seal (0: at the beginning)"
        )

    def handle(self, *args: Any, checkpoint: Path | None, after: int, **options: Any) -> None:
        """Walk the chain with a progress bar and report."""
        _demand_readable(checkpoint)
        findings: list[Finding] = []
        lines = seals = 0
        with tqdm(total=verification.size(), unit=" lines", desc="verify", disable=None) as bar:
            for step in verification.walk(after=after, file=checkpoint):
                lines, seals = lines + step.lines, max(seals, step.number)
                findings += step.findings
                bar.update(step.lines)
        for found in findings[:SHOWN]:
            self.stdout.write(faults.tell(found))
        if findings:
            raise CommandError(
                _("The ledger is not as it was written: %(count)s findings, the first in seal %(seal)s.")
                % {"seal": findings[0].number, "count": len(findings)}
            )
        self.stdout.write(
            _("Sound: %(lines)s lines up to seal %(seal)s. Not sealed yet: %(unsealed)s lines.")
            % {"lines": lines, "seal": seals, "unsealed": verification.unsealed()}
        )


def _demand_readable(file: Path | None) -> None:
    """Refuse a file that is not there: comparing with nothing would always be sound."""
    if file is not None and not file.is_file():
        raise CommandError(_("There is no file %(file)s.") % {"file": file})
    if file is None and not checkpoint.path().exists() and verification.size():
        raise CommandError(
            _(
                "There is no checkpoint file at %(file)s, so nobody can tell whether the end was removed. "
                "Give one with --checkpoint, or set ZORGTAFEL_CHECKPOINT_DIR."
            )
            % {"file": checkpoint.path()}
        )
