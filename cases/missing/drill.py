"""The fire drill: organisations are called as in an alert, by the same levels, and it is only an exercise.

It has tables of its own and no case: nothing of it comes near a real young person, or counts as real.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.missing import drill_rules, rules
from cases.missing.call import copy_levels
from cases.missing.models import AlertCall, Drill, DrillCall, DrillLevel
from cases.notifications import outbox
from cases.numbers import draw
from organisations import covenant, duty, roster
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write, write_all
from organisations.models import Organisation, User

log = logging.getLogger(__name__)

SYSTEM = "drill"
WAITING = rules.AckState.WAITING.value
#: A drill is called as the gravest alert: that chain must work.
COLOUR = rules.Colour.RED.value


def may_drill(actor: Actor, *, now: datetime) -> list[Organisation]:
    """Give whom the actor may call: who coordinates or directs the table, an administrator the own home."""
    if not actor.holds(Act.RUN_DRILL):
        return []
    if not (actor.holds(Act.ADMIT_ORGANISATION) or actor.holds(Act.CHAIR_MEETING)):
        return [actor.organisation]
    return at_the_table(actor.organisation, now=now)


def at_the_table(organisation: Organisation, *, now: datetime) -> list[Organisation]:
    """Give the organisations, by name, that may read about missing at a table of this organisation."""
    today = timezone.localdate(now)
    versions = covenant.bound(on=today).filter(organisation=organisation).values("version")
    ids = covenant.bound(on=today).filter(version__in=versions).values_list("organisation_id", flat=True)
    clauses = covenant.clauses_in_force(list(ids), on=today).filter(compartment=Compartment.MISSING.value)
    reading = set(clauses.values_list("bound_id", flat=True))
    return list(Organisation.objects.filter(pk__in=reading, is_active=True).order_by("name"))


def start(*, actor: Actor, organisations: Iterable[Organisation], now: datetime) -> Drill:
    """Start a drill and call the first level of each organisation at once.

    Raises:
        AccessDenied: the actor may not call one of these organisations for a drill.
        StateConflictError: nobody was chosen, or an organisation has a drill or a real alert that waits.
    """
    actor.demand(Act.RUN_DRILL)
    chosen = list(organisations)
    if set(chosen) - set(may_drill(actor, now=now)):
        raise AccessDenied(
            _("You can call only your own organisation or table for a drill."),
            code="not_your_table",
            act=Act.RUN_DRILL,
        )
    return _start(chosen, actor=actor, now=now)


def every_month(*, now: datetime) -> int:
    """Start the drill of the month for every organisation that keeps a roster; gives how many are called.

    ``now``: aware. For the beat; who had a drill lately, or is busy with a real alert, is left alone.
    """
    keeping = Organisation.objects.filter(is_active=True, shifts__isnull=False).distinct()
    lately = DrillCall.objects.filter(drill__started_at__gt=now - drill_rules.PAUSE)
    chosen = list(keeping.exclude(pk__in=lately.values("organisation")).exclude(pk__in=_busy()))
    if chosen:
        _start(chosen, actor=Actor.system(SYSTEM), now=now)
    return len(chosen)


def acknowledge(call: DrillCall, *, actor: Actor, now: datetime) -> DrillCall:
    """Answer a drill for one's organisation; answering twice changes nothing.

    Raises:
        AccessDenied: the actor does not answer alerts, or works elsewhere.
        StateConflictError: the drill is over.
    """
    actor.demand(Act.ANSWER_ALERT)
    if call.organisation_id != actor.organisation_id:
        raise AccessDenied(
            _("This drill is of another organisation."), code="elsewhere", act=Act.ANSWER_ALERT
        )
    with transaction.atomic():
        standing = _lockable().get(pk=call.pk)
        if standing.acknowledged_at is not None:
            return standing
        if standing.state != WAITING:
            raise StateConflictError(_("This drill is over. Nothing more is needed."), code="drill_over")
        standing.state, standing.next_due_at = rules.AckState.ACKNOWLEDGED.value, None
        standing.acknowledged_at, standing.acknowledged_by = now, actor.user
        write(standing, actor=actor, now=now)
        outbox.cancel("drill", number=standing.drill.number, organisation=standing.organisation)
        _record(standing, Event.DRILL_ANSWERED, actor, now=now)
    return standing


def sweep(*, now: datetime) -> int:
    """Call the next level of every drill where nobody answered in time; tells how many were moved on."""
    due = DrillCall.objects.filter(state=WAITING, next_due_at__lte=now).order_by("next_due_at", "id")
    moved = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            moved += _move_on(pk, now=now)
        except Exception:
            log.exception("drill call %s could not be moved on", pk)
    return moved


def _move_on(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        call = _lockable().filter(pk=pk, state=WAITING, next_due_at__lte=now).first()
        if call is None:
            return False
        if drill_rules.is_over(call.drill.started_at, now=now) or call.organisation_id in _busy():
            call.state, call.next_due_at = rules.AckState.ENDED.value, None
            write(call, actor=Actor.system(SYSTEM), now=now)
            outbox.cancel("drill", number=call.drill.number, organisation=call.organisation)
            return True
        _call_next(call, now=now)
    return True


def _busy() -> set[int]:
    """Give the organisations that a real alert waits for: an exercise may not stand in its way."""
    waiting = AlertCall.objects.filter(state=WAITING, episode__status=rules.EpisodeStatus.RUNNING.value)
    return set(waiting.values_list("organisation_id", flat=True))


def _start(organisations: list[Organisation], *, actor: Actor, now: datetime) -> Drill:
    with transaction.atomic():
        _check(organisations)
        drill = Drill(
            number=draw("F", now.year, lambda number: Drill.objects.filter(number=number).exists()),
            started_by=actor.user,
            organisation=actor.organisation,
            started_at=now,
        )
        write(drill, actor=actor, now=now)
        ledger.record(
            actor, Event.DRILL_STARTED, on=drill, now=now, act=Act.RUN_DRILL, organisations=len(organisations)
        )
        new = (DrillCall(drill=drill, organisation=one, next_due_at=now) for one in organisations)
        calls = write_all(new, actor=actor, now=now)
        ladders = duty.ladders([call.organisation_id for call in calls], COLOUR)
        copy_levels(DrillLevel, [(call, ladders[call.organisation_id]) for call in calls])
        for call in calls:
            _call_next(call, now=now)
    return drill


def _check(organisations: list[Organisation]) -> None:
    if not organisations:
        raise StateConflictError(_("Choose an organisation."), code="nobody", field="organisations")
    ids = {organisation.pk for organisation in organisations}
    if ids & _busy():
        raise StateConflictError(
            _("A real alert waits for an answer. Do the exercise another day."),
            code="real_alert",
            field="organisations",
        )
    if DrillCall.objects.filter(organisation__in=ids, state=WAITING).exists():
        raise StateConflictError(
            _("There is a drill already that waits for an answer."), code="drill_runs", field="organisations"
        )


def _call_next(call: DrillCall, *, now: datetime) -> None:
    """Let the rule of the alert say who is next, write it down, and owe the people a message."""
    levels = list(call.levels.all())
    people = {level.order: _people(call.organisation, level, now=now) for level in levels}
    asked = rules.OrganisationCallFacts(
        levels=tuple(
            rules.LevelFacts(level.order, level.wait_seconds, len(people[level.order])) for level in levels
        ),
        called=call.level,
        called_at=call.called_at,
    )
    decided = rules.next_call(asked, now)
    if decided is None:
        return
    system = Actor.system(SYSTEM)
    if decided.kind is rules.CallKind.NOBODY_REACHABLE:
        call.state, call.next_due_at = rules.AckState.NOBODY_REACHABLE.value, None
        write(call, actor=system, now=now)
        _record(call, Event.DRILL_UNANSWERED, system, now=now)
        return
    call.level, call.called_at = decided.order, now
    call.next_due_at = rules.waits_until(replace(asked, called=decided.order, called_at=now))
    write(call, actor=system, now=now)
    path = f"/drills/{call.drill.number}/"
    outbox.put(
        "drill",
        number=call.drill.number,
        to=[outbox.Recipient(user, call.organisation, path) for user in people[decided.order]],
        now=now,
        stage=str(decided.order),
    )


def _people(organisation: Organisation, level: DrillLevel, *, now: datetime) -> list[User]:
    """Give who stands on a level and could answer; nobody when no message would reach any of them."""
    if level.calls == "contact_points":
        found = duty.contact_points([organisation.pk], at=now)[organisation.pk]
    else:
        found = duty.on_duty([organisation.pk], at=now)[organisation.pk].get(level.duty_level, [])
    answering = roster.candidates(organisation, now=now)
    able = [user for user in dict.fromkeys(found) if user in answering]
    return able if duty.reached(user.pk for user in able) else []


def _lockable() -> QuerySet[DrillCall]:
    rows = DrillCall.objects.select_for_update(of=("self",))
    return rows.select_related("drill", "organisation")


def _record(call: DrillCall, event: Event, actor: Actor, *, now: datetime) -> None:
    ledger.record(
        actor,
        event,
        on=call,
        now=now,
        act=Act.ANSWER_ALERT,
        object_number=call.drill.number,
        called=call.organisation_id,
    )
