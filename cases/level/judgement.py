"""Judge the risk in words, with the reason and a day on which it is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import pair
from cases.level.models import RiskJudgement
from cases.level.rules import may_be_reviewed_on, reads_as_number
from cases.level.step import address
from cases.notifications import outbox
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

SIGNALS = Compartment.SIGNALS


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement in words, what it rests on, and the local day on which it is looked at again."""

    words: str
    reason: str
    review_on: date


def write_down(
    case: Case, *, actor: Actor, judged: Judged, replaces: int | None = None, now: datetime
) -> RiskJudgement:
    """Judge the risk anew; what was judged before stays on record. Coordinator and deputy are told.

    ``replaces`` is the id of the judgement that the page showed.

    Raises:
        AccessDenied: the actor may not write in this part of the case.
        StateConflictError: the case is closed, it is a number, the day can't be, or somebody was faster.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=SIGNALS, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        _check(judged, now=now)
        _end_standing(case, replaces, actor=actor, now=now)
        made = RiskJudgement(
            case=case,
            words=judged.words,
            reason=judged.reason,
            review_on=judged.review_on,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now)
        about = {"on": made, "case": case, "act": Act.WRITE_NOTE, "compartments": [SIGNALS]}
        ledger.record(actor, Event.RISK_JUDGED, now=now, **about)
        timeline.add(case, "risk_judged", actor=actor, compartment=SIGNALS, now=now, url=address(case))
        told = pair.recipients(case, path=address(case))
        to = [recipient for recipient in told if recipient.user.pk != actor.user_id]
        outbox.put("risk_judged", number=case.number, to=to, now=now, stage=str(made.pk), case=case)
    return made


def standing(case: Case) -> RiskJudgement | None:
    """Give how the risk is judged now."""
    return case.risk_judgements.filter(ended_at=None).select_related("by", "organisation").first()


def _check(judged: Judged, *, now: datetime) -> None:
    if reads_as_number(judged.words):
        raise StateConflictError(
            _("Judge in words, not with a number or a mark. What could happen, to whom, and how soon?"),
            code="a_number",
            field="words",
        )
    if not may_be_reviewed_on(judged.review_on, today=local_day(now)):
        raise StateConflictError(
            _("Choose a day after today, within half a year."), code="review_day", field="review_on"
        )


def _end_standing(case: Case, replaces: int | None, *, actor: Actor, now: datetime) -> None:
    before = standing(case)
    if (None if before is None else before.pk) != replaces:
        raise StateConflictError(
            _("Somebody else judged the risk in the meantime. Read that first; your words are still here."),
            code="judged_meanwhile",
        )
    if before is not None:
        before.ended_at = now
        write(before, actor=actor, now=now, reason="judged anew")
