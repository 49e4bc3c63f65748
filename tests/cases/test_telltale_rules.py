"""What is taken for data of a case, and what is left alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.numbers import ALPHABET
from cases.telltale_rules import Tell, is_citizen_number, tells


@pytest.mark.parametrize(
    ("text", "tell", "piece"),
    [
        ("Bij C-26-7K3QF laadt het niet", Tell.FILE, "C-26-7K3QF"),
        ("bij s-26-7k3qf ook niet", Tell.FILE, "s-26-7k3qf"),
        ("Bij S‑26‑7K3QF met andere streepjes", Tell.FILE, "S-26-7K3QF"),
        ("over Jongere 26-017 dus", Tell.FILE, "Jongere 26-017"),
        ("mail noor.winter@voorbeeld.nl.", Tell.MAIL, "noor.winter@voorbeeld.nl"),
        ("geboren 3-11-2010", Tell.DATE, "3-11-2010"),
        ("geboren 03/11/10", Tell.DATE, "03/11/10"),
        ("geboren 2010-11-03", Tell.DATE, "2010-11-03"),
        ("geboren 3.11.2010.", Tell.DATE, "3.11.2010"),
        ("geboren 3 november 2010", Tell.DATE, "3 november 2010"),
        ("geboren 3 mrt '10", Tell.DATE, "3 mrt '10"),
        ("geboren 3 okt. 2010", Tell.DATE, "3 okt. 2010"),
        ("bel 06 12345678", Tell.PHONE, "06 12345678"),
        ("bel 06-12 34 56 78 even", Tell.PHONE, "06-12 34 56 78"),
        ("bel +31 6 12345678", Tell.PHONE, "+31 6 12345678"),
        ("bel 0031612345678", Tell.PHONE, "0031612345678"),
        ("bel (020) 123 45 67", Tell.PHONE, "(020) 123 45 67"),
        ("bsn 111222333", Tell.CITIZEN, "111222333"),
        ("bsn 123.456.782", Tell.CITIZEN, "123.456.782"),
        ("auto met GK-123-B", Tell.PLATE, "GK-123-B"),
        ("auto met gk-123-b", Tell.PLATE, "gk-123-b"),
        ("auto met 12 ABC 3", Tell.PLATE, "12 ABC 3"),
        ("auto met GK123B", Tell.PLATE, "GK123B"),
        ("woont op 1234 AB", Tell.POSTCODE, "1234 AB"),
        ("dossier 4711081", Tell.NUMBER, "4711081"),
        ("mobiel 612345678", Tell.NUMBER, "612345678"),
    ],
)
def test_what_is_recognised(text: str, tell: Tell, piece: str) -> None:
    assert [(one.tell, one.text) for one in tells(text)] == [(tell, piece)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "De knop staat te ver naar rechts.",
        "Ik moet 3 of 4 keer klikken, in 2025 was dat er 1.",
        "Om 02:00 uur, of tussen 9.00 en 17.00 uur.",
        "Bij 100.000 zaken is de lijst na 12 seconden klaar.",
        "Niveau AA van WCAG 2.2 en de AVG, artikel 9 lid 2.",
        "Zet het op A4, in versie 1.2.3.",
        "Bel 112 of 0900-8844.",
        "In stap 5 van 5 en 10-15 minuten per week.",
        "De tekst is 12 en niet 16 punten.",
        "In 2026 kan dit op 3 november af.",
    ],
)
def test_what_is_said_about_a_page_is_left_alone(text: str) -> None:
    assert tells(text) == []


def test_more_than_one_is_told_in_the_order_of_the_text() -> None:
    found = tells("C-26-7K3QF, geboren 3-11-2010, belt met 06 12345678 uit GK-123-B")
    assert [one.tell for one in found] == [Tell.FILE, Tell.DATE, Tell.PHONE, Tell.PLATE]


@pytest.mark.parametrize(
    ("typed", "passes"),
    [
        ("111222333", True),
        ("123456782", True),
        ("123456789", False),
        ("000000000", False),
        ("10000008", True),
    ],
)
def test_the_eleven_test(typed: str, passes: bool) -> None:
    """Logisch Ontwerp BSN: the weighted sum is a multiple of eleven, and zero is nobody's."""
    assert is_citizen_number(typed) is passes


@given(
    st.sampled_from("CSVRDXFBM"), st.integers(20, 40), st.text(ALPHABET, min_size=5, max_size=7), st.text()
)
def test_every_number_of_ours_is_found_wherever_it_stands(
    letter: str, year: int, code: str, around: str
) -> None:
    text = f"{around} {letter}-{year}-{code} {around}"
    assert any(one.tell is Tell.FILE for one in tells(text))


@given(st.text())
@example("0" * 400)
@example("06 " * 200)
def test_no_text_breaks_it(text: str) -> None:
    assert all(one.text for one in tells(text))
