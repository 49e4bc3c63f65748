"""Write a safety condition down, agree anew who watches it and when, end it with the reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case
from cases.conditions import rules, watch
from cases.conditions.models import SafetyCondition
from cases.conditions.rules import EndGround, SetBy
from cases.conditions.watch import MELDCODE
from cases.conflict import StateConflictError
from cases.notifications import outbox
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write
from organisations.models import Membership


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold, who set it (``name``: the person, or who else it was) and on which local day."""

    words: str
    set_by: SetBy
    set_on: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who watches for which organisation, until when (None: open) and when somebody looks (local dates).

    ``next_look_on`` None: the first fixed point that is still to come.
    """

    watcher: Membership
    next_look_on: date | None = None
    until: date | None = None


def write_down(
    case: Case, *, actor: Actor, condition: Condition, agreed: Agreed, now: datetime
) -> SafetyCondition:
    """Write down a safety condition with what was agreed about following it; who watches it is told.

    Raises:
        AccessDenied: the actor neither is Veilig Thuis, nor has a track in the case, nor assigns on it.
        StateConflictError: the case is closed, a day can't be, or who watches could not see it.
    """
    watch.require_keeper(case, actor=actor, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        check_open(case)
        _check_watcher(case, agreed.watcher, now=now)
        made = SafetyCondition(
            case=case,
            words=condition.words,
            set_by=condition.set_by.value,
            set_by_name=condition.name.strip(),
            set_on=condition.set_on,
            next_look_on=_first_look(condition, agreed, now=now),
            **_agreed(agreed),
            **_by(actor, now),
        )
        write(made, actor=actor, now=now)
        note(made, Event.CONDITION_SET, "condition_set", actor=actor, now=now)
        _tell_watcher(made, actor=actor, now=now)
    return made


def agree(
    condition: SafetyCondition, *, actor: Actor, agreed: Agreed, version: int | None = None, now: datetime
) -> SafetyCondition:
    """Agree anew who watches, until when and when somebody looks; the history keeps what was agreed before.

    Raises:
        AccessDenied: the actor does not keep the agreements of this case.
        StateConflictError: it was ended, a day can't be, or who watches could not see it.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    watch.require_keeper(condition.case, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(condition)
        check_version(standing, version)
        _check_watcher(standing.case, agreed.watcher, now=now)
        before, today = standing.watcher_id, local_day(now)
        day = agreed.next_look_on or _proposed(standing.set_on, agreed.until, today)
        _check_agreed(day, agreed.until, today)
        for name, value in {**_agreed(agreed), "next_look_on": day}.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now, reason="agreed anew")
        note(standing, Event.CONDITION_AGREED, "condition_agreed", actor=actor, now=now)
        if standing.watcher_id != before:
            _tell_watcher(standing, actor=actor, now=now)
    return standing


def end(
    condition: SafetyCondition,
    *,
    actor: Actor,
    ground: EndGround,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> SafetyCondition:
    """End a condition, with the ground and the reason; it stays readable with all looks at it.

    Raises:
        AccessDenied: the actor does not keep the agreements of this case.
        StateConflictError: it was ended, the reason is missing, or nobody saw that what is called met holds.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    watch.require_keeper(condition.case, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(condition)
        check_version(standing, version)
        try:
            rules.check_end(ground, reason, answer=standing.standing.answer)
        except rules.Refused as refused:
            raise watch.conflict(refused) from refused
        standing.ended_at, standing.ended_by = now, actor.user
        standing.end_ground, standing.end_reason = ground.value, reason.strip()
        write(standing, actor=actor, now=now, reason="ended")
        note(standing, Event.CONDITION_ENDED, "condition_ended", actor=actor, now=now)
    return standing


def lock(condition: SafetyCondition) -> SafetyCondition:
    """Lock the case and a condition in it, in that order; give the condition as it stands after the wait.

    Raises:
        StateConflictError: the case is closed, or the condition was ended.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=condition.case_id)
    check_open(case)
    people = ("watcher", "watcher_organisation")
    rows = SafetyCondition.objects.select_for_update(of=("self",)).select_related(*people)
    standing = rows.get(pk=condition.pk)
    standing.case = case
    if standing.ended_at is not None:
        raise StateConflictError(
            _("This safety condition was ended in the meantime. Nothing was changed."), code="ended"
        )
    return standing


def note(condition: SafetyCondition, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    """Write the line of the ledger and that of the timeline; neither holds what somebody wrote."""
    about = {"on": condition, "case": condition.case, "act": Act.WRITE_NOTE, "compartments": [MELDCODE]}
    ledger.record(actor, event, now=now, **about)
    timeline.add(
        condition.case, kind, actor=actor, compartment=MELDCODE, now=now, url=watch.address(condition)
    )


def _first_look(condition: Condition, agreed: Agreed, *, now: datetime) -> date:
    today = local_day(now)
    try:
        rules.check_set(condition.set_by, condition.name, condition.set_on, today=today)
    except rules.Refused as refused:
        raise watch.conflict(refused) from refused
    day = agreed.next_look_on or _proposed(condition.set_on, agreed.until, today)
    _check_agreed(day, agreed.until, today)
    return day


def _proposed(set_on: date, until: date | None, today: date) -> date:
    return rules.next_look(set_on, after=today, months=watch.months(), until=until)


def _check_agreed(day: date, until: date | None, today: date) -> None:
    try:
        rules.check_agreed(day, until, today=today, months=watch.months())
    except rules.Refused as refused:
        raise watch.conflict(refused) from refused


def _check_watcher(case: Case, watcher: Membership, *, now: datetime) -> None:
    if watcher.pk not in {member.pk for member in watch.candidates(case, now=now)}:
        raise StateConflictError(
            _("This person does not read this part of the case, so they could not watch it."),
            code="cannot_watch",
            field="watched_by",
        )


def _tell_watcher(condition: SafetyCondition, *, actor: Actor, now: datetime) -> None:
    home, path = condition.watcher_organisation, watch.address(condition)
    people = [outbox.Recipient(condition.watcher, home, path)]
    stage = f"watch:{condition.version}"
    watch.tell("condition_watch", condition, people, stage=stage, now=now, without=actor.user_id)


def _agreed(agreed: Agreed) -> dict:
    home, person = agreed.watcher.organisation, agreed.watcher.user
    return {"watcher_organisation": home, "watcher": person, "until": agreed.until}


def _by(actor: Actor, now: datetime) -> dict:
    return {"written_at": now, "written_by": actor.user, "organisation": actor.organisation}
