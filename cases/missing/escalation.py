"""Escalation: who did not answer in time is followed by the next level, and nobody at all goes up.

The rows are the promise: ``next_due_at`` says when the sweep must look again, and what was
true then is read again under lock, the people on duty included.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from cases.access import facts
from cases.audit.events import Event
from cases.casefile import timeline
from cases.missing import links, rules, silence_rules, undelivered
from cases.missing.call import Calling, levels_of, lockable, page_of, woken_at
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from cases.missing.people import Reachable, Step, admitted, reachable
from cases.missing.undelivered import stage_of
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import write_all
from organisations.models import User

log = logging.getLogger(__name__)

SYSTEM = "escalation"


@dataclass(frozen=True, slots=True)
class History:
    """What happened before: who said that they can't, per call, and which calls reached nobody."""

    declined: dict[int, frozenset[int]]
    undelivered: frozenset[int]


NO_HISTORY = History({}, frozenset())


def escalate_due(*, now: datetime) -> int:
    """Call whoever is next wherever nobody answered in time; tells how many calls were moved on.

    The calls of one alert move on together, in a short transaction: they mostly fall due at the same moment.
    Where that breaks each is tried alone; one that breaks is logged and left to the watchdog: it may not
    silence the other organisations.
    """
    waiting = AlertCall.objects.filter(state=rules.AckState.WAITING.value)
    due = waiting.filter(Q(next_due_at__lte=now) | Q(pk__in=undelivered.calls(now=now)))
    alerts: dict[int, list[int]] = defaultdict(list)
    for pk, episode in due.order_by("next_due_at", "id").values_list("pk", "episode_id"):
        alerts[episode].append(pk)
    return sum(_escalate_alert(pks, now=now) for pks in alerts.values())


def _escalate_alert(pks: list[int], *, now: datetime) -> int:
    try:
        return _escalate(pks, now=now)
    except Exception:
        log.exception("calls %s could not be escalated", pks)
    return sum(_escalate_alert([pk], now=now) for pk in pks) if len(pks) > 1 else 0


def _escalate(pks: list[int], *, now: datetime) -> int:
    """Move calls of one alert on, as far as they are still due now that we hold them, or reached nobody."""
    moved = 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waiting = lockable(skip_locked=skip).filter(state=rules.AckState.WAITING.value, pk__in=pks)
        calls = _share(list(waiting.order_by("pk").prefetch_related("levels")))
        history = history_of(calls)
        due = [call for call in calls if _is_due(call, history, now=now)]
        if not due:
            return 0
        episode = due[0].episode
        calling = Calling(episode, Actor.system(SYSTEM), now)
        concerned = _still_concerned(due, now=now)
        for call in set(due) - set(concerned):
            call.state, call.next_due_at = rules.AckState.ENDED.value, None
            calling.changed.append(call)
        if not silence_rules.may_call(woken_at(episode), now=now):
            for call in concerned:
                _fall_quiet(call, calling)
            moved = len(concerned)
        elif concerned:
            homes = [call.organisation_id for call in concerned]
            reach = reachable(
                episode.case, homes, without=episode.raised_by_id, colour=episode.colour, now=now
            )
            moved = sum(advance(call, levels_of(call), reach, calling, history) for call in concerned)
        finish(calling)
    return moved


def advance(
    call: AlertCall,
    ladder: Iterable[Step],
    reach: Reachable,
    calling: Calling,
    history: History = NO_HISTORY,
) -> bool:
    """Let the rule say who is next, and keep that and the people in what this round writes and owes.

    ``ladder``: the levels of this call, as configured when it is new and as copied afterwards.
    """
    levels = {level.order: level for level in ladder}
    gone = history.declined.get(call.pk, frozenset())
    people = {
        order: [user for user in reach.on(level, call.organisation_id) if user.pk not in gone]
        for order, level in levels.items()
    }
    asked = _asked(call, levels, people, is_undelivered=call.pk in history.undelivered)
    decided = rules.next_call(asked, calling.now)
    if decided is None:
        return False
    if asked.undelivered:
        calling.note(call, "undelivered", level=call.level)
    _let_rest(call, levels, reach, decided, calling)
    for order in decided.skipped:
        calling.note(call, "nobody_at_level", level=order)
    if decided.kind is rules.CallKind.NOBODY_REACHABLE:
        call.state, call.next_due_at = rules.AckState.NOBODY_REACHABLE.value, None
        calling.change(call, "nobody_reachable", Event.ALERT_NOBODY_REACHABLE)
        calling.unreachable.append(call)
        return True
    _call_level(call, decided, asked, calling)
    calling.owed[stage_of(call, decided.order)] += [(call, user) for user in people[decided.order]]
    return True


def _let_rest(
    call: AlertCall,
    levels: dict[int, Step],
    reach: Reachable,
    decided: rules.Call,
    calling: Calling,
) -> None:
    """Owe who rests a message for the end of their quiet hours; the alert does not wait for them."""
    passed = decided.skipped + ((decided.order,) if decided.order else ())
    for order in passed:
        resting = reach.resting_on(levels[order], call.organisation_id)
        if resting:
            calling.note(call, "resting", level=order, people=len(resting))
            calling.owed[f"{call.round}.rest"] += [(call, user) for user in resting]


