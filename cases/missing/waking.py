"""An alert that wakes nobody any more, until a human lets it call again (feature F21)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import rules
from cases.missing.call import check_running, lockable, note_all
from cases.missing.models import AlertCall, MissingEpisode
from cases.missing.silence import start_again, watch_again
from cases.missing.standing import lock, require, tell_books
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write, write_all

#: Calls that ended without an answer while the alert still runs.
UNANSWERED = (rules.AckState.QUIET.value, rules.AckState.NOBODY_REACHABLE.value)


def unanswered(episode: MissingEpisode) -> QuerySet[AlertCall]:
    """Give the calls of an alert that a human may let ring again."""
    return AlertCall.objects.filter(episode=episode, state__in=UNANSWERED)


def call_again(episode: MissingEpisode, *, actor: Actor, now: datetime) -> MissingEpisode:
    """Call every organisation again that did not answer, from its first level.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        AlertOverError: nobody is missing any more.
        StateConflictError: everybody answered, or is being called.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        check_running(standing)
        calls = list(lockable().filter(episode=standing, state__in=UNANSWERED).order_by("pk"))
        if not calls:
            raise StateConflictError(
                _("Every organisation has answered, or is being called."), code="nobody_to_call"
            )
        standing.woken_at = now
        write(standing, actor=actor, now=now, reason="called again")
        ring(standing, calls, actor=actor, now=now)
        tell_books(
            standing,
            Event.ALERT_CALLED_AGAIN,
            "alert_called_again",
            Act.SOUND_ALERT,
            actor=actor,
            now=now,
            organisations=len(calls),
        )
    return standing


def without_answer(episode: MissingEpisode) -> list[AlertCall]:
    """Lock and give the calls of a running alert that nobody answered, also those that still ring."""
    states = (rules.AckState.WAITING.value, *UNANSWERED)
    return list(lockable().filter(episode=episode, state__in=states).order_by("pk"))


def ring(episode: MissingEpisode, calls: list[AlertCall], *, actor: Actor, now: datetime) -> None:
    """Let locked calls ring again from their first level, by the levels of the colour that it has now.

    As many statements for forty organisations as for two.
    """
    start_again(calls, episode.colour, now=now)
    write_all(calls, actor=actor, now=now, reason="called again")
    note_all(calls, "called_again", at=now, user=actor.user)
    outbox.cancel("alert", number=episode.number)  # what still waits is of the round before
    watch_again(episode, actor=actor, now=now)
    transaction.on_commit(outbox.poke_escalation, robust=True)
