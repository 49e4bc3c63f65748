"""Why a file or a row can't be brought in, as somebody reads it beside the number of the row."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.intake.report import FAULTS
from cases.intake.sheets.cell_rules import CellFault, FileFault
from cases.intake.sheets.choices import FIELDS
from cases.intake.sheets.row_rules import Fault, RowFault

FILE: dict[FileFault, Promise] = {
    FileFault.EMPTY: _("This file is empty. Choose another one."),
    FileFault.TOO_LARGE: _("This file is too large. Split it into files of at most 10 MB."),
    FileFault.NO_SHEET: _("This is no list. Choose an Excel file (.xlsx) or a CSV file."),
    FileFault.OLD_EXCEL: _(
        "This is an old Excel file, or it has a password. Save it as .xlsx without a password."
    ),
    FileFault.BROKEN: _("This file can't be read: it is damaged. Save it again, and send that."),
    FileFault.BOMB: _("This file becomes far too large when it is unpacked. Save it as CSV, and send that."),
    FileFault.TOO_MANY_ROWS: _("There are more than 20,000 rows in this file. Split it."),
    FileFault.TOO_MANY_COLUMNS: _("There are more than 60 columns. Leave out what is not needed."),
    FileFault.NO_HEADER: _("There are no headings above the columns. Put a name above each column."),
    FileFault.NO_ROWS: _("There are headings, but no rows below them."),
    FileFault.SEVERAL_PAGES: _(
        "This Excel file has several sheets. Say which one, and choose the file again."
    ),
    FileFault.NO_SUCH_PAGE: _("This file has no such sheet. Say which one, and choose the file again."),
}
ROW: dict[str, Promise] = {
    CellFault.FORMULA: _("This is a formula. Put the outcome there as text."),
    CellFault.ERROR_VALUE: _("A formula went wrong here. Put there what you mean as text."),
    CellFault.ENCODING: _("Letters in this cell can't be read. Type them again."),
    CellFault.CONTROL: _("There are hidden signs in this cell. Type the text again."),
    CellFault.TOO_LONG: _("This is too long. Shorten it."),
    CellFault.MERGED: _("Cells were merged here: it is not clear what belongs to which row. Unmerge them."),
    CellFault.QUOTE: _("A quotation mark in this row is in the wrong place. Take it out, or double it."),
    CellFault.TOO_WIDE: _("There is more in this row than there are headings."),
    RowFault.MISSING: _("This is empty, and it is needed."),
    RowFault.NO_DATE: _("This is no date. Write it as day-month-year, such as 12-03-2025."),
    RowFault.NO_SUCH_DAY: _("This day or time does not exist. Look at it again."),
    RowFault.SHORT_YEAR: _("Write the year in four digits, such as 2025."),
    RowFault.NO_SUCH_CHOICE: _("This is none of the words that can stand here."),
    RowFault.NO_SUCH_SIGN: _("A word here is no sign of the list. Write the signs as the list has them."),
    RowFault.OTHER_WORDS: _(
        "A row with this number was brought in before, with other words. Change that signal, or leave it."
    ),
    RowFault.TWICE: _("This row stands in the file twice. The first one is brought in."),
    **FAULTS,
}
LABELS = dict(FIELDS)


def sentence(fault: Fault) -> Promise:
    """Give the sentence of a fault."""
    return ROW[fault.code]
