"""An acknowledged alert that stays silent: a reminder, and then the call resumes.

The rows are the promise here too: ``next_due_at`` of an acknowledged call says when to look again.
"""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.casefile import timeline
from cases.conflict import StateConflictError
from cases.missing import handover, rules, silence_rules
from cases.missing.call import check_running, follow_colour, lockable, note, page_of, record, woken_at
from cases.missing.models import AlertCall, EpisodeFact, MissingEpisode
from cases.missing.silence_rules import SilenceFacts, Step
from cases.missing.standing import require
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write, write_all

log = logging.getLogger(__name__)

ACKNOWLEDGED = rules.AckState.ACKNOWLEDGED.value


def look_due(*, now: datetime) -> int:
    """Remind, or call again, wherever a red alert stayed silent; tells how many. One transaction each."""
    due = AlertCall.objects.filter(next_due_at__lte=now, state=ACKNOWLEDGED).order_by("next_due_at", "id")
    moved = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            moved += _look(pk, now=now)
        except Exception:
            log.exception("call %s could not be looked at", pk)
    return moved


def confirm(call: AlertCall, *, actor: Actor, now: datetime) -> AlertCall:
    """Say that one's organisation is still on it; that starts the hour anew.

    Raises:
        AccessDenied: the actor may not answer on this case.
        AlertOverError: nobody is missing any more.
        StateConflictError: the organisation has not answered, or is called again already.
    """
    require(call.episode, Act.ANSWER_ALERT, actor=actor, now=now)
    with transaction.atomic():
        standing = lockable().get(pk=call.pk, organisation=actor.organisation_id)
        check_running(standing.episode)
        if standing.state != ACKNOWLEDGED:
            raise StateConflictError(
                _("Your organisation is being called (again). Answer the alert instead."), code="not_answered"
            )
        standing.confirmed_at, standing.reminded_at = now, None
        standing.next_due_at = silence_rules.next_look(_facts(standing))
        write(standing, actor=actor, now=now)
        note(standing, "confirmed", at=now, level=standing.level, user=actor.user)
        record(standing, Event.ALERT_CONFIRMED, actor, now=now)
    return standing


def _look(pk: int, *, now: datetime) -> bool:
    """Look at one call, if it is still due now that we hold it."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = lockable(skip_locked=skip).filter(state=ACKNOWLEDGED, next_due_at__lte=now)
        call = rows.select_related("acknowledged_by").filter(pk=pk).first()
        if call is None:
            return False
        facts = _facts(call)
        step = silence_rules.judge(facts, now=now)
        if call.episode.status != rules.EpisodeStatus.RUNNING or not silence_rules.may_call(
            woken_at(call.episode), now=now
        ):
            call.next_due_at = None
        elif step is Step.CALL_AGAIN:
            _resume(call, now=now)
        elif step is Step.REMIND:
            _remind(call, now=now)
        else:
            call.next_due_at = max(silence_rules.next_look(facts), now + silence_rules.ANSWER_WITHIN)
        write(call, actor=Actor.system("escalation"), now=now)
    return step is not Step.NOTHING


def _facts(call: AlertCall) -> SilenceFacts:
    """Gather the last sign of life: of anybody in the alert, or of this organisation about itself."""
    told = EpisodeFact.objects.filter(episode=call.episode_id).aggregate(last=Max("at"))["last"]
    signs = [moment for moment in (told, call.confirmed_at, call.acknowledged_at) if moment is not None]
    return SilenceFacts(
        is_red=call.episode.colour == rules.Colour.RED.value,
        last_sign_at=max(signs),
        reminded_at=call.reminded_at,
    )


def _remind(call: AlertCall, *, now: datetime) -> None:
    call.reminded_at = now
    call.next_due_at = now + silence_rules.ANSWER_WITHIN
    note(call, "reminded", at=now, level=call.level, user=call.acknowledged_by)
    record(call, Event.ALERT_REMINDED, Actor.system("escalation"), now=now)
    outbox.put(
        "alert_silent",
        number=call.episode.number,
        to=[outbox.Recipient(call.acknowledged_by, call.organisation, page_of(call.episode))],
        now=now,
        stage=f"{call.pk}:{now:%m%d%H%M}",
        colour=call.episode.colour,
        case=call.episode.case,
    )


def _resume(call: AlertCall, *, now: datetime) -> None:
    """Start the call anew, from its first level; the sweep that runs next makes it."""
    start_again([call], call.episode.colour, now=now)
    actor = Actor.system("escalation")
    handover.withdraw(call, actor=actor, now=now)  # who asked holds it no longer
    note(call, "resumed", at=now)
    record(call, Event.ALERT_RESUMED, actor, now=now)
    timeline.add(
        call.episode.case,
        "alert_resumed",
        actor=actor,
        compartment=Compartment.MISSING,
        now=now,
        url=page_of(call.episode),
        number=call.episode.number,
        called=call.organisation.name,
    )


def watch_again(episode: MissingEpisode, *, actor: Actor, now: datetime) -> None:
    """Let the hour run anew for who answered an alert that had fallen quiet, once a human woke it."""
    calls = list(lockable().filter(episode=episode, state=ACKNOWLEDGED, next_due_at=None).order_by("pk"))
    for call in calls:
        call.next_due_at = now + silence_rules.SILENT_AFTER
    write_all(calls, actor=actor, now=now, reason="woken")


def start_again(calls: list[AlertCall], colour: str, *, now: datetime) -> None:
    """Put calls back at their start, one round further, in the colour that the alert has now.

    Whoever calls this writes them.
    """
    follow_colour(calls, colour)
    for call in calls:
        call.state, call.round, call.level = rules.AckState.WAITING.value, call.round + 1, 0
        call.called_at = call.acknowledged_at = call.acknowledged_by = None
        call.reminded_at = call.confirmed_at = None
        call.next_due_at = now
