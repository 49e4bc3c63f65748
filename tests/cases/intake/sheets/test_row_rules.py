"""One row as what a report says: days as Dutch people write them, choices in words, and names as they are."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cases.choices import INDICATORS
from cases.intake.models import Signal
from cases.intake.sheets import row_rules, spoken
from cases.intake.sheets.cell_rules import WHOLE_ROW, Row
from cases.intake.sheets.fault_words import LABELS, ROW
from cases.intake.sheets.row_rules import LONGEST, Fault, Field, Meant, RowFault
from cases.workdays import AMSTERDAM
from tests.cases.intake.sheets.files import HEADINGS, MEANT, OTHERWISE, row

SECRET = "a secret of a test"


def read(*cells: str, meant: Meant = MEANT, bad: dict[int, str] | None = None) -> tuple[dict, list[Fault]]:
    return row_rules.said(Row(2, list(cells), bad or {}), meant, spoken.words(), AMSTERDAM)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12-03-2025", date(2025, 3, 12)),  # day first: https://taaladvies.net/data-schrijven/
        ("1-3-2025", date(2025, 3, 1)),
        ("12/03/2025", date(2025, 3, 12)),
        ("12.03.2025", date(2025, 3, 12)),
        ("2025-03-12", date(2025, 3, 12)),
        ("12 maart 2025", date(2025, 3, 12)),
        ("12 mrt. 2025", date(2025, 3, 12)),
        ("woensdag 12 maart 2025", date(2025, 3, 12)),
        ("29-02-2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_it_is_written_here(typed: str, day: date) -> None:
    answers, faults = read(*row(1, date=typed, born=typed))
    assert faults == []
    assert answers["subject_birth_date"] == day
    assert answers["noticed_at"] == datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("12-03-2025 14:30", 14, 30),
        ("12-03-2025 9.05 uur", 9, 5),
        ("2025-03-12T14:30:00", 14, 30),
        ("12 maart 2025 om 23:59", 23, 59),
    ],
)
def test_a_time_behind_a_day_is_of_here(typed: str, hour: int, minute: int) -> None:
    answers, _faults = read(*row(1, date=typed))
    assert answers["noticed_at"] == datetime(2025, 3, 12, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31-02-2025", RowFault.NO_SUCH_DAY),
        ("29-02-2025", RowFault.NO_SUCH_DAY),
        ("03-25-2025", RowFault.NO_SUCH_DAY),
        ("12-03-2025 25:00", RowFault.NO_SUCH_DAY),
        ("12-03-25", RowFault.SHORT_YEAR),
        ("vorige week", RowFault.NO_DATE),
        ("45728", RowFault.NO_DATE),
        ("", RowFault.MISSING),
    ],
)
def test_a_day_that_is_none_gets_a_sentence(typed: str, code: str) -> None:
    _answers, faults = read(*row(1, date=typed))
    assert faults == [Fault("noticed_at", code)]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_day(typed: str) -> None:
    _answers, faults = read(*row(1, born=typed))
    assert all(fault.code in ROW for fault in faults)


@pytest.mark.parametrize("name", ["O'Neill-van 't Hoff", "Đặng", "Null", "None", "Nan", "يوسف", "Al", "-"])
def test_a_name_is_a_name(name: str) -> None:
    answers, faults = read(*row(1, name=name))
    assert (answers["subject_name"], faults) == (name, [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Politie", "police"),
        ("politie ", "police"),
        ("POLICE", "police"),
        ("Meld Misdaad Anoniem", "meld_misdaad_anoniem"),
        ("mma", "meld_misdaad_anoniem"),
        ("Huisarts", "doctor"),
        ("veilig_thuis", "veilig_thuis"),
    ],
)
def test_a_choice_is_known_by_its_code_its_label_and_usual_words(typed: str, code: str) -> None:
    answers, _faults = read(*row(1, channel=typed))
    assert answers["channel"] == code


def test_an_organisation_that_nobody_knows_is_refused() -> None:
    _answers, faults = read(*row(1, channel="Stichting Onbekend"))
    assert faults == [Fault("channel", RowFault.NO_SUCH_CHOICE)]


def test_what_a_row_does_not_say_is_as_was_chosen_and_nothing_about_who_told_it_is_made_up() -> None:
    answers, _faults = read(*row(1, channel=""))
    assert (answers["channel"], answers["knowledge"]) == ("bystander", "second_hand")
    assert not {"reporter_name", "reporter_contact", "reporter_reference"} & set(answers)


def test_a_row_about_nobody_is_about_nobody() -> None:
    answers, _faults = read(*row(1, name="", born=""))
    assert answers["subject"] == "nobody"
    assert read(*row(1))[0]["subject"] == "young_person"


def test_what_is_wrong_in_a_column_that_is_left_out_keeps_nothing_out() -> None:
    meant = Meant((*MEANT.columns[:-1], ""), OTHERWISE)
    assert read(*row(1, place="=1"), meant=meant, bad={6: "formula"})[1] == []
    assert read(*row(1), meant=meant, bad={WHOLE_ROW: "merged"})[1] == [Fault("", "merged")]
    assert read(*row(1), bad={6: "formula"})[1] == [Fault("municipality", "formula")]


@pytest.mark.parametrize("field", [field for field in LONGEST if field not in {Field.OWN_NUMBER}])
def test_no_text_is_longer_than_its_column(field: Field) -> None:
    stored = Signal._meta.get_field(field).max_length
    assert stored is None or stored == LONGEST[field]


def test_too_long_is_said_before_the_database_does() -> None:
    _answers, faults = read(*row(1, place="x" * 81))
    assert faults == [Fault("municipality", RowFault.TOO_LONG)]


def test_columns_are_recognised_by_their_headings() -> None:
    assert row_rules.propose(list(HEADINGS), {}) == list(MEANT.columns)
    headings = ["Naam melder", "Naam jongere", "Geb. datum", "Datum", "Wat is er gezien of gehoord?", "Iets"]
    assert row_rules.propose(headings, {}) == [
        "reporter_name",
        "subject_name",
        "subject_birth_date",
        "noticed_at",
        "observation",
        "",
    ]


def test_what_was_chosen_for_the_last_file_goes_first_and_no_field_comes_twice() -> None:
    assert row_rules.propose(["Iets", "Naam"], {"iets": "observation", "naam": ""}) == ["observation", ""]
    assert row_rules.propose(["Naam", "Naam"], {"naam": "subject_name"}) == ["subject_name", ""]


def test_a_row_is_known_again_by_its_number_or_else_by_all_it_says() -> None:
    key, digest = row_rules.keys(Row(2, list(row(1))), MEANT, secret=SECRET)
    changed = row_rules.keys(Row(9, list(row(1, seen="Iets anders"))), MEANT, secret=SECRET)
    assert changed[0] == key
    assert changed[1] != digest
    bare = Row(2, ["", *row(1)[1:]])
    turned = Meant(MEANT.columns[::-1], OTHERWISE)
    assert row_rules.keys(bare, MEANT, secret=SECRET) == row_rules.keys(
        Row(5, bare.cells[::-1]), turned, secret=SECRET
    )
    assert "Jongere" not in key + digest


def test_every_field_and_every_fault_has_its_words() -> None:
    assert set(LABELS) == {field.value for field in Field}
    assert {fault.value for fault in RowFault} <= set(ROW)


WITH_SIGNS = Meant((*MEANT.columns, "indicators"), OTHERWISE)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("picked_up", ("picked_up",)),
        ("Loopt weg; Heeft ineens schulden", ("running_away", "sudden_debts")),
        ("Loopt weg\nLoopt weg", ("running_away",)),
        ("running_away, sudden_debts", ("running_away", "sudden_debts")),
        ("Drops friends, is getting isolated|Runs away", ("isolation", "running_away")),
        (" ; ", ()),
    ],
)
def test_a_cell_holds_any_number_of_signs_of_the_list(typed: str, codes: tuple[str, ...]) -> None:
    answers, faults = read(*row(1), typed, meant=WITH_SIGNS)
    assert (answers.get("indicators"), faults) == (codes, [])


@pytest.mark.parametrize("typed", ["Loopt weg; doet raar", "hoog risico", "running_away, 7"])
def test_a_sign_that_is_not_on_the_list_keeps_its_row_out(typed: str) -> None:
    _answers, faults = read(*row(1), typed, meant=WITH_SIGNS)
    assert faults == [Fault("indicators", RowFault.NO_SUCH_SIGN)]


def test_every_sign_of_the_list_can_be_written_as_the_form_shows_it() -> None:
    for code, label in INDICATORS:
        for language in ("nl", "en"):
            with translation.override(language):
                answers, _faults = read(*row(1), str(label), meant=WITH_SIGNS)
                assert answers["indicators"] == (code,), label
