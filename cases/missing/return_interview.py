"""The talk after the return: held within its clock, or offered and declined."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.standing import lock, require, tell_books
from cases.workdays import is_after
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write


@dataclass(frozen=True, slots=True)
class Talk:
    """What came of the talk: when it was held (aware), or why it was declined."""

    held_at: datetime | None = None
    held_by: str = ""
    own_words: str = ""
    agreements: str = ""
    refused_reason: str = ""


def record(
    episode: MissingEpisode, *, actor: Actor, talk: Talk, version: int | None = None, now: datetime
) -> ReturnInterview:
    """Record the return talk of an episode; one that was declined first may still be held later.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: not found yet, recorded already, neither held nor declined, or a
            moment that can't be true.
        StaleWriteError: somebody else recorded it since the page was opened.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        interview = _open(standing)
        check_version(interview, version)
        _check(talk, standing, now=now)
        interview.held_at, interview.held_by = talk.held_at, talk.held_by
        interview.own_words, interview.agreements = talk.own_words, talk.agreements
        interview.refused_reason = talk.refused_reason
        interview.recorded_by, interview.recorded_at = actor.user, now
        write(interview, actor=actor, now=now)
        kind = "return_talk_declined" if talk.held_at is None else "return_talk_held"
        tell_books(standing, Event.RETURN_INTERVIEW_RECORDED, kind, Act.ANSWER_ALERT, actor=actor, now=now)
    return interview


def _open(episode: MissingEpisode) -> ReturnInterview:
    interview = ReturnInterview.objects.filter(episode=episode).first()
    if interview is None:
        raise StateConflictError(
            _("The return talk comes after the young person is found. Record that first."),
            code="not_found_yet",
        )
    if interview.held_at is not None:
        raise StateConflictError(
            _("The return talk of this episode is recorded already."), code="talk_recorded"
        )
    return interview


def _check(talk: Talk, episode: MissingEpisode, *, now: datetime) -> None:
    if (talk.held_at is None) is not bool(talk.refused_reason.strip()):
        raise StateConflictError(
            _("Fill in when the talk was held, or why it was declined; not both."),
            code="held_or_declined",
            field="held_at",
        )
    if talk.held_at is None:
        return
    check_happened(talk.held_at, "held_at", now=now)
    if is_after(episode.found_at, talk.held_at):
        raise StateConflictError(
            _("This is before the young person was found. Check the date and the time."),
            code="talk_before_found",
            field="held_at",
        )
