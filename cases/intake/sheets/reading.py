"""A file that somebody sent, as headings and rows: whatever its name says, its bytes decide what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.intake.sheets import text_rules, workbook
from cases.intake.sheets.cell_rules import (
    MOST_ABOVE,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    FileFault,
    FileRefused,
    Row,
    fit,
)
from cases.intake.sheets.text_rules import Encoding

#: Files that people take for a spreadsheet: PDF, pictures, a page or a document as text.
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


@dataclass(frozen=True, slots=True)
class Read:
    """The headings of a sheet, and its rows below them that are not empty."""

    headings: list[str]
    rows: list[Row]


def read(data: bytes, encoding: Encoding = Encoding.GUESS, page: str = "") -> Read:
    """Read a file of at most so many rows and columns; ``page``: name or number of a sheet of Excel.

    Raises:
        FileRefused: it is no spreadsheet, or more than can be brought in at once.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused(FileFault.TOO_LARGE)
    if not data.strip():
        raise FileRefused(FileFault.EMPTY)
    found = (row for row in _rows(data, encoding, page) if not row.is_empty)
    headings = _headings(found)
    rows = [fit(row, len(headings)) for row in _at_most(found)]
    if not rows:
        raise FileRefused(FileFault.NO_ROWS)
    return Read(headings, rows)


def _rows(data: bytes, encoding: Encoding, page: str) -> Iterator[Row]:
    if workbook.is_workbook(data):
        return workbook.rows(data, page)
    if workbook.is_old(data):
        raise FileRefused(FileFault.OLD_EXCEL)
    if data.lstrip()[:10].startswith(OTHERS):
        raise FileRefused(FileFault.NO_SHEET)
    text = text_rules.decode(data, encoding)
    sample = text[:4000]
    if sum(sign < " " and sign not in "\t\r\n" for sign in sample) * 20 > len(sample):
        raise FileRefused(FileFault.NO_SHEET)
    return text_rules.rows(text)


def _headings(found: Iterator[Row]) -> list[str]:
    """Give the first row in which two cells or more are filled."""
    for turn, row in enumerate(found):
        cells = [" ".join(cell.split())[:80] for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(FileFault.TOO_MANY_COLUMNS)
        if sum(bool(cell) for cell in cells) > 1:
            return cells
        if turn == MOST_ABOVE:
            break
    raise FileRefused(FileFault.NO_HEADER)


def _at_most(found: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(found, start=1):
        if count > MOST_ROWS:
            raise FileRefused(FileFault.TOO_MANY_ROWS)
        yield row
