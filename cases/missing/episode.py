"""An episode: somebody is missing, is found, or was not missing at all; and at last it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.happened import STILL_TO_COME, check_happened
from cases.missing import alert, proposal, rules
from cases.missing.four_eyes_rules import SecondPersonNeeded, check_second
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.return_rules import talk_state
from cases.missing.standing import lock, move, require, tell_books
from cases.numbers import draw
from cases.workdays import is_after
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

TIMES = {
    rules.TimeFault.FUTURE: STILL_TO_COME,
    rules.TimeFault.MISSING_BEFORE_LAST_SEEN: _(
        "The absence starts before the young person was last seen. Check both times."
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is known when the alert is raised. Instants are aware; nothing but the first is needed.

    ``colour`` empty: as the facts propose. A milder one needs ``colour_reason``.
    """

    missing_since: datetime
    last_seen_at: datetime | None = None
    last_seen_place: str = ""
    last_seen_kind: str = ""
    last_seen_with: str = ""
    clothing: str = ""
    phone_number: str = ""
    taken: tuple[str, ...] = ()
    taken_along: str = ""
    medication: str = ""
    message_left: str = ""
    actions_taken: str = ""
    circumstances: str = ""
    answers: Mapping[rules.UrgencyGround, rules.Known] = field(default_factory=dict)
    colour: str = ""
    colour_reason: str = ""
    police_told: str = "not_yet"
    police_reference: str = ""


class AlreadyRunningError(StateConflictError):
    """There is an alert for this case already; two would divide the people who search."""

    def __init__(self, running: MissingEpisode) -> None:
        self.running = running
        sentence = _("There is an alert for this young person already: %(number)s. Add what you know to it.")
        super().__init__(sentence % {"number": running.number}, code="already_running")


