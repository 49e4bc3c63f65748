"""A phone number in any notation is one number; what no text message can reach is said in a sentence."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.reach import phone
from organisations.reach.phone import PhoneNumberError

SAME = [
    "0612345678",
    "06 12345678",
    "06-12 34 56 78",
    "(06) 12345678",
    "06.12.34.56.78",
    "+31 6 12345678",
    "+31 (0)6 12345678",
    "0031612345678",
    "+31612345678",
    "０６１２３４５６７８",
    "  06 1234 5678 ",
    "tel:+31612345678",
]


@pytest.mark.parametrize("typed", SAME)
def test_every_notation_is_the_same_number(typed: str) -> None:
    assert phone.normalise(typed) == "+31612345678"


@pytest.mark.parametrize(
    ("typed", "number"), [("+32 470 12 34 56", "+32470123456"), ("+49 1512 3456789", "+4915123456789")]
)
def test_a_number_from_abroad_keeps_its_country(typed: str, number: str) -> None:
    assert phone.normalise(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_unknown"),
        ("112", "phone_unknown"),
        ("06 1234", "phone_unknown"),
        ("Noor", "phone_unknown"),
        ("06 12345678 of 06 87654321", "phone_unknown"),
        ("+999 12345678", "phone_unknown"),
        ("0" * 5000, "phone_unknown"),
        ("010 1234567", "phone_not_mobile"),
        ("0900 8844", "phone_not_mobile"),
    ],
)
def test_what_is_no_mobile_number_is_refused_in_a_sentence(typed: str, code: str) -> None:
    with pytest.raises(PhoneNumberError) as refused:
        phone.normalise(typed)
    assert refused.value.code == code
    assert str(refused.value.sentence).endswith(".")


@given(
    digits=st.text("0123456789", min_size=7, max_size=7), gaps=st.lists(st.sampled_from(" -."), max_size=6)
)
def test_gaps_between_digits_change_nothing(digits: str, gaps: list[str]) -> None:
    bare = f"061{digits}"
    if not phonenumbers.is_valid_number(phonenumbers.parse(bare, "NL")):
        return
    spread = bare
    for place, gap in enumerate(gaps, start=2):
        spread = f"{spread[: place * 2 - 1]}{gap}{spread[place * 2 - 1 :]}"
    assert phone.normalise(spread) == phone.normalise(bare) == f"+3161{digits}"


def test_a_number_is_shown_as_people_write_it() -> None:
    assert phone.shown("+31612345678") == "06 12345678"
    assert phone.shown("+32470123456") == "+32 470 12 34 56"
