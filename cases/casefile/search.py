"""Finding a case by number, pseudonym or name; never by what one may not read."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from cases.access import gate
from cases.casefile import listing
from cases.casefile.models import Case
from cases.casefile.names import fold
from cases.coordination import coordinator
from organisations.actor import Actor
from organisations.compartments import Compartment

MOST = 25
NUMBER = re.compile(r"\bC-?(\d\d)-?([0-9A-Z]{5})\b", re.IGNORECASE)
PSEUDONYM = re.compile(r"\b(\d\d)-(\d{3,})\b")
DAY = re.compile(r"\b(?:(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, understood: a number, a pseudonym, or a name with or without a birth date."""

    number: str = ""
    pseudonym: str = ""
    name: str = ""
    born: date | None = None


def understand(typed: str) -> Wanted:
    """Read a search term: ``C-26-7K3QF``, ``Jongere 26-017``, ``Noor Zeegras 04-05-2011``."""
    number = NUMBER.search(typed)
    if number:
        return Wanted(number=f"C-{number[1]}-{number[2]}".upper())
    born, rest = _take_day(typed)
    pseudonym = PSEUDONYM.search(rest)
    if pseudonym and born is None:
        return Wanted(pseudonym=f"Jongere {pseudonym[1]}-{pseudonym[2]}")
    return Wanted(name=fold(rest), born=born)


def find(actor: Actor, typed: str, *, now: datetime) -> list[listing.Row]:
    """Give the cases this actor may open that answer the term, at most 25; names where identity is open."""
    wanted = understand(typed)
    cases = list(_matching(actor, wanted, now=now).order_by("-updated_at", "-id")[:MOST])
    named = _titles(actor, cases, is_by_name=bool(wanted.name), now=now)
    names = coordinator.names(case.pk for case in cases)
    return [listing.row(case, named.get(case.pk, case.pseudonym), names) for case in cases]


def _matching(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Case]:
    cases = Case.objects.select_related("young_person")
    if wanted.number:
        return gate.visible(actor, cases.filter(number=wanted.number), now=now)
    if wanted.pseudonym:
        return gate.visible(actor, cases.filter(pseudonym=wanted.pseudonym), now=now)
    if not wanted.name:
        return cases.none()
    cases = cases.filter(**{"young_person__birth_date": wanted.born} if wanted.born else {})
    for part in wanted.name.split():
        cases = cases.filter(young_person__name_key__contains=part)
    return gate.visible(actor, cases, Compartment.IDENTITY, now=now)


def _titles(actor: Actor, cases: list[Case], *, is_by_name: bool, now: datetime) -> dict[int, str]:
    """Give the readable names: whoever found a case by name may read it, the others are asked about."""
    if is_by_name or not cases:
        return listing.readable_names(cases)
    found = Case.objects.select_related("young_person").filter(pk__in=[case.pk for case in cases])
    return listing.readable_names(gate.visible(actor, found, Compartment.IDENTITY, now=now))


def _take_day(typed: str) -> tuple[date | None, str]:
    """Split a birth date off; a day that does not exist is left in the text."""
    found = DAY.search(typed)
    if found is None:
        return None, typed
    day, month, year = (found[1], found[2], found[3]) if found[3] else (found[6], found[5], found[4])
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return None, typed
    return born, typed[: found.start()] + " " + typed[found.end() :]
