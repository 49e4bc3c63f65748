"""Files as a desk keeps them, made for tests; everybody in them is invented."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from cases.intake.sheets import reading, sheet, work
from cases.intake.sheets.models import Sheet
from cases.intake.sheets.row_rules import Meant
from tests.cast import Region

HEADINGS = ("Nummer", "Datum melding", "Naam", "Geboortedatum", "Omschrijving", "Kanaal", "Gemeente")
OTHERWISE = {
    "knowledge": "second_hand",
    "subject": "young_person",
    "channel": "bystander",
    "reporter_contact": "",
}
MEANT = Meant(
    (
        "own_number",
        "noticed_at",
        "subject_name",
        "subject_birth_date",
        "observation",
        "channel",
        "municipality",
    ),
    OTHERWISE,
)


class SentAgain(SimpleUploadedFile):
    """A file that can be sent any number of times."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(name, data)
        self._data = data

    def read(self, *_args: Any) -> bytes:
        """Give all of it, each time."""
        return self._data


def row(number: int, **said: str) -> tuple[str, ...]:
    """Give one registration that is right, with what a test wants otherwise."""
    usual = {
        "number": str(number),
        "date": "12-03-2025",
        "name": f"Jongere {number}",
        "born": "04-05-2011",
        "seen": f"Werd opgehaald bij de school ({number})",
        "channel": "buurman",
        "place": "Waterdam",
    }
    return tuple({**usual, **said}.values())


def text(rows: Sequence[Sequence[str]], *, separator: str = ";", headings: Sequence[str] = HEADINGS) -> str:
    """Give rows as a text file; a cell that needs quotation marks gets them."""

    def quoted(cell: str) -> str:
        return f'"{cell.replace(chr(34), chr(34) * 2)}"' if separator in cell or "\n" in cell else cell

    return "\r\n".join(separator.join(map(quoted, cells)) for cells in (headings, *rows)) + "\r\n"


def csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8", **how: Any) -> bytes:
    """Give rows as the bytes of a text file."""
    return text(rows, **how).encode(encoding)


def xlsx(rows: Sequence[Sequence[Any]], *, merge: str = "", others: Sequence[Any] = ()) -> bytes:
    """Give rows as an Excel file; ``others``: title, state and rows of sheets behind the first."""
    book = Workbook()
    book.active.title = "Meldingen"
    for title, state, lines in others:
        page = book.create_sheet(title)
        page.sheet_state = state
        for cells in lines:
            page.append(list(cells))
    for cells in (HEADINGS, *rows):
        book.active.append(list(cells))
    if merge:
        book.active.merge_cells(merge)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def sent(region: Region, data: bytes, *, by: str = "anna", now: datetime | None = None) -> Sheet:
    """Let somebody of the desk send a file."""
    at, actor = now or region.now, region.actor(by)
    (desk,) = sheet.own_desks(actor, now=at)
    return sheet.send(actor=actor, read=reading.read(data), desk=desk, now=at)


def work_on(at: datetime) -> None:
    """Let the job do all there is."""
    while work.turn(clock=lambda: at, patience=work.LEASE):
        pass


def looked_at(region: Region, data: bytes, *, meant: Meant = MEANT, by: str = "anna") -> Sheet:
    """Let a file be sent and looked at."""
    made = sent(region, data, by=by)
    sheet.choose_columns(made, actor=region.actor(by), meant=meant, now=region.now)
    work_on(region.now)
    made.refresh_from_db()
    return made


def brought_in(region: Region, data: bytes, *, by: str = "anna") -> Sheet:
    """Let all that is right in a file be brought in."""
    made = looked_at(region, data, by=by)
    sheet.start(made, actor=region.actor(by), leave_out=True, now=region.now)
    work_on(region.now)
    made.refresh_from_db()
    return made
