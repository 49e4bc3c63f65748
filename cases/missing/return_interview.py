"""The talk after the return: offered by somebody independent within its term, then held or declined."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.missing import return_rules
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.people import admitted
from cases.missing.return_people import stewards
from cases.missing.return_rules import Interviewer, NotIndependent, Tie
from cases.missing.standing import lock, require, tell_books
from cases.notifications import outbox
from cases.workdays import is_after
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write
from organisations.models import Organisation

TIED = {
    Tie.RAISED_THE_ALERT: _("works for the organisation that raised the alert"),
    Tie.WORKS_WHERE_THEY_LIVE: _("works where the young person lives"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Who offered the talk and when (aware). ``organisation`` None: somebody from outside the table.

    ``reason``: why nobody independent could be found, for an interviewer who is not.
    """

    offered_at: datetime
    interviewer: str
    organisation: Organisation | None = None
    works_where_they_live: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What came of the talk: when it was held (aware), or why it was declined."""

    held_at: datetime | None = None
    own_words: str = ""
    agreements: str = ""
    refused_reason: str = ""


def offer(
    episode: MissingEpisode, *, actor: Actor, offer: Offer, version: int | None = None, now: datetime
) -> ReturnInterview:
    """Record that the talk was offered; a talk that was declined can be offered again.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: not found yet, held already, a moment that can't be true, an organisation that
            takes no part, or an interviewer who is not independent without the reason.
        StaleWriteError: somebody else recorded something since the page was opened.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        interview = _open(standing)
        check_version(interview, version)
        _check_moment(offer.offered_at, "offered_at", standing, now=now)
        interview.ties = [tie.value for tie in _independent(offer, standing, now=now)]
        interview.ties_reason = offer.reason if interview.ties else ""
        interview.offered_at = interview.offered_at or offer.offered_at
        interview.interviewer, interview.interviewer_organisation = offer.interviewer, offer.organisation
        interview.refused_reason, interview.recorded_by, interview.recorded_at = "", None, None
        write(interview, actor=actor, now=now, reason="offered")
        tell_books(
            standing,
            Event.RETURN_TALK_OFFERED,
            "return_talk_offered",
            Act.ANSWER_ALERT,
            actor=actor,
            now=now,
            ties=len(interview.ties),
        )
    return interview


def record(
    episode: MissingEpisode, *, actor: Actor, talk: Talk, version: int | None = None, now: datetime
) -> ReturnInterview:
    """Record what came of the offer, and ask a second person to confirm it and close the episode.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: not found or not offered yet, held already, neither held nor declined, or a
            moment that can't be true.
        StaleWriteError: somebody else recorded it since the page was opened.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        interview = _open(standing)
        check_version(interview, version)
        _check(talk, interview, standing, now=now)
        interview.held_at, interview.refused_reason = talk.held_at, talk.refused_reason
        interview.own_words, interview.agreements = talk.own_words, talk.agreements
        interview.recorded_by, interview.recorded_at = actor.user, now
        write(interview, actor=actor, now=now)
        kind = "return_talk_declined" if talk.held_at is None else "return_talk_held"
        tell_books(standing, Event.RETURN_INTERVIEW_RECORDED, kind, Act.ANSWER_ALERT, actor=actor, now=now)
        _ask_second(standing, interview, actor=actor, now=now)
    return interview


def _open(episode: MissingEpisode) -> ReturnInterview:
    interview = ReturnInterview.objects.filter(episode=episode).first()
    if interview is None:
        raise StateConflictError(
            _("The return talk comes after the young person is found. Record that first."),
            code="not_found_yet",
        )
    if interview.held_at is not None or episode.closed_at is not None:
        raise StateConflictError(
            _("The return talk of this episode is recorded already."), code="talk_recorded"
        )
    return interview


def _independent(offer: Offer, episode: MissingEpisode, *, now: datetime) -> tuple[Tie, ...]:
    organisation = offer.organisation
    if organisation is not None and organisation not in admitted(episode.case, now=now):
        raise StateConflictError(
            _("This organisation does not take part in the case (any more). Choose another one."),
            code="takes_no_part",
            field="organisation",
        )
    interviewer = Interviewer(
        organisation=None if organisation is None else organisation.pk,
        raised_by=episode.raised_by_organisation_id,
        works_where_they_live=offer.works_where_they_live,
    )
    try:
        return return_rules.check_independent(interviewer, reason=offer.reason)
    except NotIndependent as refused:
        raise StateConflictError(
            _(
                "This person is not independent: %(ties)s. Choose somebody else, or write down why nobody "
                "independent could be found."
            )
            % {"ties": "; ".join(str(TIED[tie]) for tie in refused.ties)},
            code="not_independent",
            field="reason",
        ) from refused


def _check(talk: Talk, interview: ReturnInterview, episode: MissingEpisode, *, now: datetime) -> None:
    if interview.offered_at is None:
        raise StateConflictError(_("Write down first who offered the talk and when."), code="not_offered_yet")
    if (talk.held_at is None) is not bool(talk.refused_reason.strip()):
        raise StateConflictError(
            _("Fill in when the talk was held, or why it was declined; not both."),
            code="held_or_declined",
            field="held_at",
        )
    if talk.held_at is not None:
        _check_moment(talk.held_at, "held_at", episode, now=now)


def _check_moment(moment: datetime, field: str, episode: MissingEpisode, *, now: datetime) -> None:
    check_happened(moment, field, now=now)
    if is_after(episode.found_at, moment):
        raise StateConflictError(
            _("This is before the young person was found. Check the date and the time."),
            code="talk_before_found",
            field=field,
        )


def _ask_second(episode: MissingEpisode, interview: ReturnInterview, *, actor: Actor, now: datetime) -> None:
    outbox.put(
        "return_talk_to_confirm",
        number=episode.number,
        to=[person for person in stewards(episode, now=now) if person.user.pk != actor.user_id],
        now=now,
        stage=str(interview.version),
        case=episode.case,
    )
