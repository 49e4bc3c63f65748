"""One row of a sheet as what a report says, or which cell can't stay as it is. PURE.

Days are read as Dutch people write them, day first (https://taaladvies.net/data-schrijven/), and as ISO 8601.
A year has four digits: of ``12-03-09`` nobody can say which part is the year. What a cell says is taken as it
stands: nothing is filled in for a reporter, and a name such as "Null" is a name.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from cases.intake.sheets.cell_rules import WHOLE_ROW, Row


class Field(StrEnum):
    """What a column can hold; all but the first are what a report says."""

    OWN_NUMBER = "own_number"
    NOTICED = "noticed_at"
    HAPPENED = "happened_at"
    OBSERVATION = "observation"
    INTERPRETATION = "interpretation"
    KNOWLEDGE = "knowledge"
    SOURCE = "source"
    SUBJECT = "subject"
    NAME = "subject_name"
    BORN = "subject_birth_date"
    DESCRIPTION = "subject_description"
    PHONE = "subject_phone"
    PLATE = "subject_plate"
    MUNICIPALITY = "municipality"
    FORM = "form_of_concern"
    URGENCY = "urgency"
    GROUND = "urgency_ground"
    CHANNEL = "channel"
    REPORTER_NAME = "reporter_name"
    REPORTER_CONTACT = "reporter_contact"
    REPORTER_REFERENCE = "reporter_reference"
    SIGNS = "indicators"


#: Without these nothing can be brought in.
NEEDED = (Field.NOTICED, Field.OBSERVATION)
MOMENTS = frozenset({Field.NOTICED, Field.HAPPENED})
CHOICES = frozenset({Field.KNOWLEDGE, Field.SUBJECT, Field.FORM, Field.URGENCY, Field.CHANNEL})
ABOUT = (Field.NAME, Field.BORN, Field.DESCRIPTION, Field.PHONE, Field.PLATE)
#: In characters, as the columns of a signal; a test compares.
LONGEST: Mapping[Field, int] = {
    Field.OWN_NUMBER: 160,
    Field.OBSERVATION: 20_000,
    Field.INTERPRETATION: 20_000,
    Field.SOURCE: 200,
    Field.NAME: 160,
    Field.DESCRIPTION: 500,
    Field.PHONE: 30,
    Field.PLATE: 12,
    Field.MUNICIPALITY: 80,
    Field.GROUND: 300,
    Field.REPORTER_NAME: 160,
    Field.REPORTER_CONTACT: 160,
    Field.REPORTER_REFERENCE: 60,
}
MANY_LINES = frozenset({Field.OBSERVATION, Field.INTERPRETATION})

#: By what a column is recognised: words of its heading, folded. The first field that fits takes it.
HEADINGS: Mapping[Field, tuple[str, ...]] = {
    Field.OWN_NUMBER: ("registratienummer", "volgnummer", "nummer", "nr", "id", "dossiernummer"),
    Field.BORN: ("geboortedatum", "geb datum", "gebdatum", "geboren", "birth date", "date of birth"),
    Field.HAPPENED: ("datum voorval", "gebeurd op", "datum gebeurtenis", "wanneer gebeurd", "happened"),
    Field.NOTICED: ("datum melding", "meldingsdatum", "meldatum", "datum", "gemerkt op", "date", "noticed"),
    Field.REPORTER_NAME: ("naam melder", "melder", "gemeld door", "reporter"),
    Field.REPORTER_CONTACT: (
        "contact melder",
        "bereikbaar",
        "telefoon melder",
        "mail melder",
        "contactgegevens",
    ),
    Field.REPORTER_REFERENCE: ("kenmerk melder", "hun kenmerk", "kenmerk", "reference"),
    Field.NAME: ("naam jongere", "naam", "naam betrokkene", "jongere", "name"),
    Field.PHONE: ("telefoonnummer", "telefoon", "tel", "mobiel", "phone"),
    Field.PLATE: ("kenteken", "plate"),
    Field.MUNICIPALITY: ("gemeente", "woonplaats", "plaats", "municipality"),
    Field.OBSERVATION: (
        "gezien of gehoord",
        "waarneming",
        "omschrijving",
        "melding",
        "signaal",
        "observation",
    ),
    Field.INTERPRETATION: ("duiding", "interpretatie", "vermoeden", "interpretation"),
    Field.DESCRIPTION: ("signalement", "kenmerken persoon", "beschrijving", "description"),
    Field.SOURCE: ("van wie gehoord", "bron", "source"),
    Field.KNOWLEDGE: ("hoe weet u het", "soort kennis", "knowledge"),
    Field.SUBJECT: ("over wie of wat", "gaat over", "onderwerp", "subject"),
    Field.FORM: ("vorm van uitbuiting", "vorm", "soort uitbuiting", "form"),
    Field.GROUND: ("reden spoed", "waarom spoed", "reason"),
    Field.URGENCY: ("urgentie", "spoed", "urgency"),
    Field.SIGNS: ("signalen", "signalenlijst", "aangevinkte signalen", "indicatoren", "indicators", "signs"),
    Field.CHANNEL: ("kanaal", "herkomst", "binnengekomen via", "soort melder", "channel"),
}


class RowFault(StrEnum):
    """What keeps a row out, beside what the cells themselves and the rules of a report say."""

    MISSING = "empty_cell"
    NO_DATE = "no_date"
    NO_SUCH_DAY = "no_such_day"
    SHORT_YEAR = "short_year"
    NO_SUCH_CHOICE = "no_such_choice"
    NO_SUCH_SIGN = "no_such_sign"
    TOO_LONG = "too_long"
    OTHER_WORDS = "other_words"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence by its code, and the field where it belongs; empty when it is of the whole row."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What the columns mean: the field of each (empty: left out), and what holds where a row is silent."""

    columns: tuple[str, ...]
    otherwise: Mapping[str, str]

    def place(self, field: str) -> int | None:
        """Give the column that holds a field."""
        return self.columns.index(field) if field in self.columns else None


