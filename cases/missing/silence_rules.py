"""How long an alert may stay silent, and how long it may call people by itself. PURE.

Who answers a red alert takes it up; when an hour goes by without any fact and without a word, the person
is reminded, and a quarter of an hour later the organisation is called again: an acknowledgement at 02:00 by
somebody who fell asleep may not end the search. A day after a human last let it call, an alert wakes nobody
any more until a human says so (feature F21; others learnt it from a system that called people for an alert
of months ago, https://github.com/grafana/oncall/issues/3111). No source gives these times as a norm; they
are settings of ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.workdays import after, is_after

SILENT_AFTER = timedelta(minutes=60)
ANSWER_WITHIN = timedelta(minutes=15)
CALLS_FOR = timedelta(hours=24)


class Step(StrEnum):
    """What silence asks for."""

    NOTHING = "nothing"
    REMIND = "remind"
    CALL_AGAIN = "call_again"


@dataclass(frozen=True, slots=True)
class SilenceFacts:
    """An acknowledged call: its last sign of life and the reminder after it. Moments are aware."""

    is_red: bool
    last_sign_at: datetime
    reminded_at: datetime | None = None


def judge(facts: SilenceFacts, *, now: datetime) -> Step:
    """Say what must happen at ``now``: only red alerts, and a sign of life starts the hour anew."""
    if not facts.is_red or is_after(next_look(facts), now):
        return Step.NOTHING
    return Step.CALL_AGAIN if _is_reminded(facts) else Step.REMIND


def next_look(facts: SilenceFacts) -> datetime:
    """Give the moment at which ``judge`` has something to say, as long as nobody gives a sign of life."""
    if facts.reminded_at is not None and _is_reminded(facts):
        return after(facts.reminded_at, ANSWER_WITHIN)
    return after(facts.last_sign_at, SILENT_AFTER)


def may_call(woken_at: datetime, *, now: datetime) -> bool:
    """Tell whether an alert may still wake people; ``woken_at`` is when a human last let it call."""
    return not is_after(now, after(woken_at, CALLS_FOR))


def _is_reminded(facts: SilenceFacts) -> bool:
    return facts.reminded_at is not None and not is_after(facts.last_sign_at, facts.reminded_at)
