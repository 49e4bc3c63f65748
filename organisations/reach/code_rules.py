"""When a code proves that a phone number or an address is somebody's own. PURE.

Six digits that count for a quarter of an hour and for five attempts: who guesses has one chance in two
hundred thousand. A code goes out at most once a minute and ten times a day per person, so that this page
can't be used to bother a stranger.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DIGITS = 6
COUNTS_FOR = timedelta(minutes=15)
MOST_WRONG = 5
WAIT = timedelta(minutes=1)
MOST_A_DAY = 10


class Verdict(StrEnum):
    """What a filled-in code comes to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"


class Refusal(StrEnum):
    """Why no code is sent now."""

    TOO_SOON = "too_soon"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A code that was sent: when (aware), and how many wrong ones were filled in since."""

    asked_at: datetime
    wrong: int = 0


def judge(facts: CodeFacts, *, matches: bool, now: datetime) -> Verdict:
    """Judge a filled-in code; a spent or old code is no use, even when it is the right one."""
    if now - facts.asked_at > COUNTS_FOR:
        return Verdict.EXPIRED
    if facts.wrong >= MOST_WRONG:
        return Verdict.TOO_MANY
    return Verdict.RIGHT if matches else Verdict.WRONG


def may_ask(*, last_asked_at: datetime | None, asked_today: int, now: datetime) -> Refusal | None:
    """Say why no code may go out at ``now`` (aware); None when it may. ``asked_today``: of this person."""
    if last_asked_at is not None and now - last_asked_at < WAIT:
        return Refusal.TOO_SOON
    return Refusal.TOO_OFTEN if asked_today >= MOST_A_DAY else None


def digits_of(typed: str) -> str:
    """Give the digits of a code, whatever spaces or dashes people put between."""
    return "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