def finish(calling: Calling) -> None:
    """Write what a round decided about calls that stand already, and owe the messages."""
    write_all(calling.changed, actor=calling.actor, now=calling.now)
    owe(calling)


def owe(calling: Calling) -> None:
    """Note what was decided, and owe the messages: to the coordinators, and one stage per level."""
    calling.note_down()
    episode, now = calling.episode, calling.now
    pair = _coordinators(episode, now=now) if calling.unreachable or calling.quiet else []
    if calling.quiet:  # one message, however many organisations fall quiet
        _owe("alert_quiet", episode, pair, stage=f"{woken_at(episode):%m%d%H%M%S}", now=now)
    for call in calling.unreachable:
        _pass_on(call, pair, now=now)
    for stage, called in sorted(calling.owed.items()):
        to = [outbox.Recipient(user, call.organisation, links.path(call, user)) for call, user in called]
        _owe("alert", episode, to, stage=stage, now=now)


def history_of(calls: list[AlertCall]) -> History:
    """Give what happened to some calls; before its first level nothing can have. Two queries at most."""
    called = [call for call in calls if call.level]
    if not called:
        return NO_HISTORY
    said: dict[int, set[int]] = defaultdict(set)
    rows = AlertEvent.objects.filter(call__in=called, kind="declined")
    for call_id, user_id in rows.values_list("call_id", "user_id"):
        said[call_id].add(user_id)
    declined = {pk: frozenset(users) for pk, users in said.items()}
    return History(declined, frozenset(undelivered.of_which_nobody(called)))


def declined_by(call: AlertCall) -> frozenset[int]:
    """Give the ids of the people who said that they cannot take this call up."""
    return history_of([call]).declined.get(call.pk, frozenset())


def _share(calls: list[AlertCall]) -> list[AlertCall]:
    """Let the calls of one alert hold one and the same episode."""
    for call in calls:
        call.episode = calls[0].episode
    return calls


def _is_due(call: AlertCall, history: History, *, now: datetime) -> bool:
    return (call.next_due_at is not None and call.next_due_at <= now) or call.pk in history.undelivered


def _fall_quiet(call: AlertCall, calling: Calling) -> None:
    """Wake nobody any more for an old alert; the coordinator may let it call again."""
    call.state, call.next_due_at = rules.AckState.QUIET.value, None
    calling.change(call, "quiet", Event.ALERT_FELL_QUIET)
    calling.quiet.append(call)


def _still_concerned(calls: list[AlertCall], *, now: datetime) -> list[AlertCall]:
    """Give the calls of an alert that still runs, of organisations that may still know of it."""
    episode = calls[0].episode
    if episode.status != rules.EpisodeStatus.RUNNING:
        return []
    knowing = {organisation.pk for organisation in admitted(episode.case, now=now)}
    return [call for call in calls if call.organisation_id in knowing]


def _asked(
    call: AlertCall,
    levels: dict[int, Step],
    people: dict[int, list[User]],
    *,
    is_undelivered: bool,
) -> rules.OrganisationCallFacts:
    return rules.OrganisationCallFacts(
        levels=tuple(
            rules.LevelFacts(order, level.wait_seconds, len(people[order])) for order, level in levels.items()
        ),
        called=call.level,
        called_at=call.called_at,
        undelivered=is_undelivered,
    )


def _call_level(
    call: AlertCall, decided: rules.Call, asked: rules.OrganisationCallFacts, calling: Calling
) -> None:
    called = replace(asked, called=decided.order, called_at=calling.now)
    people = next(level.recipients for level in asked.levels if level.order == decided.order)
    call.level, call.called_at = called.called, called.called_at
    call.next_due_at = rules.next_due(called, started_at=calling.now)
    calling.change(call, "called", Event.ALERT_CALLED, level=decided.order, people=people)


def _pass_on(call: AlertCall, pair: list[outbox.Recipient], *, now: datetime) -> None:
    """Nobody of an organisation can be reached: that goes to the coordinator and the deputy at once."""
    episode = call.episode
    timeline.add(
        episode.case,
        "alert_nobody_reachable",
        actor=Actor.system(SYSTEM),
        compartment=Compartment.MISSING,
        now=now,
        url=page_of(episode),
        number=episode.number,
        called=call.organisation.name,
    )
    stage = str(call.pk) if call.round == 1 else f"{call.pk}:{call.round}"
    _owe("alert_unanswered", episode, pair, stage=stage, now=now)


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


def _owe(
    kind: str, episode: MissingEpisode, to: list[outbox.Recipient], *, stage: str, now: datetime
) -> None:
    outbox.put(
        kind,
        number=episode.number,
        to=to,
        now=now,
        stage=stage,
        colour=episode.colour,
        case=episode.case,
    )
