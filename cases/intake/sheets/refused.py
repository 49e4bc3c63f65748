"""The rows that stayed out, as a CSV file to correct and send again; nothing in it works in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.intake.sheets import faults_kept, sheet
from cases.intake.sheets.fault_words import LABELS, sentence
from cases.intake.sheets.models import Sheet
from cases.intake.sheets.row_rules import Fault
from cases.spreadsheets import BYTE_ORDER_MARK, harmless
from organisations.actor import Actor


def fetch(found: Sheet, *, actor: Actor, now: datetime) -> Iterator[str]:
    """Record that somebody takes the refused rows; then give them as CSV, piece by piece.

    Raises: StateConflictError when its rows are emptied.
    """
    if found.emptied_at is not None:
        raise StateConflictError(sheet.NOT_NOW, code="emptied")
    with transaction.atomic():
        refused = sheet.counts(found)["refused"]
        sheet.record(Event.SHEET_REFUSED_FETCHED, found, actor=actor, now=now, refused=refused)
    return _pieces(found)


def _pieces(found: Sheet) -> Iterator[str]:
    headings = sheet.headings_of(found)
    yield BYTE_ORDER_MARK + _line([*headings, _("Row in your file"), _("Why it stayed out")])
    for part in found.parts.filter(refused__gt=0).iterator(chunk_size=1):
        faults = faults_kept.unpacked(part.faults)
        rows = (row for row in sheet.rows_of(part) if row.number in faults)
        yield "".join(
            _line([*row.cells, str(row.number), " ".join(map(_told, faults[row.number]))]) for row in rows
        )


def _told(fault: Fault) -> str:
    return f"{LABELS[fault.field]}: {sentence(fault)}" if fault.field else str(sentence(fault))


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow([harmless(cell) for cell in cells])
    return written.getvalue()
