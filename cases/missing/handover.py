"""Who holds a call: passed to a named colleague who must accept, taken over, or not taken up by this person.

Until a colleague accepts, whoever took up the call holds it: between two shifts nobody is without.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import escalation, rules
from cases.missing.call import (
    AlertOverError,
    Calling,
    check_running,
    levels_of,
    lockable,
    note,
    page_of,
    record,
)
from cases.missing.models import AlertCall, CallHandover
from cases.missing.people import reachable
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import User
from organisations.reach import quiet


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who can take a call over. ``rests``: no message reaches them before their quiet hours end."""

    user: User
    is_on_duty: bool
    rests: bool


def colleagues(call: AlertCall, *, without: User, now: datetime) -> list[Colleague]:
    """Give who of the organisation can take a call over at ``now`` (aware): on duty first, who rests last."""
    home, colour = call.organisation_id, call.episode.colour
    reach = reachable(call.episode.case, [home], without=without.pk, colour=colour, now=now)
    people = User.objects.filter(pk__in=[user_id for _home, user_id in reach.able]).order_by("name", "id")
    on_duty = quiet.seats(reach.rosters)
    found = [
        Colleague(user, (user.pk, home) in on_duty, rests=(user.pk, home) in reach.resting) for user in people
    ]
    return sorted(found, key=lambda colleague: (colleague.rests, not colleague.is_on_duty))


def offer(call: AlertCall, *, actor: Actor, to: User, now: datetime) -> CallHandover:
    """Ask a colleague to take the call over; an earlier question to somebody else is withdrawn.

    Raises:
        AccessDenied: the actor may not answer on this case, or works elsewhere.
        StateConflictError: the alert is over, the actor does not hold the call, or the colleague
            cannot take it.
    """
    _require(call, actor, now=now)
    with transaction.atomic():
        standing = _running(call)
        _check_holds(standing, actor)
        known = colleagues(standing, without=actor.user, now=now)
        if to not in [colleague.user for colleague in known]:
            raise StateConflictError(
                _("This colleague cannot answer this alert. Choose somebody else."),
                code="cannot_answer",
                field="colleague",
            )
        withdraw(standing, actor=actor, now=now)
        asked = CallHandover(call=standing, from_user=actor.user, to_user=to, asked_at=now)
        write(asked, actor=actor, now=now)
        note(standing, "handover_offered", at=now, level=standing.level, user=to)
        record(standing, Event.HANDOVER_OFFERED, actor, now=now, to=to.pk)
        tell(standing, to, "alert_handover", stage=str(asked.pk), now=now)
    return asked


def accept(call: AlertCall, *, actor: Actor, now: datetime) -> AlertCall:
    """Take a call over from the colleague who asks; from now on the actor holds it.

    Raises:
        AccessDenied: the actor may not answer on this case, or is not who was asked.
        StateConflictError: the alert is over, or nobody asks any more.
    """
    _require(call, actor, now=now)
    with transaction.atomic():
        standing = _running(call)
        waiting = _asked(standing, actor)
        before = standing.acknowledged_by
        waiting.state, waiting.answered_at = "accepted", now
        write(waiting, actor=actor, now=now)
        _give(standing, Event.HANDOVER_ACCEPTED, "handed_over", actor=actor, now=now)
        tell(standing, before, "alert_handover_answered", stage=str(waiting.pk), now=now)
    return standing


def refuse(call: AlertCall, *, actor: Actor, now: datetime) -> CallHandover:
    """Say that one cannot take the call over; whoever asks goes on holding it and hears that.

    Raises:
        AccessDenied: the actor may not answer on this case, or is not who was asked.
        StateConflictError: the alert is over, or nobody asks any more.
    """
    _require(call, actor, now=now)
    with transaction.atomic():
        standing = _running(call)
        waiting = _asked(standing, actor)
        waiting.state, waiting.answered_at = "refused", now
        write(waiting, actor=actor, now=now)
        note(standing, "handover_refused", at=now, level=standing.level, user=actor.user)
        record(standing, Event.HANDOVER_REFUSED, actor, now=now)
        tell(standing, waiting.from_user, "alert_handover_answered", stage=str(waiting.pk), now=now)
    return waiting


def take(call: AlertCall, *, actor: Actor, now: datetime) -> AlertCall:
    """Take over a call that a colleague holds, without being asked; the colleague hears it.

    Raises:
        AccessDenied: the actor may not answer on this case, or works elsewhere.
        StateConflictError: the alert is over, or nobody of the organisation took the call up yet.
    """
    _require(call, actor, now=now)
    with transaction.atomic():
        standing = _running(call)
        if standing.acknowledged_by_id is None:
            raise StateConflictError(
                _("Nobody of your organisation has answered yet. Answer the alert instead."),
                code="not_answered_yet",
            )
        if standing.acknowledged_by_id == actor.user_id:
            return standing
        before = standing.acknowledged_by
        withdraw(standing, actor=actor, now=now)
        _give(standing, Event.ALERT_TAKEN_OVER, "taken_over", actor=actor, now=now)
        stage = f"{actor.user_id}:{now:%Y%m%d%H%M%S%f}"  # the same colleague may take it over again
        tell(standing, before, "alert_taken_over", stage=stage, now=now)
    return standing


