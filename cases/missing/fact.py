"""Facts of an episode: what somebody learnt or did while somebody is missing. Appended, never changed."""

from datetime import datetime

from django.db import transaction

from cases.audit.events import Event
from cases.happened import check_happened
from cases.missing.call import check_running
from cases.missing.models import EpisodeFact, MissingEpisode
from cases.missing.standing import lock, require, tell_books
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write


def add(
    episode: MissingEpisode, *, actor: Actor, kind: str, text: str, happened_at: datetime, now: datetime
) -> EpisodeFact:
    """Append what somebody learnt or did; ``happened_at`` is aware.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: the alert is over, or the moment is still to come.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        check_running(standing)
        check_happened(happened_at, "happened_at", now=now)
        fact = _append(standing, kind, text, happened_at, actor=actor, now=now)
        tell_books(
            standing, Event.EPISODE_FACT_ADDED, "episode_fact_added", Act.ANSWER_ALERT, actor=actor, now=now
        )
    return fact


def tell_police(
    episode: MissingEpisode,
    *,
    actor: Actor,
    reference: str,
    told_at: datetime,
    contact: str = "",
    decided: str = "",
    now: datetime,
) -> MissingEpisode:
    """Write down that the police know, with their reference (mutatienummer); ``told_at`` is aware.

    ``contact``: who took it up there. ``decided``: how urgent they find it and what they do. Both are facts
    of their own, so that a later decision or another officer stands beside them. Without a new reference
    the one that is known stays.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: the alert is over, or the moment is still to come.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        check_running(standing)
        check_happened(told_at, "told_at", now=now)
        standing.police_told, standing.police_reference = "yes", reference or standing.police_reference
        write(standing, actor=actor, now=now)
        _append(standing, "police_told", reference, told_at, actor=actor, now=now)
        for kind, text in (("police_contact", contact), ("police_decided", decided)):
            if text:
                _append(standing, kind, text, told_at, actor=actor, now=now)
        tell_books(standing, Event.EPISODE_CHANGED, "police_told", Act.ANSWER_ALERT, actor=actor, now=now)
    return standing


def _append(
    episode: MissingEpisode, kind: str, text: str, happened_at: datetime, *, actor: Actor, now: datetime
) -> EpisodeFact:
    fact = EpisodeFact(
        episode=episode,
        kind=kind,
        text=text,
        happened_at=happened_at,
        at=now,
        by=actor.user,
        organisation=actor.organisation,
    )
    return write(fact, actor=actor, now=now)
