"""Escalation: who did not answer in time is followed by the next level, and nobody at all goes up.

The rows are the promise: ``next_due_at`` says when the sweep must look again, and what was
true then is read again under lock, the people on duty included.
"""

import logging
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from cases.access import facts
from cases.audit.events import Event
from cases.casefile import timeline
from cases.missing import links, rules, silence_rules, undelivered
from cases.missing.call import lockable, note, page_of, record, woken_at
from cases.missing.models import AlertCall, AlertEvent, AlertLevel, MissingEpisode
from cases.missing.people import Reachable, admitted, reachable
from cases.missing.undelivered import stage_of
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import User

log = logging.getLogger(__name__)

SYSTEM = "escalation"

#: What one round of calls owes: stage -> the people called on it.
Owed = dict[str, list[outbox.Recipient]]


def escalate_due(*, now: datetime) -> int:
    """Call whoever is next wherever nobody answered in time; tells how many calls were moved on.

    Each call has its own short transaction. One that breaks is logged and left to the
    watchdog: it may not silence the other organisations.
    """
    waiting = AlertCall.objects.filter(state=rules.AckState.WAITING.value)
    due = waiting.filter(next_due_at__lte=now).order_by("next_due_at", "id")
    moved = 0
    for pk in dict.fromkeys([*due.values_list("pk", flat=True), *undelivered.calls(now=now)]):
        try:
            moved += _escalate(pk, now=now)
        except Exception:
            log.exception("call %s could not be escalated", pk)
    return moved


