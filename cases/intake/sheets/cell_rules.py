"""A row of a file as it was read, before anybody knows what its columns mean. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cases.spreadsheets import as_typed

#: The registrations of one desk over some years; more is brought in as several files. Choices of ours.
MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
#: Above the headings stand a title and a date at most.
MOST_ABOVE = 20
LONGEST_CELL = 20_000  # characters, as of what was seen


class FileFault(StrEnum):
    """Why a file can't be read at all."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_SHEET = "no_sheet"
    OLD_EXCEL = "old_excel"
    BROKEN = "broken"
    BOMB = "bomb"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_HEADER = "no_header"
    NO_ROWS = "no_rows"
    SEVERAL_PAGES = "several_pages"
    NO_SUCH_PAGE = "no_such_page"


class FileRefused(Exception):  # noqa: N818 - reads as what happened
    """The file can't be read; ``code`` says why, ``names`` which sheets there are to choose from."""

    def __init__(self, code: FileFault, names: Sequence[str] = ()) -> None:
        super().__init__(code.value)
        self.code = code
        self.names = tuple(names)


class CellFault(StrEnum):
    """What is wrong with a cell, or with a row, whatever it means."""

    FORMULA = "formula"
    ERROR_VALUE = "error_value"
    ENCODING = "encoding"
    CONTROL = "control"
    TOO_LONG = "too_long"
    MERGED = "merged"
    QUOTE = "quote"
    TOO_WIDE = "too_wide"


#: Where a fault belongs that is of no one cell.
WHOLE_ROW = -1


@dataclass(slots=True)
class Row:
    """One row as the spreadsheet counts them (the first is 1), its cells, and what is wrong with which."""

    number: int
    cells: list[str]
    bad: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return not self.bad and not any(cell.strip() for cell in self.cells)


def checked(number: int, cells: list[str]) -> Row:
    """Give a row of plain texts with what is wrong with each; a text is never worked out as a formula."""
    row = Row(number, [as_typed(cell)[: LONGEST_CELL + 1] for cell in cells])
    for index, cell in enumerate(row.cells):
        fault = _fault(cell)
        if fault is not None:
            row.bad[index] = fault.value
    return row


def _fault(cell: str) -> CellFault | None:
    if len(cell) > LONGEST_CELL:
        return CellFault.TOO_LONG
    if cell.lstrip().startswith("="):
        return CellFault.FORMULA
    if "�" in cell:
        return CellFault.ENCODING
    if any((ord(sign) < 32 and sign not in "\t\n\r") or 0xD800 <= ord(sign) <= 0xDFFF for sign in cell):
        return CellFault.CONTROL
    return None


def fit(row: Row, width: int) -> Row:
    """Give a row as wide as the headings; what stands beside them is a fault of the row."""
    if any(cell.strip() for cell in row.cells[width:]):
        row.bad[WHOLE_ROW] = CellFault.TOO_WIDE.value
    row.cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    row.bad = {index: fault for index, fault in row.bad.items() if index < width}
    return row
