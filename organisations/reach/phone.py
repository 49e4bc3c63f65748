"""Phone numbers in any notation that people use, kept in one (E.164, as in +31612345678)."""

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from organisations.conflict import StateConflictError

#: Where a number without a country code is from.
HOME = "NL"
#: What a text message can reach; in some countries a number does not tell which kind it is.
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
LONGEST = 40


class PhoneNumberError(StateConflictError):
    """What was typed is no number that a text message can go to."""


def normalise(typed: str) -> str:
    """Give a mobile number in one notation, whatever spaces, brackets or country prefix were typed.

    Raises:
        PhoneNumberError: no phone number, or not a mobile one; the sentence says which.
    """
    try:
        found = phonenumbers.parse(typed[:LONGEST], HOME)
    except NumberParseException as unreadable:
        raise _unknown() from unreadable
    if len(typed) > LONGEST or not phonenumbers.is_valid_number(found):
        raise _unknown()
    if phonenumbers.number_type(found) not in MOBILE:
        raise PhoneNumberError(
            _("A text message can't go to this number. Fill in a mobile number."),
            code="phone_not_mobile",
            field="address",
        )
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """Give a number as people write it: in the Netherlands without, elsewhere with the country code."""
    found = phonenumbers.parse(number)
    at_home = phonenumbers.region_code_for_number(found) == HOME
    way = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(found, way)


def _unknown() -> PhoneNumberError:
    return PhoneNumberError(
        _(
            "This is not a phone number that we know. "
            "Fill in all digits, as in 06 12345678 or +32 470 123456."
        ),
        code="phone_unknown",
        field="address",
    )
