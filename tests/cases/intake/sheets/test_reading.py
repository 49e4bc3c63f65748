"""A file as it comes: five encodings, three separators, broken lines, formulas, merged cells, a zip bomb."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake.sheets import reading, text_rules
from cases.intake.sheets.cell_rules import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    WHOLE_ROW,
    CellFault,
    FileFault,
    FileRefused,
)
from cases.intake.sheets.fault_words import FILE
from cases.intake.sheets.text_rules import Encoding
from cases.spreadsheets import harmless
from tests.cases.intake.sheets.files import HEADINGS, csv, row, text, xlsx

NAMES = ("O'Neill-van 't Hoff", "Zoë Crèvecœur", "Null", "Ben € Žižek")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_unicode_is_read_as_it_was_written(encoding: str) -> None:
    names = (*NAMES, "Đặng Thị Hoa", "يوسف")
    data = csv([row(turn, name=name) for turn, name in enumerate(names)], encoding)
    assert [found.cells[2] for found in reading.read(data).rows] == list(names)


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ("Zoë", "Crèvecœur", "€ 50", "O’Neill")),
        ("cp1252", ("Zoë", "Françoise", "O´Neill")),
        ("iso8859-15", ("Zoë", "Crèvecœur", "€ 50")),
        ("iso8859-15", ("Zoë", "Žižek", "Dušan")),
    ],
)
def test_a_file_of_one_byte_per_letter_is_read_by_what_fits(encoding: str, names: tuple[str, ...]) -> None:
    data = csv([row(turn, name=name) for turn, name in enumerate(names)], encoding)
    assert [found.cells[2] for found in reading.read(data).rows] == list(names)


def test_who_knows_the_encoding_says_it() -> None:
    data = "Naam;Datum\r\n3½ jaar;12-03-2025\r\n".encode("cp1252")
    assert reading.read(data, Encoding.WINDOWS).rows[0].cells[0] == "3½ jaar"
    assert reading.read(data, Encoding.LATIN_9).rows[0].cells[0] == "3œ jaar"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_usual_separator_is_found(separator: str) -> None:
    data = csv([row(1, seen="Zij zei; kom, mee"), row(2)], separator=separator)
    found = reading.read(data)
    assert found.headings == list(HEADINGS)
    assert found.rows[0].cells[4] == "Zij zei; kom, mee"


def test_excel_may_say_its_separator_and_that_line_is_no_row() -> None:
    found = reading.read(b"sep=,\r\n" + csv([row(1)], separator=","))
    assert (found.headings, found.rows[0].number) == (list(HEADINGS), 2)


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_count() -> None:
    data = text([row(1), ("",) * 7, row(2, seen="Een regel\nen nog een"), row(3)]).encode()
    assert [found.number for found in reading.read(data).rows] == [2, 4, 5]


def test_a_quotation_mark_in_the_wrong_place_spoils_its_own_row_only() -> None:
    lines = text([row(number) for number in range(1, 6)]).splitlines(keepends=True)
    lines[2] = '2;12-03-2025;"Anna;04-05-2011;Zij zei;buurman;Waterdam\r\n'
    rows = reading.read("".join(lines).encode()).rows
    assert [(one.number, one.bad.get(WHOLE_ROW)) for one in rows] == [
        (2, None),
        (3, CellFault.QUOTE),
        (4, None),
        (5, None),
        (6, None),
    ]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("=1+1", CellFault.FORMULA),
        (' =HYPERLINK("x")', CellFault.FORMULA),
        ("a\x00b", CellFault.CONTROL),
        ("x" * 20_001, CellFault.TOO_LONG),
    ],
)
def test_what_can_not_stay_is_of_its_cell(cell: str, fault: CellFault) -> None:
    (found,) = reading.read(text([row(1, place=cell.replace('"', "'"))]).encode()).rows
    assert found.bad == {6: fault}


@pytest.mark.parametrize("cell", ["+31 6 12345678", "-", "@naam", "Null", "None", "1=1"])
def test_what_only_looks_like_a_formula_is_text(cell: str) -> None:
    (found,) = reading.read(csv([row(1, place=cell)])).rows
    assert (found.cells[6], found.bad) == (cell, {})


def test_one_row_of_another_encoding_is_one_broken_row() -> None:
    lines = [row(number, name="Zoë") for number in range(1, 11)]
    data = csv(lines).replace(b"Jongere", b"x").replace("Zoë".encode(), "Zoë".encode("cp1252"), 1)
    rows = reading.read(data).rows
    assert [one.number for one in rows if one.bad] == [2]
    assert rows[0].bad == {2: CellFault.ENCODING}


def test_more_cells_than_headings_is_a_fault_of_the_row() -> None:
    (found,) = reading.read(csv([(*row(1), "te veel")])).rows
    assert found.bad == {WHOLE_ROW: CellFault.TOO_WIDE}


def test_excel_gives_days_as_days_and_formulas_never_as_outcomes() -> None:
    rows = reading.read(xlsx([row(1), (2, "=1+1", "Zoë", "", "Gezien", "", "")])).rows
    assert rows[0].cells[1] == "12-03-2025"
    assert rows[1].bad == {1: CellFault.FORMULA}
    assert rows[1].cells[0] == "2"


def test_merged_cells_say_nothing_of_which_row_they_are() -> None:
    rows = reading.read(xlsx([row(1), row(2), row(3)], merge="C3:C4")).rows
    assert [one.bad.get(WHOLE_ROW) for one in rows] == [None, CellFault.MERGED, CellFault.MERGED]


def test_the_limits_are_as_the_sentences_say_them() -> None:
    assert (MOST_BYTES, MOST_ROWS, MOST_COLUMNS) == (10 * 1024 * 1024, 20_000, 60)
    assert set(FILE) == set(FileFault)


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    return packed.getvalue()


def _zip(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (lambda: b"", FileFault.EMPTY),
        (lambda: b" \r\n ", FileFault.EMPTY),
        (lambda: b"%PDF-1.7 ...", FileFault.NO_SHEET),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), FileFault.NO_SHEET),
        (lambda: bytes(range(256)) * 40, FileFault.NO_SHEET),
        (lambda: b"<html><table>", FileFault.NO_SHEET),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), FileFault.OLD_EXCEL),
        (lambda: _zip("word/document.xml"), FileFault.NO_SHEET),
        (lambda: _zip("xl/workbook.xml"), FileFault.BROKEN),
        (lambda: xlsx([row(1)])[:-400], FileFault.BROKEN),
        (_bomb, FileFault.BOMB),
        (lambda: b"x" * (10 * 1024 * 1024 + 1), FileFault.TOO_LARGE),
        (lambda: b"een\r\ntwee\r\n", FileFault.NO_HEADER),
        (lambda: csv([]), FileFault.NO_ROWS),
        (lambda: ";".join("abc" for _ in range(61)).encode() + b"\r\n1;2", FileFault.TOO_MANY_COLUMNS),
        (lambda: b"a;b\r\n" + b"1;2\r\n" * (MOST_ROWS + 1), FileFault.TOO_MANY_ROWS),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(made: Callable[[], bytes], fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        reading.read(made())
    assert refused.value.code is fault


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        found = reading.read(data)
    except FileRefused:
        return
    assert all(len(one.cells) == len(found.headings) for one in found.rows)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1)
)
def test_what_was_made_harmless_comes_back_as_it_was(cells: list[str]) -> None:
    typed = [cell for cell in cells if not cell.startswith("'")]
    line = ";".join('"' + harmless(cell).replace('"', '""') + '"' for cell in typed)
    (found, *_more) = text_rules.rows(f"sep=;\n{line}\n") if typed else (None,)
    assert not any(harmless(cell).startswith(("=", "+", "-", "@")) for cell in typed)
    assert found is None or found.cells == typed


OTHER_PAGE = [HEADINGS, row(7, name="Van het tweede blad")]


def _names(data: bytes, page: str = "") -> list[str]:
    return [found.cells[2] for found in reading.read(data, page=page).rows]


@pytest.mark.parametrize("page", ["2025", "2", " 2025 "])
def test_a_sheet_is_named_or_counted(page: str) -> None:
    data = xlsx([row(1)], others=[("2025", "visible", OTHER_PAGE)])
    assert _names(data, page) == ["Van het tweede blad"]
    assert _names(data, "MELDINGEN") == _names(data, "1") == ["Jongere 1"]


def test_with_several_filled_sheets_nobody_guesses() -> None:
    data = xlsx([row(1)], others=[("2025", "visible", OTHER_PAGE)])
    with pytest.raises(FileRefused) as refused:
        reading.read(data)
    assert (refused.value.code, refused.value.names) == (FileFault.SEVERAL_PAGES, ("Meldingen", "2025"))


@pytest.mark.parametrize("other", [("Leeg", "visible", []), ("Oud", "hidden", OTHER_PAGE)])
def test_an_empty_or_hidden_sheet_is_not_meant_unless_it_is_named(other: tuple) -> None:
    assert _names(xlsx([row(1)], others=[other])) == ["Jongere 1"]
    if other[2]:
        assert _names(xlsx([row(1)], others=[other]), "oud") == ["Van het tweede blad"]


@pytest.mark.parametrize("page", ["2026", "0", "9", "-1", "²"])
def test_a_sheet_that_is_not_there_is_said(page: str) -> None:
    with pytest.raises(FileRefused) as refused:
        reading.read(xlsx([row(1)]), page=page)
    assert (refused.value.code, refused.value.names) == (FileFault.NO_SUCH_PAGE, ("Meldingen",))