Words = Mapping[str, Mapping[str, str]]
Answer = str | date | datetime | tuple[str, ...] | None


def said(row: Row, meant: Meant, words: Words, zone: ZoneInfo) -> tuple[dict[str, Answer], list[Fault]]:
    """Give what a row says, by field, and what is wrong with it.

    ``words``: per field of choices its code by what people write, folded. ``zone``: of the days and times.
    """
    faults = [Fault(_where(index, meant), code) for index, code in row.bad.items() if _counts(index, meant)]
    spoilt = {fault.field for fault in faults}
    answers: dict[str, Answer] = {}
    for field in Field:
        place = meant.place(field)
        typed = "" if place is None else row.cells[place].strip()
        if field in spoilt or (not typed and field not in NEEDED):
            continue
        answer, fault = _read(field, typed, words, zone)
        if fault is not None:
            faults.append(Fault(field, fault))
        else:
            answers[field] = answer
    if not faults:
        _fill_in(answers, meant)
    return answers, faults


def propose(headings: list[str], remembered: Mapping[str, str]) -> list[str]:
    """Give for each heading the field it probably means, each field once; empty where nothing fits.

    ``remembered``: what this organisation chose last, by folded heading.
    """
    folded = [fold(heading) for heading in headings]
    chosen = [remembered.get(heading, "") if heading else "" for heading in folded]
    for exact in (True, False):
        for field, names in HEADINGS.items():
            for index, heading in enumerate(folded):
                if field.value in chosen or chosen[index] or not heading or heading in remembered:
                    continue
                if heading in names or (not exact and any(_within(name, heading) for name in names)):
                    chosen[index] = field.value
    return [field if field not in chosen[:index] else "" for index, field in enumerate(chosen)]


