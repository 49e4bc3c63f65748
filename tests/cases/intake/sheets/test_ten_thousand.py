"""Anna brings in ten thousand registrations, a hundred of them wrong: these are told, the others come in.

Three hundred rows with ten wrong ones stand for them; ``ZORGTAFEL_TEST_ROUNDS=full`` takes all ten thousand.
"""

import os

import pytest

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.intake.models import Signal
from cases.intake.sheets import faults_kept, sheet
from cases.intake.sheets.models import Sheet, SheetRow
from tests.cases.intake.sheets.files import brought_in, csv, looked_at, row
from tests.cast import Region

ROWS, EVERY = (10_000, 100) if os.environ.get("ZORGTAFEL_TEST_ROUNDS") == "full" else (300, 30)
BAD = ROWS // EVERY
STRAY = "\ue000"  # becomes one byte of Windows in a text that is UTF-8 otherwise


def wrong(number: int) -> tuple[tuple[str, ...], str]:
    """Give a row that can't come in, wrong in one of ten ways, and the code of what is said about it."""
    kinds = (
        (row(number, date="31-02-2025"), "no_such_day"),
        (row(number, place="x" * 81), "too_long"),
        (row(number, channel="Stichting Onbekend"), "no_such_choice"),
        (row(1), "twice"),
        (row(number, name="a\x00b"), "control"),
        (row(number, name=f"Zo{STRAY}"), "encoding"),
        (row(number, place="=1+1"), "formula"),
        (row(number, seen=""), "empty_cell"),
        (row(number, date="01-01-2031"), "future"),
        ((*row(number), "te veel"), "too_wide"),
    )
    return kinds[number // EVERY % len(kinds)]


def file_with_wrong_rows() -> tuple[bytes, dict[int, str]]:
    """Give the file, and by number of a row in it (the headings are the first) what is wrong there."""
    rows, told = [], {}
    for number in range(1, ROWS + 1):
        cells = row(number, name=f"Zoë {number}")
        if number % EVERY == 0:
            cells, told[number + 1] = wrong(number)
        rows.append(cells)
    return csv(rows).replace(STRAY.encode(), b"\xeb"), told


def said_of(made: Sheet) -> dict[int, str]:
    """Give the rows that stay out, each with the code of what is said of it first."""
    kept = [faults_kept.unpacked(part.faults) for part in made.parts.all()]
    return {number: found[0].code for part in kept for number, found in part.items()}


def test_all_come_in_but_the_wrong_ones_each_with_its_row_and_reason(region: Region) -> None:
    data, told = file_with_wrong_rows()
    made = brought_in(region, data)
    assert sheet.counts(made) == {"rows": ROWS, "new": ROWS - BAD, "known": 0, "refused": BAD}
    assert said_of(made) == told
    assert Signal.objects.count() == Signal.history.count() == ROWS - BAD
    assert LedgerLine.objects.filter(event="signal.logged").count() == ROWS - BAD


def test_the_same_file_again_makes_nothing_twice(region: Region) -> None:
    data, _told = file_with_wrong_rows()
    brought_in(region, data)
    again = looked_at(region, data)
    assert sheet.counts(again) == {"rows": ROWS, "new": 0, "known": ROWS - BAD, "refused": BAD}
    assert Signal.objects.count() == SheetRow.objects.count() == ROWS - BAD


def test_of_all_or_nothing_nothing_comes_in_while_one_is_wrong(region: Region) -> None:
    data, told = file_with_wrong_rows()
    made = looked_at(region, data)
    with pytest.raises(StateConflictError) as conflict:
        sheet.start(made, actor=region.actor("anna"), is_whole=True, leave_out=True, now=region.now)
    assert conflict.value.code == "whole_refused"
    assert not Signal.objects.exists()
    assert said_of(made) == told
