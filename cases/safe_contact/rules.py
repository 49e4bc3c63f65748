"""May somebody use this way to reach a young person now? PURE.

One message on a phone that an exploiter reads can get a young person hurt. So a way that somebody else reads
is never opened by the software, whatever the hour and however urgent; people who must reach somebody choose
another way, or call the police. What nobody knows, or looked at too long ago, is asked about first: phones
change hands. Four weeks is a design choice; no source gives a term.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from cases.workdays import AMSTERDAM

STALE_AFTER = timedelta(days=28)


class WayKind(StrEnum):
    """By which means a young person can be reached."""

    PHONE = "phone"
    MESSAGE = "message"
    MAIL = "mail"
    PERSON = "person"
    PLACE = "place"


class Safety(StrEnum):
    """What is known about who else reads or listens."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """The answer: use it, not at this hour, ask first, or never."""

    FREE = "free"
    NOT_NOW = "not_now"
    ASK_FIRST = "ask_first"
    NEVER = "never"


class Ground(StrEnum):
    """Why a way can't simply be used."""

    NONE = ""
    SOMEBODY_READS = "somebody_reads"
    NOT_KNOWN = "not_known"
    LONG_AGO = "long_ago"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class WayFacts:
    """What is known about a way. Hours are local wall time in Amsterdam; ``checked_at`` is aware."""

    safety: Safety
    checked_at: datetime
    from_time: time | None = None
    until_time: time | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a way may be used now, and why not freely."""

    use: Use
    ground: Ground


def judge(way: WayFacts, *, now: datetime) -> Verdict:
    """Say how a way may be used at ``now`` (aware). What is dangerous outranks what is inconvenient."""
    if way.safety is Safety.UNSAFE:
        return Verdict(Use.NEVER, Ground.SOMEBODY_READS)
    if way.safety is Safety.UNKNOWN:
        return Verdict(Use.ASK_FIRST, Ground.NOT_KNOWN)
    if now - way.checked_at > STALE_AFTER:
        return Verdict(Use.ASK_FIRST, Ground.LONG_AGO)
    if not is_within(way.from_time, way.until_time, now=now):
        return Verdict(Use.NOT_NOW, Ground.OUTSIDE_HOURS)
    return Verdict(Use.FREE, Ground.NONE)


def is_within(start: time | None, end: time | None, *, now: datetime) -> bool:
    """Tell whether the local hour of ``now`` (aware) lies in agreed hours; these may run past midnight.

    Wall time: "between four and eight" stays that in the nights when the clock changes.
    """
    if start is None or end is None:
        return True
    clock = now.astimezone(AMSTERDAM).time()
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end
