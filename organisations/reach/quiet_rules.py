"""What waits for the end of somebody's quiet hours or for their daily digest, and what never does. PURE.

A red alert always calls, and so does whoever is on duty or took the alert up. Quiet hours hold what is said
about a green or orange alert, and news that is not urgent; who rests is not counted as called, so that the
next one is. A digest takes the news together and never an alert (feature F23: "digest for low urgency, page
for high; per-user quiet hours except red"). Quiet hours are wall time, from the first moment at which the
clock shows their start until the first at which it shows their end, also in the nights when it changes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
#: Longer would let an alert become too old to call anybody (``messages.WAKES_FOR``) in the long night.
LONGEST = timedelta(hours=10)
#: The colour that nothing holds.
RED = "red"


class Matter(StrEnum):
    """What a message is about."""

    ALERT = "alert"  # about a young person who is missing
    URGENT = "urgent"  # anything else that can't wait
    NEWS = "news"


class Why(StrEnum):
    """Why a message waits."""

    QUIET = "quiet"
    DIGEST = "digest"


class Fault(StrEnum):
    """What is wrong with a choice."""

    HALF = "half"
    NO_LENGTH = "no_length"
    TOO_LONG = "too_long"
    DIGEST_IN_QUIET = "digest_in_quiet"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose, in wall time; None where they chose nothing."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told; ``colour`` is empty when it has none."""

    matter: Matter
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A message waits until an aware moment (UTC)."""

    until: datetime
    why: Why


def hold(
    message: Message, choice: Choice, *, is_on_duty: bool = False, now: datetime, zone: tzinfo
) -> Hold | None:
    """Say how long a message waits for somebody at ``now`` (aware); None when it goes at once.

    ``is_on_duty``: on the roster at this moment, or the one who took the alert up.
    """
    if message.colour == RED or message.matter is Matter.URGENT:
        return None
    if message.matter is Matter.ALERT and is_on_duty:
        return None
    if message.matter is Matter.NEWS and choice.digest_at is not None:
        return Hold(next_at(choice.digest_at, now=now, zone=zone), Why.DIGEST)
    until = rests_until(choice, now=now, zone=zone)
    return None if until is None else Hold(until, Why.QUIET)


def rests_until(choice: Choice, *, now: datetime, zone: tzinfo) -> datetime | None:
    """Give the end (UTC) of the quiet hours in which ``now`` (aware) lies; None outside them."""
    if choice.quiet_from is None or choice.quiet_until is None:
        return None
    today = now.astimezone(zone).date()
    for day in (today - A_DAY, today):
        last = day if choice.quiet_from < choice.quiet_until else day + A_DAY
        end = instant(last, choice.quiet_until, zone)
        if instant(day, choice.quiet_from, zone) <= now < end:
            return end
    return None


def next_at(clock: time, *, now: datetime, zone: tzinfo) -> datetime:
    """Give the first moment (UTC) after ``now`` (aware) at which the clock shows a time."""
    today = now.astimezone(zone).date()
    moments = (instant(today + A_DAY * step, clock, zone) for step in range(3))
    return next(moment for moment in moments if moment > now)


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """Give the first moment (UTC) of a day at which the clock shows at least a time.

    What is shown twice counts the first time; what is skipped counts at the skip.
    """
    wall = datetime.combine(day, clock)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    while _wall(found - A_MINUTE, zone) >= wall:
        found -= A_MINUTE
    return found


def fault(choice: Choice) -> Fault | None:
    """Say what is wrong with a choice; None when nothing is."""
    begin, end = choice.quiet_from, choice.quiet_until
    if (begin is None) != (end is None):
        return Fault.HALF
    if begin is None or end is None:
        return None
    if begin == end:
        return Fault.NO_LENGTH
    if _between(begin, end) > LONGEST:
        return Fault.TOO_LONG
    if choice.digest_at is not None and _between(begin, choice.digest_at) < _between(begin, end):
        return Fault.DIGEST_IN_QUIET
    return None


def _between(begin: time, end: time) -> timedelta:
    """Give how long it is by the clock from one time to the next occurrence of another."""
    day = date(2000, 1, 1)
    return (datetime.combine(day, end) - datetime.combine(day, begin)) % A_DAY


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
