"""The colour of a running alert: graver for a new danger, milder only with a reason that is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import alert, rules, waking
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
    """Give a graver colour; everyone who was called hears it. Anybody who answers alerts here may.

    Who did not answer yet is called anew by the levels of that colour, quiet hours or not: the waits of a
    milder one may be hours.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: the alert is over, or the colour is not graver.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = running(episode, version)
        if step(standing, colour) <= 0:
            raise other_step()
        standing.woken_at = now
        give(standing, colour, reason, "alert_colour_raised", act=Act.ANSWER_ALERT, actor=actor, now=now)
        waking.ring(standing, waking.without_answer(standing), actor=actor, now=now)
        alert.tell_called("alert_graver", standing, stage=str(standing.version), actor=actor, now=now)
    return standing


def lower_to(
    episode: MissingEpisode, colour: str, *, actor: Actor, reason: str, version: int | None, now: datetime
) -> MissingEpisode:
    """Give a milder colour, with the reason that stays beside it; a red one needs two people (``lowering``).

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over or red, the reason is missing, or the colour is not milder.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = running(episode, version)
        check_milder(standing, colour, reason)
        if needs_second(standing):
            raise StateConflictError(
                _("A red alert gets a milder colour only when a second person agrees. Ask for it."),
                code="second_person_needed",
                field="colour",
            )
        give(standing, colour, reason, "alert_colour_lowered", act=Act.SOUND_ALERT, actor=actor, now=now)
    return standing


def needs_second(episode: MissingEpisode) -> bool:
    """Tell whether making this alert milder takes two people."""
    return rules.Colour(episode.colour) is rules.Colour.RED


def step(episode: MissingEpisode, colour: str) -> int:
    """Tell how much graver (above zero) or milder a colour is than the one the alert has."""
    return rules.SEVERITY[rules.Colour(colour)] - rules.SEVERITY[rules.Colour(episode.colour)]


def running(episode: MissingEpisode, version: int | None) -> MissingEpisode:
    """Lock a running alert that nobody changed since the page was opened."""
    standing = lock(episode)
    check_running(standing)
    check_version(standing, version)
    return standing


def check_milder(episode: MissingEpisode, colour: str, reason: str) -> None:
    """Pass when a colour is milder than the alert has, and a reason says why.

    Raises:
        StateConflictError: one of both does not hold.
    """
    if step(episode, colour) >= 0:
        raise other_step()
    if not reason.strip():
        raise StateConflictError(
            _("A milder colour needs a reason."), code="colour_reason_missing", field="reason"
        )


def give(
    episode: MissingEpisode, colour: str, reason: str, kind: str, *, act: Act, actor: Actor, now: datetime
) -> None:
    """Write another colour on a locked alert, and tell both books."""
    before, episode.colour, episode.colour_reason = episode.colour, colour, reason
    write(episode, actor=actor, now=now, reason="colour")
    tell_books(
        episode,
        Event.EPISODE_CHANGED,
        kind,
        act,
        actor=actor,
        now=now,
        before=before,
        colour=colour,
    )


def other_step() -> StateConflictError:
    """Give the refusal of a colour that goes the wrong way."""
    return StateConflictError(
        _("The alert has this colour already. Choose another one."), code="colour_step", field="colour"
    )
