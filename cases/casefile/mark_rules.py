"""By what somebody may be recognised in another file: name, birth date, phone, plate, address. PURE.

What is written down is made into marks: short keys that two files have in common when they may be about the
same person. Equal marks make somebody a candidate and no more than that: a person looks and decides. Nothing
is added up to a score.

Names are written differently by everybody who hears them. Which spellings sound the same in Dutch follows the
spelling rules (one sound, more letters: ei/ij, c/k/s, ph/f, th/t, d/t and b/p at the end;
https://woordenlijst.org/leidraad), and for names from Arabic and Turkish how they are transcribed (ch/h/kh,
ou/oe/u, doubled letters). Vowels inside a name say little then, and are left out.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.casefile.names import PREFIXES


class Kind(StrEnum):
    """What a mark is made of."""

    NAME = "name"
    SOUND = "sound"
    BORN = "born"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Mark:
    """One key; equal ones in two files make a candidate."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Known:
    """What one file says about somebody; ``is_third``: no young person, so compared with others of those."""

    name: str = ""
    birth_date: date | None = None
    phones: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    address: str = ""
    municipality: str = ""
    is_third: bool = False


#: Letters that do not fall apart into a letter and an accent.
LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
MOST_PARTS = 12
LONGEST = 160
_APOSTROPHES = "'’‘ʼ`´"
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])")


def parts(name: str) -> tuple[str, ...]:
    """Give the parts of a name that tell, folded and in order of the alphabet, at most twelve.

    Accents, capitals, order and Dutch prefixes do not matter: ``"O'Neill-van 't Hoff"`` is ``hoff oneill``.
    A name that is nothing but prefixes (``"De"``, ``"Al"``) keeps them: for somebody it is the whole name.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    joined = _INSIDE.sub("", bare)
    every = "".join(sign if sign.isalnum() else " " for sign in joined).split()
    telling = [part for part in every if part not in PREFIXES]
    return tuple(sorted(telling or every)[:MOST_PARTS])


#: In this order; what is written as a rule of letters is read as one.
SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),  # Mohammed, Mohamed
        (r"dt$", "t"),  # Schmidt, Smit
        (r"sch(?=[mnlrw]|$)", "s"),  # Bosch, Bos
        (r"sh|sj|ch(?=a[iïy])", "s"),  # Shaima, Sjaima, Chaima
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ck|qu?", "k"),  # Dirckx, Dirkx
        (r"[kg]h|ch", "g"),  # Khalid, Chalid
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"(.)\1+", r"\1"),
        (r"z", "s"),
        (r"v", "f"),
        (r"^y(?=[aeiou])", "j"),  # Youssef, Joesoef
        (r"(?<=[aeiou])h(?=[^aeiouy])", "g"),  # Ahmed, Achmed
        (r"(?<=.)h", ""),  # Fatimah, Fatima
        (r"d$", "t"),
        (r"b$", "p"),
        (r"(?<=.)[aeiouyj]+", ""),
        (r"^[eiy]", "e"),
        (r"^[ou]", "o"),
    )
)


def sound(part: str) -> str:
    """Give how one part of a name (as ``parts`` gives it) sounds; of other alphabets, the part itself."""
    if not part.isascii() or not part.isalpha():
        return part
    heard = part
    for pattern, becomes in SOUNDS:
        heard = pattern.sub(becomes, heard)
    return heard


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
    return digits if len(digits) >= 6 else ""


def plate(typed: str) -> str:
    """Give a number plate without dashes and blanks; empty for a part that would fit too many."""
    plain = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return plain if len(plain) >= 4 else ""


_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([A-Za-z]{2})\b")
_NUMBER = re.compile(r"\b(\d{1,5})\s*-?\s*([A-Za-z]?)\b")
_STREET = re.compile(r"\bstr\b\.?|(?<=\w)str\.")


def addresses(typed: str, municipality: str = "") -> tuple[str, ...]:
    """Give the keys of an address: postcode with number, and street with number in a municipality.

    Nothing without a house number: a street alone is half a neighbourhood.
    """
    postcode = _POSTCODE.search(typed)
    rest = typed if postcode is None else typed[: postcode.start()] + "," + typed[postcode.end() :]
    number = _NUMBER.search(rest)
    if number is None:
        return ()
    house = f"{int(number[1])}{number[2].lower()}"
    street = " ".join(parts(_STREET.sub("straat", rest[: number.start()].casefold())))
    place = " ".join(parts(municipality))
    found = [f"{postcode[1]}{postcode[2].lower()} {house}"] if postcode else []
    return tuple(found + ([f"{street} {house} {place}".strip()] if street else []))


def marks(known: Known) -> frozenset[Mark]:
    """Give every mark of what one file says about somebody."""
    named = parts(known.name)
    heard = sorted(sound(part) for part in named)
    keys = [
        *((Kind.NAME, " ".join(named)) for _once in named[:1]),
        *((Kind.SOUND, " ".join(heard)) for _once in named[:1]),
        *((Kind.BORN, f"{known.birth_date} {one}") for one in heard if known.birth_date and len(one) > 1),
        *((Kind.PHONE, number) for typed in known.phones if (number := phone(typed))),
        *((Kind.PLATE, number) for typed in known.plates if (number := plate(typed))),
        *((Kind.ADDRESS, key) for key in addresses(known.address, known.municipality)),
    ]
    return frozenset(Mark(kind, _key(kind, key, is_third=known.is_third)) for kind, key in keys)


class Says(StrEnum):
    """What two files say about one fact, beside each other."""

    SAME = "same"
    SOUNDS = "sounds"  # written otherwise, and it sounds the same
    PARTLY = "partly"  # a part of the name is, or sounds, the same
    OTHER = "other"
    UNKNOWN = "unknown"  # one of both does not say


def names_say(one: str, other: str) -> Says:
    """Compare two names."""
    here, there = parts(one), parts(other)
    if not here or not there:
        return Says.UNKNOWN
    if here == there:
        return Says.SAME
    heard, told = sorted(map(sound, here)), sorted(map(sound, there))
    if heard == told:
        return Says.SOUNDS
    return Says.PARTLY if {part for part in heard if len(part) > 1} & set(told) else Says.OTHER


def days_say(one: date | None, other: date | None) -> Says:
    """Compare two dates of birth."""
    if one is None or other is None:
        return Says.UNKNOWN
    return Says.SAME if one == other else Says.OTHER


def marks_say(kind: Kind, one: frozenset[Mark], other: frozenset[Mark]) -> Says:
    """Compare what two files say by marks of one kind: a phone, a plate, an address."""
    here, there = ({mark for mark in side if mark.kind is kind} for side in (one, other))
    if not here or not there:
        return Says.UNKNOWN
    return Says.SAME if here & there else Says.OTHER


def _key(kind: Kind, key: str, *, is_third: bool) -> str:
    """Give the key as it is kept: a name is compared with names of the same sort of people only."""
    by_name = kind in {Kind.NAME, Kind.SOUND, Kind.BORN}
    return f"{kind.value}:{'third:' if is_third and by_name else ''}{key}"[:LONGEST]