def fold(text: str) -> str:
    """Give a text without capitals, accents and signs, to compare by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def keys(row: Row, meant: Meant, *, secret: str) -> tuple[str, str]:
    """Give by what a row is known again, and what it says: keyed hashes.

    With a number of its own it is known by that; without one by all that it says, in whatever order the
    columns stand and whatever file it comes in.
    """
    cells = {field: _squeezed(row.cells[index]) for index, field in enumerate(meant.columns) if field}
    own = fold(cells.get(Field.OWN_NUMBER, ""))
    content = "\x1f".join(f"{field}={cells[field]}" for field in sorted(cells) if cells[field])
    digest = _hash(content, secret)
    return (_hash(f"number {own}", secret) if own else digest, digest)


def hashed(text: str, *, secret: str) -> str:
    """Give a keyed hash of a heading, so that what was chosen can be remembered without its words."""
    return _hash(f"heading {text}", secret)


def _hash(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"sheet: {text}".encode(), hashlib.sha256).hexdigest()


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _within(name: str, heading: str) -> bool:
    return f" {name} " in f" {heading} "


def _counts(index: int, meant: Meant) -> bool:
    """A fault in a column that is left out keeps nothing out."""
    return index == WHOLE_ROW or bool(meant.columns[index])


def _where(index: int, meant: Meant) -> str:
    return "" if index == WHOLE_ROW else meant.columns[index]


def _read(field: Field, typed: str, words: Words, zone: ZoneInfo) -> tuple[Answer, str | None]:
    if not typed:
        return None, RowFault.MISSING
    if field in MOMENTS or field is Field.BORN:
        return _read_day(typed, zone, with_time=field in MOMENTS)
    if field in CHOICES:
        code = words[field].get(fold(typed))
        return code, None if code else RowFault.NO_SUCH_CHOICE
    if field is Field.SIGNS:
        return _read_signs(typed, words[field])
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    if field not in MANY_LINES:
        text = " ".join(text.split())
    return text, RowFault.TOO_LONG if len(text) > LONGEST[field] else None


def _read_signs(typed: str, words: Mapping[str, str]) -> tuple[Answer, str | None]:
    """Give the signs of a cell, each once: one per line or parted by ``;`` or ``|``, or else by commas.

    Names of signs have commas in them, so a piece is parted by these only when it is no sign as it stands.
    """
    found: list[str] = []
    for piece in re.split(r"[;|\r\n]+", typed):
        whole = words.get(fold(piece))
        codes = [whole] if whole else [words.get(fold(part)) for part in piece.split(",") if fold(part)]
        if None in codes:
            return None, RowFault.NO_SUCH_SIGN
        found += [code for code in codes if code not in found]
    return tuple(found), None


_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_CLOCK = r"(?:[T ,]+(?:om )?(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?(?: ?uur| ?u)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}")
_DUTCH = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{2,4}}){_CLOCK}")
_NAMED = re.compile(rf"(?:[a-z]{{2,9}} )?(\d{{1,2}})[ -]([a-z]{{3,9}})\.?[ -](\d{{2,4}}){_CLOCK}")


def _read_day(typed: str, zone: ZoneInfo, *, with_time: bool) -> tuple[Answer, str | None]:
    found = _parts(" ".join(typed.split()))
    if found is None:
        return None, RowFault.NO_DATE
    year, month, day, hour, minute = found
    if len(year) != 4:
        return None, RowFault.SHORT_YEAR
    try:
        on, at = date(int(year), month, int(day)), time(int(hour or 0), int(minute or 0))
    except ValueError:
        return None, RowFault.NO_SUCH_DAY
    return (datetime.combine(on, at, tzinfo=zone) if with_time else on), None


def _parts(typed: str) -> tuple[str, int, str, str | None, str | None] | None:
    """Give year, month, day, hour and minute as they were written."""
    if found := _ISO.fullmatch(typed):
        year, month, day, hour, minute = found.groups()
        return year, int(month), day, hour, minute
    if found := _DUTCH.fullmatch(typed):
        day, month, year, hour, minute = found.groups()
        return year, int(month), day, hour, minute
    found = _NAMED.fullmatch(typed.casefold())
    if found is None:
        return None
    day, name, year, hour, minute = found.groups()
    short = "maa" if name.startswith("mrt") else name[:3]
    return (year, _MONTHS.index(short) + 1, day, hour, minute) if short in _MONTHS else None


def _fill_in(answers: dict[str, Answer], meant: Meant) -> None:
    """Let what was chosen for the whole file hold where a row says nothing."""
    for field, answer in meant.otherwise.items():
        if field not in answers and answer and field != Field.SUBJECT:
            answers[field] = answer
    if Field.SUBJECT not in answers:
        is_about_somebody = any(answers.get(field) for field in ABOUT)
        answers[Field.SUBJECT] = meant.otherwise[Field.SUBJECT] if is_about_somebody else "nobody"