def raise_alert(case: Case, *, actor: Actor, report: Report, now: datetime) -> MissingEpisode:
    """Report a young person missing and call every organisation that may know, in one transaction.

    Raises:
        AccessDenied: the actor may not raise an alert on this case.
        AlreadyRunningError: an alert for this case runs already.
        StateConflictError: the case is closed, times that can't be true, or a milder colour
            without a reason.
    """
    gate.require(actor, Act.SOUND_ALERT, on=case, compartment=Compartment.MISSING, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("young_person").get(pk=case.pk)
        _check_free(case)
        _check_times(report, now=now)
        verdict = proposal.propose(case, report.answers, now=now)
        episode = _write(case, report, verdict, actor=actor, now=now)
        calls = alert.sound(episode, actor=actor, now=now)
        tell_books(
            episode,
            Event.ALERT_RAISED,
            "alert_raised",
            Act.SOUND_ALERT,
            actor=actor,
            now=now,
            colour=episode.colour,
            organisations=len(calls),
        )
    return episode


def found(
    episode: MissingEpisode,
    *,
    actor: Actor,
    found_at: datetime,
    found_by: str,
    condition: str,
    violence: str = "unknown",
    place: str = "",
    kind: str = "",
    now: datetime,
) -> MissingEpisode:
    """Write down that the young person is found; all clear to everyone called, and the talk gets its clock.

    ``violence``: a code of ``return_rules.Violence``; what nobody knows yet counts as possible.
    ``place``: where the young person was found, if somebody knows; ``kind``: what kind of place that was.

    Raises:
        AccessDenied: the actor does not answer alerts on this case.
        StateConflictError: not missing (any more), or a moment that can't be true.
    """
    require(episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        move(standing, rules.EpisodeStatus.FOUND)
        _check_found(found_at, standing, now=now)
        standing.found_at, standing.found_by, standing.found_condition = found_at, found_by, condition
        standing.found_violence, standing.found_place, standing.found_kind = violence, place, kind
        write(standing, actor=actor, now=now)
        due_at = rules.return_interview_due(found_at)
        write(ReturnInterview(episode=standing, due_at=due_at), actor=actor, now=now)
        alert.end(standing, actor=actor, now=now)
        alert.tell_called("all_clear", standing, stage=str(standing.version), actor=actor, now=now)
        tell_books(standing, Event.EPISODE_FOUND, "episode_found", Act.ANSWER_ALERT, actor=actor, now=now)
    return standing


def withdraw(episode: MissingEpisode, *, actor: Actor, reason: str, now: datetime) -> MissingEpisode:
    """Take back an alert that was raised by mistake; everyone called hears it.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: not running, or no reason.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        move(standing, rules.EpisodeStatus.WITHDRAWN, reason=reason)
        standing.withdrawn_reason, standing.closed_at = reason, now
        write(standing, actor=actor, now=now, reason="withdrawn")
        alert.end(standing, actor=actor, now=now)
        alert.tell_called("alert_withdrawn", standing, stage=str(standing.version), actor=actor, now=now)
        tell_books(
            standing, Event.EPISODE_WITHDRAWN, "episode_withdrawn", Act.SOUND_ALERT, actor=actor, now=now
        )
    return standing


def close(episode: MissingEpisode, *, actor: Actor, now: datetime) -> MissingEpisode:
    """Close an episode after its return talk, held or declined; by somebody else than who recorded that.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: not found yet, the return talk is not recorded, or the actor recorded it.
    """
    require(episode, Act.SOUND_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(episode)
        talk = ReturnInterview.objects.filter(episode=standing).first()
        move(standing, rules.EpisodeStatus.CLOSED, return_talk=_state_of(talk))
        _check_second(talk, actor)
        standing.closed_at, standing.closed_by = now, actor.user
        write(standing, actor=actor, now=now, reason="closed")
        tell_books(standing, Event.EPISODE_CLOSED, "episode_closed", Act.SOUND_ALERT, actor=actor, now=now)
    return standing


def _state_of(talk: ReturnInterview | None) -> rules.ReturnTalk:
    if talk is None:
        return rules.ReturnTalk.OPEN
    return talk_state(offered_at=talk.offered_at, held_at=talk.held_at, recorded_at=talk.recorded_at)


def _check_second(talk: ReturnInterview, actor: Actor) -> None:
    try:
        check_second(first=talk.recorded_by_id, second=actor.user_id)
    except SecondPersonNeeded as refused:
        raise StateConflictError(
            _(
                "You recorded the return talk yourself. A second person confirms it and closes the episode. "
                "Ask a colleague or the coordinator."
            ),
            code="second_person_needed",
        ) from refused


def _write(
    case: Case, report: Report, verdict: rules.UrgencyVerdict, *, actor: Actor, now: datetime
) -> MissingEpisode:
    colour = _colour(verdict, report)
    episode = MissingEpisode(
        number=draw("V", now.year, lambda number: MissingEpisode.objects.filter(number=number).exists()),
        case=case,
        raised_by=actor.user,
        raised_by_organisation=actor.organisation,
        raised_at=now,
        missing_since=report.missing_since,
        last_seen_at=report.last_seen_at,
        last_seen_place=report.last_seen_place,
        last_seen_kind=report.last_seen_kind,
        last_seen_with=report.last_seen_with,
        clothing=report.clothing,
        phone_number=report.phone_number,
        taken=list(report.taken),
        taken_along=report.taken_along,
        medication=report.medication,
        message_left=report.message_left,
        actions_taken=report.actions_taken,
        circumstances=report.circumstances,
        grounds=[ground.value for ground in verdict.grounds],
        unclear=[ground.value for ground in verdict.unclear],
        colour=colour.value,
        colour_reason=report.colour_reason,
        police_told=report.police_told,
        police_reference=report.police_reference,
    )
    return write(episode, actor=actor, now=now)


def _colour(verdict: rules.UrgencyVerdict, report: Report) -> rules.Colour:
    try:
        return rules.check_colour(
            verdict, rules.Colour(report.colour or verdict.colour), reason=report.colour_reason
        )
    except rules.ColourRefused as refused:
        raise StateConflictError(
            _("This colour is milder than the facts give. Write down why, or choose the colour proposed."),
            code="colour_too_mild",
            field="colour_reason",
        ) from refused


def _check_free(case: Case) -> None:
    if case.status == "closed":
        raise StateConflictError(
            _(
                "This case is closed, so no alert can be raised on it. Is somebody in danger now? Call 112. "
                "Ask the coordinator to reopen the case."
            ),
            code="case_closed",
        )
    running = case.episodes.filter(status="running").first()
    if running is not None:
        raise AlreadyRunningError(running)


def _check_times(report: Report, *, now: datetime) -> None:
    try:
        rules.check_times(report.last_seen_at, report.missing_since, now)
    except rules.ImpossibleTimes as impossible:
        raise StateConflictError(
            TIMES[impossible.code], code=impossible.code.value, field=impossible.field
        ) from impossible


def _check_found(found_at: datetime, episode: MissingEpisode, *, now: datetime) -> None:
    check_happened(found_at, "found_at", now=now)
    if is_after(episode.missing_since, found_at):
        raise StateConflictError(
            _("This is before the young person went missing. Check the date and the time."),
            code="found_before_missing",
            field="found_at",
        )
