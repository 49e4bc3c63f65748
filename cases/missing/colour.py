"""The colour of a running alert: graver for a new danger, milder only with a reason that is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import alert, rules
from cases.missing.call import check_running
from cases.missing.models import MissingEpisode
from cases.missing.standing import lock, require, tell_books
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write


def raise_to(
    episode: MissingEpisode,
    colour: str,
    *,
    actor: Actor,
    reason: str = "",
    version: int | None,
    now: datetime,
) -> MissingEpisode:
    """Give a graver colour; everyone who was called hears it.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, or the colour is not graver.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = _running(episode, version)
        if step(standing, colour) <= 0:
            raise _other_step()
        standing.woken_at = now
        _write(standing, colour, reason, "alert_colour_raised", actor=actor, now=now)
        alert.tell_called("alert_graver", standing, stage=str(standing.version), actor=actor, now=now)
    return standing


def lower_to(
    episode: MissingEpisode, colour: str, *, actor: Actor, reason: str, version: int | None, now: datetime
) -> MissingEpisode:
    """Give a milder colour, with the reason that stays beside it.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, the reason is missing, or the colour is not milder.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = _running(episode, version)
        if step(standing, colour) >= 0:
            raise _other_step()
        if not reason.strip():
            raise StateConflictError(
                _("A milder colour needs a reason."), code="colour_reason_missing", field="reason"
            )
        _write(standing, colour, reason, "alert_colour_lowered", actor=actor, now=now)
    return standing


def step(episode: MissingEpisode, colour: str) -> int:
    """Tell how much graver (above zero) or milder a colour is than the one the alert has."""
    return rules.SEVERITY[rules.Colour(colour)] - rules.SEVERITY[rules.Colour(episode.colour)]


def _running(episode: MissingEpisode, version: int | None) -> MissingEpisode:
    standing = lock(episode)
    check_running(standing)
    check_version(standing, version)
    return standing


def _write(
    episode: MissingEpisode, colour: str, reason: str, kind: str, *, actor: Actor, now: datetime
) -> None:
    before, episode.colour, episode.colour_reason = episode.colour, colour, reason
    write(episode, actor=actor, now=now, reason="colour")
    tell_books(
        episode,
        Event.EPISODE_CHANGED,
        kind,
        Act.SOUND_ALERT,
        actor=actor,
        now=now,
        before=before,
        colour=colour,
    )


def _other_step() -> StateConflictError:
    return StateConflictError(
        _("The alert has this colour already. Choose another one."), code="colour_step", field="colour"
    )
