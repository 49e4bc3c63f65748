"""The hundred invented young people: who they are and what the concern is. PURE.

The shares follow published figures, so that lists and statistics look like those of a real
table (the sources stand with each).
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.demo import names
from cases.demo.clock import HERE
from cases.demo.parties import MUNICIPALITIES

#: Minors by form of exploitation, 2019-2023 (the source's parts add up to 377): https://nji.nl/cijfers/mensenhandel
FORMS = {"sexual": 231, "criminal": 83, "labour": 18, "unknown": 45}
#: Ages of 119 victims in 2015: 12 under 14, 46 of 15-17, 37 of 18-20, the other 24 spread over 14, 21 and 22.
#: http://nji.nl/nl/Kennis/Dossier/Slachtoffers-loverboys/Achtergrond/Loverboyslachtoffers-Cijfers
AGES = {12: 4, 13: 8, 14: 12, 15: 15, 16: 16, 17: 15, 18: 13, 19: 12, 20: 12, 21: 7, 22: 5}
#: Who reports, 2024, folded onto the organisations of this region (police 31%, care coordination 28%).
#: https://publicaties.comensha.nl/het_beeld_van_2024/verdieping_3
REPORTERS = {"farid": 22, "fatima": 9, "bram": 14, "boris": 6, "hanna": 9, "hugo": 6, "kaat": 8, "mo": 10}
URGENCIES = {"acute": 8, "urgent": 32, "normal": 60}
#: About one in five young people in care runs off: https://www.trouw.nl/home/vermiste-friese-meisjes-zijn-weer-terecht~a7ce344c/
RUNS_OFF = 0.2
#: Reports outnumber victims (about 1,060 to 944 in 2024): one in eight is reported twice.
REPORTED_TWICE = 0.125
#: Of the signals that come in, these become a case; the others end with feedback or unsubstantiated.
BECOMES_CASE = 0.7


@dataclass(frozen=True, slots=True)
class Child:
    """One invented young person, and what will be seen of them. Instants are aware."""

    name: str
    birth_date: date
    municipality: str
    form: str
    urgency: str
    reporter: str
    begins_at: datetime
    becomes_case: bool
    reported_twice: bool
    runs_off: bool


def invent(rng: random.Random, *, count: int, months: int, today: date) -> list[Child]:
    """Give ``count`` young people with beginnings spread over the months before ``today`` (local)."""
    return [
        _child(rng, name, today - timedelta(days=rng.randrange(2, months * 30)))
        for name in names.invent(rng, count)
    ]


def _child(rng: random.Random, name: str, day: date) -> Child:
    begins_at = datetime.combine(day, time(8), HERE) + timedelta(minutes=rng.randrange(540))
    age = _pick(rng, AGES)
    return Child(
        name=name,
        birth_date=day - timedelta(days=age * 365.25 + rng.randrange(365)),
        municipality=rng.choice(MUNICIPALITIES),
        form=_pick(rng, FORMS),
        urgency=_pick(rng, URGENCIES),
        reporter=_pick(rng, REPORTERS),
        begins_at=begins_at,
        becomes_case=rng.random() < BECOMES_CASE,
        reported_twice=rng.random() < REPORTED_TWICE,
        runs_off=rng.random() < RUNS_OFF,
    )


def _pick(rng: random.Random, weights: dict) -> object:
    return rng.choices(list(weights), weights=list(weights.values()))[0]
