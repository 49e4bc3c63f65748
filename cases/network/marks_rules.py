"""Phone, plate and address as keys: written differently, and still found again in another case. PURE.

Equal keys say that the same was written down, and no more: phones change hands, cars are lent, and at one
address live many people. A person looks and decides.
"""

import re
import unicodedata

FEWEST_DIGITS = 6
FEWEST_SIGNS = 4
LONGEST = 160
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([A-Za-z]{2})\b")
_NUMBER = re.compile(r"(?<!\w)(\d{1,5})\s*-?\s*([A-Za-z]?)\b")
_STREET = re.compile(r"\bstr\b\.?|(?<=\w)str\.")


def phone(typed: str) -> str:
    """Give a phone number as it is dialled in the Netherlands; empty when it is too short to be one."""
    plus = typed.strip().startswith("+")
    digits = "".join(sign for sign in typed if sign in "0123456789")
    if digits.startswith("00"):
        plus, digits = True, digits[2:]
    if digits.startswith("31") and (plus or len(digits) == 11):
        digits = "0" + digits[2:].lstrip("0")
    elif plus:
        digits = "+" + digits
    return digits if len(digits) >= FEWEST_DIGITS else ""


def plate(typed: str) -> str:
    """Give a number plate without dashes and blanks; empty for a part that would fit too many."""
    plain = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return plain if len(plain) >= FEWEST_SIGNS else ""


def addresses(typed: str) -> tuple[str, ...]:
    """Give the keys of an address: postcode with number, and street with number and what stands behind it.

    Nothing without a house number: a street alone is half a neighbourhood.
    """
    postcode = _POSTCODE.search(typed)
    rest = typed if postcode is None else typed[: postcode.start()] + " " + typed[postcode.end() :]
    number = _NUMBER.search(rest)
    if number is None:
        return ()
    house = f"{int(number[1])}{number[2].lower()}"
    street = _folded(_STREET.sub("straat", rest[: number.start()].casefold()))
    town = _folded(rest[number.end() :])
    found = [f"{postcode[1]}{postcode[2].lower()} {house}"] if postcode else []
    return tuple(found + ([f"{street} {house} {town}".strip()] if street and town else []))


def keys(kind: str, typed: str) -> tuple[str, ...]:
    """Give the keys (at most two) by which a thing of a kind (``rules.ThingKind``) is found again."""
    found: tuple[str, ...] = ()
    if kind == "phone":
        found = (phone(typed),)
    elif kind == "vehicle":
        found = (plate(typed),)
    elif kind == "place":
        found = addresses(typed)
    return tuple(f"{kind}:{key}"[:LONGEST] for key in found if key)


def _folded(text: str) -> str:
    """Give the words of a text without accents, capitals and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())
