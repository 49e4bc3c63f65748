"""Making a red alert milder: one person asks with a reason, another one confirms it or refuses."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import alert, colour
from cases.missing.four_eyes_rules import SecondPersonNeeded, check_second
from cases.missing.models import ColourLowering, MissingEpisode
from cases.missing.standing import require, tell_books
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write


def ask(
    episode: MissingEpisode, to: str, *, actor: Actor, reason: str, version: int | None, now: datetime
) -> ColourLowering:
    """Ask that a red alert gets a milder colour; everyone who was called hears that somebody asks.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, the reason is missing, the colour is not milder, or somebody
            asked already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = colour.running(episode, version)
        colour.check_milder(standing, to, reason)
        if waiting(standing) is not None:
            raise StateConflictError(
                _("Somebody asked this already. A second person answers that first."), code="already_asked"
            )
        asked = ColourLowering(
            episode=standing,
            colour=to,
            reason=reason,
            asked_by=actor.user,
            asked_for=actor.organisation,
            asked_at=now,
        )
        write(asked, actor=actor, now=now)
        tell_books(
            standing,
            Event.MILDER_COLOUR_ASKED,
            "alert_milder_asked",
            Act.SOUND_ALERT,
            actor=actor,
            now=now,
            colour=to,
        )
        alert.tell_called("alert_milder_asked", standing, stage=str(asked.pk), actor=actor, now=now)
    return asked


def confirm(episode: MissingEpisode, *, actor: Actor, now: datetime) -> MissingEpisode:
    """Confirm, as the second person, that an alert gets the milder colour that somebody asked for.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, nobody asks (any more), or the actor asked it themselves.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = colour.running(episode, None)
        asked = _answerable(standing, actor)
        colour.give(
            standing,
            asked.colour,
            asked.reason,
            "alert_colour_lowered",
            act=Act.SOUND_ALERT,
            actor=actor,
            now=now,
        )
        _answer(asked, "accepted", actor=actor, now=now)
    return standing


def refuse(episode: MissingEpisode, *, actor: Actor, reason: str, now: datetime) -> ColourLowering:
    """Refuse, as the second person, that an alert gets a milder colour; it stays red.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, nobody asks (any more), no reason, or the actor asked it.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    if not reason.strip():
        raise StateConflictError(_("Write down the reason."), code="reason_missing", field="reason")
    with transaction.atomic():
        standing = colour.running(episode, None)
        asked = _answerable(standing, actor)
        asked.answer = reason
        _answer(asked, "refused", actor=actor, now=now)
        tell_books(
            standing,
            Event.MILDER_COLOUR_REFUSED,
            "alert_milder_refused",
            Act.SOUND_ALERT,
            actor=actor,
            now=now,
        )
    return asked


def waiting(episode: MissingEpisode) -> ColourLowering | None:
    """Give what somebody asks and nobody answered yet."""
    rows = ColourLowering.objects.filter(episode=episode, state="waiting")
    return rows.select_related("asked_by", "asked_for").first()


def _answerable(episode: MissingEpisode, actor: Actor) -> ColourLowering:
    asked = waiting(episode)
    if asked is None or colour.step(episode, asked.colour) >= 0:
        raise StateConflictError(
            _("Nobody asks for a milder colour (any more). Look at the alert."), code="nothing_asked"
        )
    try:
        check_second(first=asked.asked_by_id, second=actor.user_id)
    except SecondPersonNeeded as refused:
        raise StateConflictError(
            _("You asked this yourself. A second person answers it; phone somebody who was called."),
            code="second_person_needed",
        ) from refused
    return asked


def _answer(asked: ColourLowering, state: str, *, actor: Actor, now: datetime) -> None:
    asked.state, asked.answered_by, asked.answered_at = state, actor.user, now
    write(asked, actor=actor, now=now)
