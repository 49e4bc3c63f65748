"""An Excel file as rows: one of its sheets, read piece by piece, and nothing in it is ever worked out.

A small file that unfolds into a large one is refused by the sizes that it announces; Python's ``zipfile``
reads no further than those (a file that lies about them is broken). Entities are refused by ``defusedxml``.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import load_workbook

from cases.intake.sheets.cell_rules import (
    MOST_ABOVE,
    MOST_COLUMNS,
    WHOLE_ROW,
    CellFault,
    FileFault,
    FileRefused,
    Row,
    checked,
)

MOST_UNFOLDED = 100 * 1024 * 1024
MOST_MEMBERS = 500
#: What can be empty rows between others; beyond it nobody keeps registrations.
LAST_ROW = 200_000
#: So many rows below its first a merge is looked at.
MOST_MERGED = 10_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD = b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes are those of a ZIP, as an .xlsx is."""
    return data.startswith(_MARKS)


def is_old(data: bytes) -> bool:
    """Tell whether it is an .xls of before 2007, or a file with a password."""
    return data.startswith(_OLD)


def rows(data: bytes, named: str = "") -> Iterator[Row]:
    """Give every row of one sheet: the one with this name or number, or the only one that is filled.

    Raises:
        FileRefused: no spreadsheet, broken, it unfolds into too much, or nobody said which sheet.
    """
    _check_sizes(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = _meant(book.worksheets, " ".join(named.split()).casefold())
        merged = _merged(sheet._get_source())
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            if number > LAST_ROW:
                raise FileRefused(FileFault.TOO_MANY_ROWS)
            yield _row(number, cells, merged)
    except FileRefused:
        raise
    except Exception as broken:  # whatever the reader stumbles over, it is no spreadsheet that can be read
        raise FileRefused(FileFault.BROKEN) from broken


def _check_sizes(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except Exception as broken:
        raise FileRefused(FileFault.BROKEN) from broken
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNFOLDED:
        raise FileRefused(FileFault.BOMB)
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise FileRefused(FileFault.NO_SHEET)


def _meant(sheets: list[Any], named: str) -> Any:
    """Give the sheet that is meant; what is hidden is meant only when it is named."""
    for sheet in sheets:
        sheet.reset_dimensions()  # what the file says of its own size may be anything
    if named:
        by_name = [sheet for sheet in sheets if " ".join(sheet.title.split()).casefold() == named]
        by_place = sheets[int(named) - 1 : int(named)] if named.isdecimal() and int(named) else []
        if by_name or by_place:
            return (by_name or by_place)[0]
        raise FileRefused(FileFault.NO_SUCH_PAGE, names=[sheet.title for sheet in sheets])
    filled = [sheet for sheet in sheets if sheet.sheet_state == "visible" and _is_filled(sheet)]
    if len(filled) > 1:
        raise FileRefused(FileFault.SEVERAL_PAGES, names=[sheet.title for sheet in filled])
    return (filled or sheets)[0]


def _is_filled(sheet: Any) -> bool:
    """Tell whether something stands in the first rows, where headings stand."""
    first = sheet.iter_rows(max_row=MOST_ABOVE, max_col=MOST_COLUMNS)
    return any(cell.value not in (None, "") for cells in first for cell in cells)


def _merged(source: IO[bytes]) -> set[int]:
    """Give the rows of which cells were made into one; that stands behind the rows in the file."""
    found: set[int] = set()
    rest = b""
    with source:
        while piece := source.read(1 << 16):
            seen = rest + piece
            for top, bottom in _MERGED.findall(seen):
                found.update(range(int(top), min(int(bottom), int(top) + MOST_MERGED) + 1))
            if len(found) > LAST_ROW:
                raise FileRefused(FileFault.TOO_MANY_ROWS)
            rest = seen[-300:]
    return found


def _row(number: int, cells: tuple[Any, ...], merged: set[int]) -> Row:
    row = checked(number, [_text(cell) for cell in cells])
    for index, cell in enumerate(cells):
        kind = getattr(cell, "data_type", "n")
        if kind == "f":
            row.bad[index] = CellFault.FORMULA.value
        elif kind == "e":
            row.bad[index] = CellFault.ERROR_VALUE.value
    while row.cells and not row.cells[-1]:
        row.cells.pop()
    if row.cells and number in merged:
        row.bad[WHOLE_ROW] = CellFault.MERGED.value
    return row


def _text(cell: Any) -> str:
    """Give a value as somebody would type it; a day and a moment as ISO 8601."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