def _escalate(pk: int, *, now: datetime) -> bool:
    """Move one call on, if it is still due now that we hold it, or reached nobody."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waiting = lockable(skip_locked=skip).filter(state=rules.AckState.WAITING.value)
        call = waiting.filter(pk=pk).first()
        if call is None or not _is_due(call, now=now):
            return False
        episode = call.episode
        if not _still_concerns(call, now=now):
            call.state, call.next_due_at = rules.AckState.ENDED.value, None
            write(call, actor=Actor.system(SYSTEM), now=now)
            return False
        if not silence_rules.may_call(woken_at(episode), now=now):
            _fall_quiet(call, now=now)
            return True
        reach = reachable(
            episode.case, [call.organisation_id], without=episode.raised_by_id, colour=episode.colour, now=now
        )
        owed: Owed = defaultdict(list)
        moved = advance(call, reach, owed, now=now)
        send(episode, owed, now=now)
    return moved


def advance(call: AlertCall, reach: Reachable, owed: Owed, *, now: datetime) -> bool:
    """Let the rule say who is next, write it down, and add the people to what this round owes."""
    levels = {level.order: level for level in call.levels.all()}
    gone = declined_by(call) if call.level else frozenset()  # before the first call nobody can have said so
    people = {
        order: [user for user in reach.on(level, call.organisation_id) if user.pk not in gone]
        for order, level in levels.items()
    }
    asked = _asked(call, levels, people)
    decided = rules.next_call(asked, now)
    if decided is None:
        return False
    if asked.undelivered:
        note(call, "undelivered", at=now, level=call.level)
    _let_rest(call, levels, reach, owed, decided, now=now)
    for order in decided.skipped:
        note(call, "nobody_at_level", at=now, level=order)
    if decided.kind is rules.CallKind.NOBODY_REACHABLE:
        _pass_on(call, now=now)
        return True
    _call_level(call, decided, asked, now=now)
    owed[stage_of(call, decided.order)] += [
        outbox.Recipient(user, call.organisation, links.path(call, user)) for user in people[decided.order]
    ]
    return True


def _let_rest(
    call: AlertCall,
    levels: dict[int, AlertLevel],
    reach: Reachable,
    owed: Owed,
    decided: rules.Call,
    *,
    now: datetime,
) -> None:
    """Owe who rests a message for the end of their quiet hours; the alert does not wait for them."""
    passed = decided.skipped + ((decided.order,) if decided.order else ())
    for order in passed:
        resting = reach.resting_on(levels[order], call.organisation_id)
        if resting:
            note(call, "resting", at=now, level=order, people=len(resting))
        owed[f"{call.round}.rest"] += [
            outbox.Recipient(user, call.organisation, links.path(call, user)) for user in resting
        ]


def declined_by(call: AlertCall) -> frozenset[int]:
    """Give the ids of the people who said that they cannot take this call up."""
    said = AlertEvent.objects.filter(call=call, kind="declined")
    return frozenset(said.values_list("user_id", flat=True))


def _is_due(call: AlertCall, *, now: datetime) -> bool:
    return (call.next_due_at is not None and call.next_due_at <= now) or undelivered.reached_nobody(call)


def _fall_quiet(call: AlertCall, *, now: datetime) -> None:
    """Wake nobody any more for an old alert; the coordinator may let it call again."""
    call.state, call.next_due_at = rules.AckState.QUIET.value, None
    actor, episode = Actor.system(SYSTEM), call.episode
    write(call, actor=actor, now=now)
    note(call, "quiet", at=now, level=call.level)
    record(call, Event.ALERT_FELL_QUIET, actor, now=now)
    outbox.put(
        "alert_quiet",
        number=episode.number,
        to=_coordinators(episode, now=now),
        now=now,
        stage=f"{woken_at(episode):%m%d%H%M%S}",  # one message, however many organisations fall quiet
        colour=episode.colour,
        case=episode.case,
    )


def _still_concerns(call: AlertCall, *, now: datetime) -> bool:
    """Tell whether the alert runs and the organisation may still know of it; both may have ended since."""
    is_running = call.episode.status == rules.EpisodeStatus.RUNNING
    return is_running and call.organisation in admitted(call.episode.case, now=now)


def _asked(
    call: AlertCall, levels: dict[int, AlertLevel], people: dict[int, list[User]]
) -> rules.OrganisationCallFacts:
    return rules.OrganisationCallFacts(
        levels=tuple(
            rules.LevelFacts(order, level.wait_seconds, len(people[order])) for order, level in levels.items()
        ),
        called=call.level,
        called_at=call.called_at,
        undelivered=undelivered.reached_nobody(call),
    )


def _call_level(
    call: AlertCall, decided: rules.Call, asked: rules.OrganisationCallFacts, *, now: datetime
) -> None:
    called = replace(asked, called=decided.order, called_at=now)
    people = next(level.recipients for level in asked.levels if level.order == decided.order)
    call.level, call.called_at = called.called, called.called_at
    call.next_due_at = rules.next_due(called, started_at=now)
    actor = Actor.system(SYSTEM)
    write(call, actor=actor, now=now)
    note(call, "called", at=now, level=decided.order, people=people)
    record(call, Event.ALERT_CALLED, actor, now=now, level=decided.order, people=people)


def _pass_on(call: AlertCall, *, now: datetime) -> None:
    """Nobody of an organisation can be reached: that goes to the coordinator and the deputy at once."""
    call.state, call.next_due_at = rules.AckState.NOBODY_REACHABLE.value, None
    actor, episode = Actor.system(SYSTEM), call.episode
    write(call, actor=actor, now=now)
    note(call, "nobody_reachable", at=now, level=call.level)
    record(call, Event.ALERT_NOBODY_REACHABLE, actor, now=now)
    timeline.add(
        episode.case,
        "alert_nobody_reachable",
        actor=actor,
        compartment=Compartment.MISSING,
        now=now,
        url=page_of(episode),
        number=episode.number,
        called=call.organisation.name,
    )
    outbox.put(
        "alert_unanswered",
        number=episode.number,
        to=_coordinators(episode, now=now),
        now=now,
        stage=str(call.pk) if call.round == 1 else f"{call.pk}:{call.round}",
        colour=episode.colour,
        case=episode.case,
    )


def _coordinators(episode: MissingEpisode, *, now: datetime) -> list[outbox.Recipient]:
    assignment = episode.case.assignments.filter(ended_at=None).first()
    if assignment is None:
        return []
    pair = [assignment.coordinator_id, assignment.deputy_id]
    homes = (
        present.members(at=now)
        .filter(
            user__in=pair,
            organisation__in=facts.in_force(now=now).filter(case=episode.case).values("organisation"),
        )
        .select_related("user", "organisation")
    )
    return [outbox.Recipient(home.user, home.organisation, page_of(episode)) for home in homes]


def send(episode: MissingEpisode, owed: Owed, *, now: datetime) -> None:
    """Owe the people of this round their message, one stage per level."""
    for stage, recipients in sorted(owed.items()):
        outbox.put(
            "alert",
            number=episode.number,
            to=recipients,
            now=now,
            stage=stage,
            colour=episode.colour,
            case=episode.case,
        )
