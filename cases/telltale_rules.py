"""What in a text points at a case or at somebody: numbers, dates, addresses. PURE.

For texts in which nothing of a case belongs. A program sees what is written in a fixed form and nothing else:
no name, no story. So a page that uses this asks for it in words as well.

Sources: the numbers of this software (``cases.numbers``); the eleven test of a citizen service number
(https://www.rvig.nl/bsn, Logisch Ontwerp BSN: 9a+8b+7c+6d+5e+4f+3g+2h-i is a multiple of eleven); the
fourteen shapes of a Dutch number plate (RDW, sidecodes 1 to 14); phone numbers as ``casefile.mark_rules``
reads them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cases.casefile.mark_rules import phone, plate
from cases.numbers import PATTERN


class Tell(StrEnum):
    """What a piece of text looks like."""

    FILE = "file"
    MAIL = "mail"
    DATE = "date"
    PHONE = "phone"
    CITIZEN = "citizen"
    PLATE = "plate"
    POSTCODE = "postcode"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of a text, as it was typed."""

    tell: Tell
    text: str


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_MONTHS = "jan|feb|maa?rt|mrt|march|apr|mei|may|jun|jul|aug|sep|o[kc]t|nov|dec"
#: A is a letter and 9 a digit.
_PLATES = re.compile(
    r"AA9999|9999AA|99AA99|AA99AA|AAAA99|99AAAA|99AAA9|9AAA99|AA999A|A999AA|AAA99A|A99AAA|9AA999|999AA9"
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def tells(text: str) -> list[Found]:
    """Give each piece of a text that points at a case or somebody, each once, in the order of the text."""
    left = unicodedata.normalize("NFKC", text).translate(_DASHES)
    found: list[tuple[int, Found]] = []
    for tell, pattern, is_one in _KINDS:
        for match in [match for match in pattern.finditer(left) if is_one(match[0])]:
            found.append((match.start(), Found(tell, match[0].strip())))
            left = left[: match.start()] + "\n" * len(match[0]) + left[match.end() :]
    return [one for _at, one in sorted(found, key=lambda pair: pair[0])]


def is_citizen_number(typed: str) -> bool:
    """Tell whether nine digits pass the eleven test; eight have lost their first zero."""
    digits = [int(sign) for sign in typed if sign in "0123456789"]
    if len(digits) == 8:
        digits = [0, *digits]
    if len(digits) != 9 or not any(digits):
        return False
    return sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _is_date(typed: str) -> bool:
    """Tell whether this can be a day, in either order."""
    parts = [int(part) for part in re.findall(r"\d+", typed)]
    if len(parts) < 3:
        return True  # the month is a word
    first, second, third = parts
    day, month = (third, second) if first > 31 else (first, second)
    return 1 <= day <= 31 and 1 <= month <= 12


def _is_phone(typed: str) -> bool:
    return 9 <= len(phone(typed)) <= 16


def _is_plate(typed: str) -> bool:
    """Tell whether it has the shape of a plate: as typed with dashes, or in capitals as on a car."""
    if "-" not in typed and typed != typed.upper():
        return False
    shape = re.sub(r"\d", "9", re.sub(r"[A-Z]", "A", plate(typed)))
    return _PLATES.fullmatch(shape) is not None


def _always(typed: str) -> bool:
    return bool(typed)


def _kinds() -> Iterator[tuple[Tell, re.Pattern[str], Callable[[str], bool]]]:
    """Give them in the order in which they are looked for; what was taken for one is no other any more."""
    day, year = r"(?<![\d.])\d{1,2}", r"(?:\d{4}|\d{2})(?![\d-])"
    file = rf"\b{PATTERN}\b|\bjongere\s+\d\d-\d{{3,}}"
    yield Tell.FILE, re.compile(file, re.IGNORECASE), _always
    yield Tell.MAIL, re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.]+"), _always
    yield Tell.DATE, re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"), _is_date
    yield Tell.DATE, re.compile(rf"{day}([-/.])\s?\d{{1,2}}\1\s?{year}"), _is_date
    yield Tell.DATE, re.compile(rf"\b\d{{1,2}}\s+(?:{_MONTHS})[a-z]*\.?\s+'?{year}", re.IGNORECASE), _always
    yield Tell.PHONE, re.compile(r"(?<!\w)(?:\+|\(?0)\d?[\d\s()./-]{6,20}\d(?!\w)"), _is_phone
    yield Tell.CITIZEN, re.compile(r"(?<!\d)\d{2,3}[. -]?\d{3}[. -]?\d{3}(?!\d)"), is_citizen_number
    plates = r"(?<![\w-])[A-Za-z0-9]{1,3}(?:-[A-Za-z0-9]{1,3}){2}(?![\w-])|(?<!\w)[A-Z0-9]{6}(?!\w)"
    yield (
        Tell.PLATE,
        re.compile(rf"{plates}|(?<!\w)[A-Z0-9]{{1,3}}(?: [A-Z0-9]{{1,3}}){{2}}(?!\w)"),
        _is_plate,
    )
    yield Tell.POSTCODE, re.compile(r"(?<!\w)[1-9]\d{3}\s?[A-Z]{2}(?!\w)"), _always
    yield Tell.NUMBER, re.compile(r"(?<!\d)\d{6,}(?!\d)"), _always


_KINDS = tuple(_kinds())
