"""One organisation's call in an alert: its address, its lock, and what is noted about it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import rules
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import User


class AlertOverError(StateConflictError):
    """Nobody is missing (any more)."""

    def __init__(self) -> None:
        super().__init__(_("This alert is over. Nobody needs to answer it any more."), code="alert_over")


def check_running(episode: MissingEpisode) -> None:
    """Pass while somebody is missing.

    Raises:
        AlertOverError: the alert is over.
    """
    if episode.status != rules.EpisodeStatus.RUNNING:
        raise AlertOverError


def page_of(episode: MissingEpisode) -> str:
    """Give the address of the live page of an alert."""
    return f"/missing/{episode.number}/"


def woken_at(episode: MissingEpisode) -> datetime:
    """Give when a human last let an alert call people."""
    return episode.woken_at or episode.raised_at


def record(call: AlertCall, event: Event, actor: Actor, *, now: datetime, **detail: int) -> None:
    """Write the ledger line of something that happened to a call; ``detail`` holds numbers only."""
    ledger.record(
        actor,
        event,
        on=call,
        case=call.episode.case,
        now=now,
        compartments=[Compartment.MISSING],
        object_number=call.episode.number,
        called=call.organisation_id,
        **detail,
    )


def note(
    call: AlertCall, kind: str, *, at: datetime, level: int = 0, people: int = 0, user: User | None = None
) -> None:
    """Append to what happened in a call, for the ladder on the page."""
    AlertEvent.objects.create(call=call, kind=kind, level=level, people=people, user=user, at=at)


def lockable(*, skip_locked: bool = False) -> QuerySet[AlertCall]:
    """Give the calls with a lock on them (not on what they belong to)."""
    rows = AlertCall.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("episode__case", "organisation")
