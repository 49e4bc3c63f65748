"""A file that waits: asked for, behind a password that is shown once, and stopped by others meanwhile.

The ledger leaves the house this way, and a case for whoever takes it over. Who may ask, what is in the file
and who hears of it is decided there; the file itself is made while it is fetched and stands nowhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from stat import S_IFREG
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from stream_zip import ZIP_64, stream_zip

from cases.audit import bulk_rules as rules
from cases.conflict import StateConflictError
from cases.numbers import draw_password
from organisations.actor import Actor
from organisations.history import write
from organisations.identity import sealing
from organisations.models import User


class Asked(Protocol):
    """A row of a table in which files that wait are asked for; moments are aware."""

    asked_by_id: int
    organisation_id: int
    ready_at: datetime
    password: str
    shown_at: datetime | None
    fetched_at: datetime | None
    stopped_at: datetime | None
    stopped_by: User | None
    stop_reason: str


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """Files of one sort: what their passwords are sealed for, and what a refusal says.

    Its acts change a locked row inside the caller's transaction.
    """

    purpose: str
    refusals: Mapping[rules.Refusal, Promise]

    def terms(self, *, now: datetime, has_password: bool = True) -> dict[str, datetime | str]:
        """Give the columns of a new row: when it is ready, and its password (sealed), where it has one."""
        ready_at = now + timedelta(minutes=settings.ZORGTAFEL_EXPORT_MINUTES)
        return {
            "asked_at": now,
            "ready_at": ready_at,
            "password": sealing.seal(draw_password(), purpose=self.purpose) if has_password else "",
        }

    def show(self, standing: Asked, *, actor: Actor, now: datetime) -> None:
        """Write down that the password is shown, this once; ``password_of`` gives it.

        Raises: StateConflictError when it was shown, stopped, or is over.
        """
        self._check(rules.check_show, standing, now=now)
        standing.shown_at = now
        write(standing, actor=actor, now=now, reason="shown")

    def fetch(self, standing: Asked, *, actor: Actor, now: datetime) -> None:
        """Write down that the file is fetched; ``packed`` gives it.

        Raises: StateConflictError when it is too early or too late, was stopped, or nobody has the password.
        """
        self._check(rules.check_fetch, standing, now=now)
        standing.fetched_at = now
        write(standing, actor=actor, now=now, reason="fetched")

    def stop(self, standing: Asked, *, actor: Actor, reason: str, now: datetime) -> None:
        """Stop it; its password is gone with it.

        Raises: StateConflictError when it was stopped already, or is over.
        """
        self._check(rules.check_stop, standing, now=now)
        standing.stopped_at, standing.stopped_by, standing.stop_reason = now, actor.user, reason
        standing.password = ""
        write(standing, actor=actor, now=now, reason="stopped")

    def password_of(self, standing: Asked) -> str:
        """Give the password."""
        return sealing.unseal(standing.password, purpose=self.purpose)

    def packed(self, standing: Asked, name: str, pieces: Iterable[str], *, now: datetime) -> Iterator[bytes]:
        """Give the ZIP with one member, encrypted with the password, as its pieces come."""
        encoded = (piece.encode() for piece in pieces)
        member = (name, timezone.localtime(now), S_IFREG | 0o600, ZIP_64, encoded)
        return iter(stream_zip([member], password=self.password_of(standing)))

    @staticmethod
    def state(asked: Asked, *, now: datetime) -> rules.State:
        """Give where it stands at ``now`` (aware)."""
        return rules.state(_facts(asked), now=now)

    @staticmethod
    def is_own(asked: Asked, actor: Actor) -> bool:
        """Tell whether this person asked for it, for this organisation."""
        return (asked.asked_by_id, asked.organisation_id) == (actor.user_id, actor.organisation_id)

    def _check(self, rule: Callable[..., None], standing: Asked, *, now: datetime) -> None:
        try:
            rule(_facts(standing), now=now)
        except rules.Refused as refused:
            raise StateConflictError(self.refusals[refused.code], code=refused.code) from refused


def _facts(asked: Asked) -> rules.Export:
    return rules.Export(
        ready_at=asked.ready_at,
        is_stopped=asked.stopped_at is not None,
        is_shown=asked.shown_at is not None or not asked.password,  # without one there is nothing to show
    )
