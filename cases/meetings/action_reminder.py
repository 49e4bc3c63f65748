"""Reminds organisations of what they agreed to do, before the next meeting and when its day passed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from cases.audit import ledger
from cases.audit.events import Event
from cases.coordination import pair
from cases.coordination.models import Action
from cases.meetings.action_reminder_rules import Step, last_day, steps
from cases.meetings.models import AgendaItem
from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

SYSTEM = "agreed actions"
KINDS = {Step.NEAR: "action_near", Step.MEETING: "action_meeting", Step.PAST: "action_past"}


def remind(*, now: datetime) -> int:
    """Remind of every open action that asks for it at ``now`` (aware); gives how many steps were climbed.

    For the sweep; one transaction per step. What was told is known from the messages themselves.
    """
    rows = Action.objects.filter(status="open", due_on__lte=last_day(local_day(now)))
    due = list(rows.exclude(case__status="closed").select_related("case", "owner_organisation"))
    meets = _next_meetings({row.case_id for row in due})
    numbers = {row.case.number for row in due}
    told = set(
        Notification.objects.filter(kind__in=KINDS.values(), number__in=numbers).values_list("kind", "stage")
    )
    climbed = 0
    for row in due:
        starts_at = meets.get(row.case_id)
        meets_on = None if starts_at is None else local_day(starts_at)
        for step in steps(row.due_on, meets_on=meets_on, today=local_day(now)):
            stage = f"{row.pk}:{meets_on}" if step is Step.MEETING else f"{row.pk}:{row.due_on}"
            if (KINDS[step], stage) not in told:
                climbed += _tell(row.pk, step, stage, now=now)
    return climbed


def _next_meetings(cases: set[int]) -> dict[int, datetime]:
    """Give by case when the next planned meeting that speaks of it begins. One query."""
    items = AgendaItem.objects.filter(case__in=cases, taken_off_at=None, meeting__status="planned")
    found = items.order_by().values("case_id").annotate(first=Min("meeting__starts_at"))
    return {row["case_id"]: row["first"] for row in found}


def _tell(pk: int, step: Step, stage: str, *, now: datetime) -> bool:
    with transaction.atomic():
        rows = Action.objects.select_for_update(of=("self",)).select_related("case", "owner_organisation")
        action = rows.get(pk=pk)
        if action.status != "open":
            return False
        path = f"/cases/{action.case.number}/plan/"
        to = pair.points(action.case, [action.owner_organisation], Compartment.CORE, path=path, now=now)
        if step is Step.PAST:
            known = {recipient.user.pk for recipient in to}
            to += [one for one in pair.recipients(action.case, path=path) if one.user.pk not in known]
        outbox.put(KINDS[step], number=action.case.number, to=to, now=now, stage=stage, case=action.case)
        ledger.record(
            Actor.system(SYSTEM),
            Event.ACTION_REMINDED,
            on=action,
            case=action.case,
            now=now,
            act=Act.WORK_ON_ACTIONS,
            compartments=[Compartment.CORE],
        )
    return True
