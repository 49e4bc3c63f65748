"""The marks of a thing in a network: by which keys it is found again in another case. PURE.

How phones, plates and addresses are made equal stands in ``cases/casefile/mark_rules.py``. Equal keys say
that the same was written down, and no more: phones change hands, cars are lent, and at one address live many
people. A person looks and decides.
"""

import re

from cases.casefile import mark_rules

LONGEST = 160
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Za-z]{2}\b")
_NUMBER = re.compile(r"\b\d{1,5}\s*-?\s*[A-Za-z]?\b")


def keys(kind: str, typed: str) -> tuple[str, ...]:
    """Give the keys (at most two) by which a thing of a kind (``rules.ThingKind``) is found again."""
    found: tuple[str, ...] = ()
    if kind == "phone":
        found = (mark_rules.phone(typed),)
    elif kind == "vehicle":
        found = (mark_rules.plate(typed),)
    elif kind == "place":
        found = _addresses(typed)
    return tuple(f"{kind}:{key}"[:LONGEST] for key in found if key)


def _addresses(typed: str) -> tuple[str, ...]:
    """Give the keys of an address; a street with a number is one only together with its town behind it."""
    bare = _POSTCODE.sub(" ", typed)
    number = _NUMBER.search(bare)
    town = "" if number is None else bare[number.end() :]
    found = mark_rules.addresses(typed, town)
    return found if any(map(str.isalpha, town)) else tuple(key for key in found if key[0].isdigit())
