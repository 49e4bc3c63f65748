"""What makes an overlap, how it is kept without telling, and what two answers come to. PURE.

Only what singles somebody out is compared: how the whole name sounds together with the date of birth, a phone
number, a number plate. A name alone never (feature M5: the good half of the Verwijsindex, which failed on
signals that led nowhere and on showing who was in it). What is kept is a keyed hash, with another key for
every covenant: hashes of two covenants say nothing about each other, and a copy of the table alone can't be
searched with a list of names. The figures of the pace are a design choice, as in ``existence_rules``.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.casefile.mark_rules import Kind, Mark
from cases.workdays import deadline

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: What was compared is counted for a day (``MOST``); after this nobody needs to know that it was. Ours.
KEPT_FOR = timedelta(days=2)
#: Length of the short name of a key.
KEY_ID = 8
#: So many working days both sides have to answer; no source prescribes it.
ANSWER_WORKDAYS = 2


def combinations(marks: Iterable[Mark]) -> frozenset[str]:
    """Give what marks of one file single somebody out, each as a text that two files have in common."""
    every = list(marks)
    heard = [mark.key for mark in every if mark.kind is Kind.SOUND]
    days = {mark.key.removeprefix("born:").split(" ")[0] for mark in every if mark.kind is Kind.BORN}
    alone = [mark.key for mark in every if mark.kind in {Kind.PHONE, Kind.PLATE}]
    return frozenset([*alone, *(f"{name} born:{day}" for name in heard for day in days)])


def digest(combination: str, *, table: int, secret: str) -> str:
    """Give the keyed hash of a combination at one table (the id of its covenant)."""
    own = hmac.new(secret.encode(), f"zorgtafel.overlap:{table}".encode(), hashlib.sha256).digest()
    return hmac.new(own, combination.encode(), hashlib.sha256).hexdigest()


def key_id(secret: str) -> str:
    """Give a short name of a key, from which nobody learns the key: it stands beside what the key made."""
    return hmac.new(secret.encode(), b"zorgtafel.overlap.key", hashlib.sha256).hexdigest()[:KEY_ID]


def due(found_at: datetime) -> datetime:
    """Give the moment before which both sides answer an overlap found at an aware moment."""
    return deadline(found_at, ANSWER_WORKDAYS)


class Pace(StrEnum):
    """Which limit was reached."""

    PERSON_HOUR = "person_hour"
    PERSON_DAY = "person_day"
    ORGANISATION_DAY = "organisation_day"


#: Who writes down real people stays far below these; who makes people up to probe does not.
MOST: dict[Pace, int] = {Pace.PERSON_HOUR: 20, Pace.PERSON_DAY: 60, Pace.ORGANISATION_DAY: 200}


@dataclass(frozen=True, slots=True)
class Compared:
    """How often something new of this person and organisation was compared before."""

    person_hour: int
    person_day: int
    organisation_day: int


def too_many(compared: Compared) -> Pace | None:
    """Give the limit that one more comparison would pass; None when it may be done."""
    return next((pace for pace, most in MOST.items() if getattr(compared, pace.value) >= most), None)


class Answer(StrEnum):
    """What one side says; empty as long as it says nothing."""

    NONE = ""
    YES = "yes"
    NO = "no"


class Outcome(StrEnum):
    """How an overlap ended; empty as long as it runs."""

    NONE = ""
    SHARED = "shared"
    CLOSED = "closed"
    LAPSED = "lapsed"


def outcome(here: Answer, there: Answer) -> Outcome:
    """Give what two answers come to: both told when both want it, closed at the first no."""
    if Answer.NO in (here, there):
        return Outcome.CLOSED
    return Outcome.SHARED if here == there == Answer.YES else Outcome.NONE
