"""When the whole ledger, or a part of it, may leave the house as a file. PURE.

A bulk export says who read which case about whom: it waits a day, so that somebody else can stop it, and
the file can be fetched for a week. Both terms are design choices (features: Primero asks a password for
every export; BIO2 8.15 wants logs as well protected as what they are about).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: So long a file that is ready can be fetched.
FETCHABLE = timedelta(days=7)


class State(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    READY = "ready"
    EXPIRED = "expired"
    STOPPED = "stopped"


class Refusal(StrEnum):
    """Why something cannot be done with an export now."""

    TOO_EARLY = "too_early"
    EXPIRED = "expired"
    STOPPED = "stopped"
    SHOWN_ALREADY = "shown_already"
    NOT_SHOWN = "not_shown"


class Refused(Exception):
    """The state does not allow it; ``code`` says why."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Export:
    """What decides: from when the file can be fetched (aware), stopped or not, password shown or not."""

    ready_at: datetime
    is_stopped: bool
    is_shown: bool


def state(export: Export, *, now: datetime) -> State:
    """Give where an export stands at ``now`` (aware)."""
    if export.is_stopped:
        return State.STOPPED
    if now < export.ready_at:
        return State.WAITING
    return State.READY if now < export.ready_at + FETCHABLE else State.EXPIRED


def check_show(export: Export, *, now: datetime) -> None:
    """Pass when the password can be shown: once, before the file is fetched.

    Raises: Refused when it was shown, or the export is over.
    """
    _check_not_over(state(export, now=now))
    if export.is_shown:
        raise Refused(Refusal.SHOWN_ALREADY)


def check_fetch(export: Export, *, now: datetime) -> None:
    """Pass when the file can be fetched.

    Raises: Refused when it is too early or too late, was stopped, or nobody knows the password.
    """
    standing = state(export, now=now)
    _check_not_over(standing)
    if standing is State.WAITING:
        raise Refused(Refusal.TOO_EARLY)
    if not export.is_shown:
        raise Refused(Refusal.NOT_SHOWN)


def check_stop(export: Export, *, now: datetime) -> None:
    """Pass when there is still something to stop.

    Raises: Refused when it was stopped already or is over.
    """
    _check_not_over(state(export, now=now))


def _check_not_over(standing: State) -> None:
    if standing is State.STOPPED:
        raise Refused(Refusal.STOPPED)
    if standing is State.EXPIRED:
        raise Refused(Refusal.EXPIRED)
