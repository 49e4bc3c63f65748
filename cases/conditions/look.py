"""Look at a safety condition and write down what was seen; correct a look by another one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit.events import Event
from cases.conditions import condition as conditions
from cases.conditions import rules, watch
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.conditions.rules import Answer
from cases.conditions.watch import MELDCODE
from cases.conflict import StateConflictError
from cases.workdays import local_day
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.history import write


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look says, what was seen, and on which local day."""

    answer: Answer
    seen: str
    looked_on: date


def take(
    condition: SafetyCondition,
    *,
    actor: Actor,
    seen: Seen,
    next_look_on: date | None = None,
    now: datetime,
) -> ConditionLook:
    """Write down a look. When it does not hold, who coordinates and who watches are told at once.

    Everybody who works in this part may: what a colleague elsewhere saw must not get lost. The day of the
    next look (local; None: the next fixed point, when it holds) is only for who watches or keeps the
    agreements; a look of somebody else leaves their clock as it is.

    Raises:
        AccessDenied: the actor may not write in this part of the case.
        StateConflictError: it was ended, a day can't be, or the day of the next look is missing.
    """
    access = gate.require(actor, Act.WRITE_NOTE, on=condition.case, compartment=MELDCODE, now=now)
    keeps = watch.may_keep(condition.case, actor, access=access, now=now)
    with transaction.atomic():
        standing = conditions.lock(condition)
        day = None
        try:
            rules.check_looked(seen.looked_on, set_on=standing.set_on, today=local_day(now))
            if watch.may_plan(standing, actor, keeps=keeps):
                day = _next(standing, seen.answer, next_look_on, now=now)
        except rules.Refused as refused:
            raise watch.conflict(refused) from refused
        made = ConditionLook(condition=standing, next_look_on=day, **_seen(seen), **_by(actor, now))
        write(made, actor=actor, now=now)
        _settle(standing, day, Event.CONDITION_LOOKED_AT, made, actor=actor, now=now)
    return made


def correct(look: ConditionLook, *, actor: Actor, seen: Seen, why: str, now: datetime) -> ConditionLook:
    """Correct a look by another one; both stay readable, and the day of the next look stays as it is.

    Raises:
        AccessDenied: another organisation looked, and the actor does not keep the agreements.
        StateConflictError: it was corrected or the condition was ended already, a day can't be, or why is
            missing.
    """
    require_looker(look, actor=actor, now=now)
    with transaction.atomic():
        standing = conditions.lock(look.condition)
        if standing.looks.filter(corrects=look).exists():
            raise StateConflictError(
                _("This look was corrected in the meantime. Correct the newer one."), code="corrected"
            )
        try:
            rules.check_looked(seen.looked_on, set_on=standing.set_on, today=local_day(now))
            rules.check_why(why)
        except rules.Refused as refused:
            raise watch.conflict(refused) from refused
        made = ConditionLook(
            condition=standing, corrects=look, why=why.strip(), **_seen(seen), **_by(actor, now)
        )
        write(made, actor=actor, now=now)
        _settle(standing, None, Event.CONDITION_LOOK_CORRECTED, made, actor=actor, now=now)
    return made


def require_looker(look: ConditionLook, *, actor: Actor, now: datetime) -> None:
    """Pass when the actor may correct a look: their organisation's, or they keep the agreements.

    Raises:
        AccessDenied: they may not.
    """
    case = look.condition.case
    access = gate.require(actor, Act.WRITE_NOTE, on=case, compartment=MELDCODE, now=now)
    is_own = look.organisation_id == actor.organisation_id
    if not (is_own or watch.may_keep(case, actor, access=access, now=now)):
        raise AccessDenied(
            _("Another organisation looked here. Ask them to correct it, or write down a look of your own."),
            code="not_looker",
            act=Act.WRITE_NOTE,
            compartment=MELDCODE,
            case=case,
        )


def _next(standing: SafetyCondition, answer: Answer, chosen: date | None, *, now: datetime) -> date:
    return rules.day_after_look(
        answer,
        chosen,
        set_on=standing.set_on,
        until=standing.until,
        today=local_day(now),
        months=watch.months(),
    )


def _settle(
    standing: SafetyCondition,
    day: date | None,
    event: Event,
    made: ConditionLook,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Bring the condition up to its looks, leave both lines, and tell people when it does not hold."""
    counts = rules.that_counts(look.facts for look in standing.looks.all())
    standing.last_answer = counts.answer.value
    standing.next_look_on = day or standing.next_look_on
    write(standing, actor=actor, now=now, reason="looked at")
    conditions.note(standing, event, f"condition_{made.answer}", actor=actor, now=now)
    if counts.pk == made.pk and counts.answer is Answer.NOT_HELD:
        to = [*watch.coordinating(standing), *watch.watching(standing, now=now)]
        stage = f"look:{made.pk}"
        watch.tell("condition_not_held", standing, to, stage=stage, now=now, without=actor.user_id)


def _seen(seen: Seen) -> dict:
    return {"answer": seen.answer.value, "seen": seen.seen, "looked_on": seen.looked_on}


def _by(actor: Actor, now: datetime) -> dict:
    return {"at": now, "by": actor.user, "organisation": actor.organisation}
