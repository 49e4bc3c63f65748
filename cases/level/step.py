"""Write down that a case was taken up or down the ladder; everybody at the table hears of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import audience, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import pair
from cases.level.models import LevelStep
from cases.level.rules import FIRST, Rung, StepFault, StepRefused, Way, check_step
from cases.notifications import outbox
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

#: fault -> the field it is about, and the sentence
SENTENCES = {
    StepFault.SAME_RUNG: ("to_rung", _("The case is there already. Choose where it goes.")),
    StepFault.IN_FUTURE: ("decided_on", _("This day still has to come. Write down what was decided.")),
    StepFault.BEFORE_LAST: ("decided_on", _("The step before this one was decided later. Look at the date.")),
    StepFault.REASON_MISSING: ("reason", _("Write down why.")),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided: where the case goes, why, on which local day, who decided and who was told."""

    to_rung: Rung
    reason: str
    decided_on: date
    decided_by: str
    people_told: str = ""


def take(case: Case, *, actor: Actor, decided: Decided, now: datetime) -> LevelStep:
    """Write down a step up or down; the contact points of all organisations at the table are told.

    Raises:
        AccessDenied: the actor may not assign on this case.
        StateConflictError: the case is closed, it is no step, or the date can't be.
    """
    gate.require(actor, Act.ASSIGN_COORDINATOR, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        last = case.level_steps.order_by("-at", "-id").first()
        way = _check(last, decided, now=now)
        made = LevelStep(
            case=case,
            from_rung=FIRST.value if last is None else last.to_rung,
            to_rung=decided.to_rung.value,
            reason=decided.reason.strip(),
            decided_on=decided.decided_on,
            decided_by=decided.decided_by,
            people_told=decided.people_told,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now, reason=way.value)
        _note(made, way, actor=actor, now=now)
        _tell(made, actor=actor, now=now)
    return made


def standing(case: Case) -> Rung:
    """Give where a case is held now."""
    last = case.level_steps.order_by("-at", "-id").values_list("to_rung", flat=True).first()
    return FIRST if last is None else Rung(last)


def address(case: Case) -> str:
    """Give where the ladder of a case stands inside this site."""
    return f"/cases/{case.number}/level/"


def _check(last: LevelStep | None, decided: Decided, *, now: datetime) -> Way:
    current = FIRST if last is None else Rung(last.to_rung)
    try:
        return check_step(
            current,
            decided.to_rung,
            reason=decided.reason,
            decided_on=decided.decided_on,
            last_on=None if last is None else last.decided_on,
            today=local_day(now),
        )
    except StepRefused as refused:
        field, sentence = SENTENCES[refused.code]
        raise StateConflictError(sentence, code=refused.code.value, field=field) from refused


def _note(made: LevelStep, way: Way, *, actor: Actor, now: datetime) -> None:
    act = Act.ASSIGN_COORDINATOR
    ledger.record(actor, Event.LEVEL_STEP_TAKEN, on=made, case=made.case, now=now, act=act, to=made.to_rung)
    timeline.add(
        made.case,
        f"level_{way.value}",
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        url=address(made.case),
    )


def _tell(made: LevelStep, *, actor: Actor, now: datetime) -> None:
    homes = audience.admitted(made.case, Compartment.CORE, now=now)
    points = pair.points(made.case, homes, Compartment.CORE, path=address(made.case), now=now)
    to = [point for point in points if point.user.pk != actor.user_id]
    outbox.put("level_step", number=made.case.number, to=to, now=now, stage=str(made.pk), case=made.case)
