"""What the pages of a sheet show: examples of its columns, how its first rows are read, what is refused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import formats, timezone

from cases.choices import FORMS_OF_CONCERN, INDICATORS, KNOWLEDGE, SIGNAL_CHANNELS, SIGNAL_SUBJECTS, URGENCIES
from cases.intake.sheets import far, faults_kept, row_rules, sheet, spoken
from cases.intake.sheets.fault_words import LABELS, sentence
from cases.intake.sheets.models import Sheet
from cases.workdays import AMSTERDAM

EXAMPLES, FIRST, MOST_REFUSED = 3, 5, 50
SHORT = 60  # characters
SIGNS = dict(INDICATORS)
CHOICES = {
    "knowledge": dict(KNOWLEDGE),
    "subject": dict(SIGNAL_SUBJECTS),
    "form_of_concern": dict(FORMS_OF_CONCERN),
    "urgency": dict(URGENCIES),
    "channel": dict(SIGNAL_CHANNELS),
}


def examples(found: Sheet) -> list[list[str]]:
    """Give for each heading the first cells that say something, shortened."""
    rows = sheet.rows_of(found.parts.first())
    columns = zip(*(row.cells for row in rows), strict=True)
    return [[_short(cell) for cell in column if cell.strip()][:EXAMPLES] for column in columns]


def first_rows(found: Sheet) -> list[dict[str, Any]]:
    """Give how the first rows that are right are read: label and value of each field."""
    meant, words = sheet.meant_of(found), spoken.words()
    read = [
        (row, *row_rules.said(row, meant, words, AMSTERDAM)) for row in sheet.rows_of(found.parts.first())
    ]
    right = [(row, answers) for row, answers, faults in read if not faults]
    return [{"number": row.number, "said": _pairs(answers)} for row, answers in right[:FIRST]]


def refused(found: Sheet) -> list[dict[str, Any]]:
    """Give the first rows that stay out, each with its sentences."""
    told: list[dict[str, Any]] = []
    for part in found.parts.filter(refused__gt=0).only("faults"):
        for number, faults in faults_kept.unpacked(part.faults).items():
            said = [{"label": LABELS.get(fault.field, ""), "sentence": sentence(fault)} for fault in faults]
            told.append({"number": number, "faults": said})
        if len(told) >= MOST_REFUSED:
            break
    return told[:MOST_REFUSED]


def progress(found: Sheet) -> dict[str, int | None]:
    """Give how many rows were done in the run that goes on, of how many; None where nobody can tell."""
    is_done = {"checked_at": None} if found.state == "checking" else {"brought_in_at": None}
    every = list(found.parts.values_list("rows", flat=True))
    if found.is_whole and found.state == "running":
        return {"done": far.seen(found.pk), "total": sum(every)}
    left = list(found.parts.filter(**is_done).values_list("rows", flat=True))
    return {"done": sum(every) - sum(left), "total": sum(every)}


def _pairs(answers: Mapping[str, Any]) -> list[tuple[Any, str]]:
    return [(LABELS[field], _told(field, answer)) for field, answer in answers.items()]


def _short(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain if len(plain) <= SHORT else f"{plain[:SHORT]}…"


def _told(field: str, answer: Any) -> str:
    if field in CHOICES:
        return str(CHOICES[field][answer])
    if isinstance(answer, tuple):
        return " · ".join(str(SIGNS[code]) for code in answer)
    if isinstance(answer, datetime):
        local = timezone.localtime(answer)
        return formats.date_format(local, "DATETIME_FORMAT" if local.time() != time() else "DATE_FORMAT")
    if isinstance(answer, date):
        return formats.date_format(answer, "DATE_FORMAT")
    return _short(str(answer))
