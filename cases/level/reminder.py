"""Tells coordinator and deputy that a judgement of risk waits for a new look: once, on its day."""

from datetime import datetime

from django.db import transaction

from cases.audit import ledger
from cases.audit.events import Event
from cases.coordination import pair
from cases.level.judgement import SIGNALS
from cases.level.models import RiskJudgement
from cases.level.rules import Review, review
from cases.level.step import address
from cases.notifications import outbox
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write

SYSTEM = "judgements"


def remind(*, now: datetime) -> int:
    """Tell of every judgement whose day came by ``now`` (aware); gives how many. One transaction each."""
    rows = RiskJudgement.objects.filter(ended_at=None, reminded_at=None, review_on__lte=local_day(now))
    rows = rows.exclude(case__status="closed").order_by("review_on", "pk").values_list("pk", flat=True)
    return sum(_look_at(pk, now=now) for pk in list(rows))


def _look_at(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = RiskJudgement.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        is_due = review(row.review_on, today=local_day(now)) is Review.OVERDUE
        if row.ended_at is not None or row.reminded_at is not None or not is_due:
            return False
        actor = Actor.system(SYSTEM)
        row.reminded_at = now
        write(row, actor=actor, now=now, reason="reminded")
        about = {"on": row, "case": row.case, "act": Act.WRITE_NOTE, "compartments": [SIGNALS]}
        ledger.record(actor, Event.RISK_REVIEW_DUE, now=now, **about)
        to = pair.recipients(row.case, path=address(row.case))
        outbox.put(
            "risk_review_due", number=row.case.number, to=to, now=now, stage=str(row.pk), case=row.case
        )
    return True