def decline(call: AlertCall, *, actor: Actor, now: datetime) -> AlertCall:
    """Say that one cannot take this alert up; the next is called at once when nobody else was called now.

    Declining twice changes nothing.

    Raises:
        AccessDenied: the actor may not answer on this case, or works elsewhere.
        StateConflictError: the alert is over, or somebody of the organisation answered already.
    """
    _require(call, actor, now=now)
    with transaction.atomic():
        standing = _running(call)
        if standing.acknowledged_at is not None:
            raise StateConflictError(
                _("Your organisation has answered already. You need not do anything more."),
                code="already_acknowledged",
            )
        if actor.user_id in escalation.declined_by(standing):
            return standing
        note(standing, "declined", at=now, level=standing.level, user=actor.user)
        record(standing, Event.ALERT_DECLINED, actor, now=now, level=standing.level)
        if standing.state == rules.AckState.WAITING:
            _call_next(standing, now=now)
    return standing


def waiting_for(call: AlertCall) -> CallHandover | None:
    """Give the question to take a call over that nobody answered yet."""
    rows = CallHandover.objects.filter(call=call, state="waiting")
    return rows.select_related("from_user", "to_user", "call__episode__case", "call__organisation").first()


def withdraw(call: AlertCall, *, actor: Actor, now: datetime) -> None:
    """Take back the question to take a locked call over, when one waits; the gate was asked already."""
    waiting = waiting_for(call)
    if waiting is not None:
        waiting.state, waiting.answered_at = "withdrawn", now
        write(waiting, actor=actor, now=now)


def tell(call: AlertCall, user: User, kind: str, *, stage: str, now: datetime) -> None:
    """Tell one colleague; the link leads to the page of the alert, which says what to do."""
    episode = call.episode
    outbox.put(
        kind,
        number=episode.number,
        to=[outbox.Recipient(user, call.organisation, page_of(episode), is_on_it=kind != "alert_handover")],
        now=now,
        stage=stage,
        colour=episode.colour,
        case=episode.case,
    )


def _require(call: AlertCall, actor: Actor, *, now: datetime) -> None:
    case = call.episode.case
    gate.require(actor, Act.ANSWER_ALERT, on=case, compartment=Compartment.MISSING, now=now)
    if call.organisation_id != actor.organisation_id:
        raise gate.not_found(call.episode.number, act=Act.ANSWER_ALERT)


def _running(call: AlertCall) -> AlertCall:
    """Lock a call of an alert that runs; the call is asked too: only its row was read after the wait."""
    standing = lockable().get(pk=call.pk)
    if standing.state == rules.AckState.ENDED:
        raise AlertOverError
    check_running(standing.episode)
    return standing


def _check_holds(call: AlertCall, actor: Actor) -> None:
    if call.acknowledged_by_id != actor.user_id:
        raise StateConflictError(
            _("You do not hold this alert for your organisation (any more). Look at its page."),
            code="not_the_holder",
        )


def _asked(call: AlertCall, actor: Actor) -> CallHandover:
    waiting = waiting_for(call)
    if waiting is None or waiting.to_user_id != actor.user_id:
        raise StateConflictError(
            _("Nobody asks you to take this alert over (any more). Look at its page."), code="not_asked"
        )
    return waiting


def _give(call: AlertCall, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    """Let the actor hold the call. When the organisation answered stays as it was."""
    call.acknowledged_by = actor.user
    call.confirmed_at, call.reminded_at = now, None  # somebody is awake
    write(call, actor=actor, now=now, reason=kind)
    note(call, kind, at=now, level=call.level, user=actor.user)
    record(call, event, actor, now=now)


def _call_next(call: AlertCall, *, now: datetime) -> None:
    """Go up at once when everybody who was called on this level said that they can't."""
    reach = reachable(
        call.episode.case,
        [call.organisation_id],
        without=call.episode.raised_by_id,
        colour=call.episode.colour,
        now=now,
    )
    levels = levels_of(call)
    asked = [level for level in levels if level.order == call.level]
    called = {user.pk for level in asked for user in reach.on(level, call.organisation_id)}
    if called - escalation.declined_by(call):
        return
    call.called_at = None  # nobody has time left to answer
    calling = Calling(call.episode, Actor.system(escalation.SYSTEM), now)
    escalation.advance(call, levels, reach, calling, escalation.history_of([call]))
    escalation.finish(calling)
