"""By what somebody is recognised in another file, however a name, a number or an address was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casefile.mark_rules import (
    Kind,
    Known,
    Says,
    addresses,
    days_say,
    marks,
    marks_say,
    names_say,
    parts,
    phone,
    plate,
    sound,
)

BORN = date(2011, 5, 4)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("O'Neill-van 't Hoff", ("hoff", "oneill")),
        ("van ’t Hoff, O’NEILL", ("hoff", "oneill")),
        ("Đặng", ("dang",)),
        ("Ømer Łukasz", ("lukasz", "omer")),
        ("Null", ("null",)),
        ("None", ("none",)),
        ("De", ("de",)),  # nothing but a prefix: somebody's whole name
        ("Noor van der Véén", ("noor", "veen")),
        ("  ", ()),
        ("'- -'", ()),
        ("ليلى", ("ليلى",)),
    ],
)
def test_the_parts_of_a_name_that_tell(name: str, folded: tuple[str, ...]) -> None:
    assert parts(name) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # one sound, more letters (Dutch spelling)
        ("Meijer", "Meyer"),
        ("Maier", "Meier"),
        ("Schmidt", "Smit"),
        ("Smid", "Smit"),
        ("Bosch", "Bos"),
        ("de Vries", "de Fries"),
        ("Dirckx", "Dirks"),
        ("Jacob", "Jakop"),
        ("Philip", "Filip"),
        ("Zeegras", "Seegras"),
        # transcribed from another alphabet
        ("Mohammed", "Muhamed"),
        ("Youssef", "Joesoef"),
        ("Ahmed", "Achmet"),
        ("Khalid", "Chalid"),
        ("Fatimah", "Fatma"),
        ("Shaima", "Sjaima"),
        ("Đặng", "Dang"),
        ("O'Neill", "Oneil"),
    ],
)
def test_spellings_that_sound_the_same(one: str, other: str) -> None:
    assert names_say(one, other) in {Says.SOUNDS, Says.SAME}


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Noor Zeegras", "ZEEGRAS, noor", Says.SAME),
        ("Noor Zeegras", "Nora Segras", Says.SOUNDS),
        ("Noor Zeegras", "Lisa Zegras", Says.PARTLY),
        ("N. Zeegras", "N. Duin", Says.OTHER),  # one letter is no part
        ("Noor Zeegras", "Lisa Duin", Says.OTHER),
        ("Null", "", Says.UNKNOWN),
        ("Null", "Nul", Says.SOUNDS),
    ],
)
def test_two_names_beside_each_other(one: str, other: str, says: Says) -> None:
    assert names_say(one, other) is says
    assert names_say(other, one) is says


def test_two_dates_of_birth_beside_each_other() -> None:
    assert days_say(BORN, BORN) is Says.SAME
    assert days_say(BORN, date(2011, 4, 5)) is Says.OTHER
    assert days_say(BORN, None) is Says.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("06-12345678", "0612345678"),
        ("+31 6 12 34 56 78", "0612345678"),
        ("+31 (0)6 12345678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("31612345678", "0612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("112", ""),
        ("", ""),
    ],
)
def test_a_phone_number_in_any_notation(typed: str, dialled: str) -> None:
    assert phone(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "plain"), [("ab-123-c", "AB123C"), ("AB 123 C", "AB123C"), ("AB1", ""), ("", "")]
)
def test_a_plate_and_a_part_of_one(typed: str, plain: str) -> None:
    assert plate(typed) == plain


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Dorpsstraat 12-A, 1234 AB Waterdam", ("1234ab 12a", "dorpsstraat 12a waterdam")),
        ("dorpsstr. 12a", ("dorpsstraat 12a waterdam",)),
        ("1234ab 12", ("1234ab 12",)),
        ("Dorpsstraat", ()),
        ("", ()),
    ],
)
def test_an_address(typed: str, keys: tuple[str, ...]) -> None:
    assert addresses(typed, "Waterdam") == keys


def test_a_date_of_birth_alone_is_no_mark() -> None:
    assert marks(Known(birth_date=BORN)) == frozenset()


def test_a_part_of_the_name_with_the_date_of_birth_is_a_mark() -> None:
    here, there = Known("Noor Zeegras", BORN), Known("N. Segras", BORN)
    assert {mark.kind for mark in marks(here) & marks(there)} == {Kind.BORN}
    assert not marks(here) & marks(Known("N. Segras", date(2010, 5, 4)))


def test_a_suspect_is_not_compared_by_name_with_young_people() -> None:
    here, there = Known("Noor Zeegras", BORN), Known("Noor Zeegras", phones=("0612345678",), is_third=True)
    assert not marks(here) & marks(there)
    assert marks(there) & marks(Known(phones=("+31612345678",)))  # by what they use they are


def test_what_marks_say_beside_each_other() -> None:
    one, same, other = (marks(Known(plates=(typed,))) for typed in ("AB-123-C", "ab123c", "XY-99-Z"))
    assert marks_say(Kind.PLATE, one, same) is Says.SAME
    assert marks_say(Kind.PLATE, one, other) is Says.OTHER
    assert marks_say(Kind.PLATE, one, frozenset()) is Says.UNKNOWN


LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=4).map(" ".join)
ANYTHING = st.text(max_size=60)


@given(NAMES)
def test_capitals_order_and_dashes_do_not_matter(name: str) -> None:
    turned = "-".join(reversed(name.upper().split()))
    assert parts(turned) == parts(name)
    assert marks(Known(name)) == marks(Known(turned))


@given(NAMES)
def test_every_name_has_marks_and_sounds_like_itself(name: str) -> None:
    assert {Kind.NAME, Kind.SOUND} == {mark.kind for mark in marks(Known(name))}
    assert all(sound(part) for part in parts(name))
    assert names_say(name, name) is Says.SAME


@given(LETTERS)
def test_a_letter_written_twice_sounds_the_same(part: str) -> None:
    assert sound("".join(sign * 2 for sign in part)) == sound(part)


@given(ANYTHING, ANYTHING)
def test_comparing_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert names_say(one, other) is names_say(other, one)


@given(ANYTHING, st.none() | st.dates(), ANYTHING, ANYTHING, ANYTHING, st.booleans())
def test_whatever_is_typed_makes_short_keys(
    name: str, born: date | None, number: str, letters: str, address: str, is_third: bool
) -> None:
    known = Known(name, born, (number,), (letters,), address, name, is_third)
    assert all(0 < len(mark.key) <= 160 for mark in marks(known))
    assert marks(known) == marks(known)
