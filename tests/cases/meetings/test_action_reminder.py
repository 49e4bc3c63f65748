"""The ladder of reminders before the next meeting; and done is done when others can see what came of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.coordination.models import Action
from cases.meetings import action_reminder, agenda, meeting
from cases.meetings.action_reminder_rules import Step, steps
from cases.notifications.models import Delivery
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
MONDAY = date(2026, 11, 16)  # a week without holidays
DUE = (NOW + timedelta(days=8)).date()


def day(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("due", "meets", "expected"),
    [
        (day(9), None, ()),
        (day(2), None, (Step.NEAR,)),  # two working days: Monday to Wednesday
        (day(3), None, ()),
        (day(0), None, (Step.NEAR,)),
        (day(-1), None, (Step.PAST,)),
        (day(1), day(1), (Step.NEAR, Step.MEETING)),
        (day(2), day(1), (Step.NEAR,)),  # need not be done at the meeting
        (day(-9), day(1), (Step.MEETING, Step.PAST)),
        (day(-9), day(2), (Step.PAST,)),  # the meeting is not tomorrow
        (day(-9), day(-1), (Step.PAST,)),  # nobody started that one
    ],
)
def test_the_ladder(due: date, meets: date | None, expected: tuple[Step, ...]) -> None:
    assert steps(due, meets_on=meets, today=MONDAY) == expected


def test_before_a_weekend_the_working_days_count() -> None:
    friday = day(4)
    assert steps(day(8), meets_on=day(7), today=friday) == (Step.NEAR,)
    assert steps(day(7), meets_on=day(7), today=friday) == (Step.NEAR, Step.MEETING)


@pytest.fixture
def agreed(region: Region, case: Case) -> Action:
    """Give what the school agreed to do."""
    return action.agree(
        case,
        actor=region.actor("anna"),
        description="Belt de ouders",
        owner_organisation=region.school,
        due_on=DUE,
        now=NOW,
    )


def told(kind: str) -> set[str]:
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox").select_related("user")
    return {row.user.name for row in rows}


def at(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_each_step_is_told_once_and_past_its_day_the_coordinator_hears_it(
    region: Region, agreed: Action
) -> None:
    assert action_reminder.remind(now=NOW) == 0
    assert action_reminder.remind(now=at(7)) == 1
    assert action_reminder.remind(now=at(7) + timedelta(hours=1)) == 0
    assert told("action_near") == {region.bea.name}
    assert action_reminder.remind(now=at(9)) == 1
    assert action_reminder.remind(now=at(10)) == 0
    assert told("action_past") == {region.bea.name, region.anna.name, region.arno.name}
    lines = LedgerLine.objects.filter(event="action.reminded")
    assert [(line.case_id, line.user_label) for line in lines] == [(agreed.case_id, "agreed actions")] * 2


def test_before_the_meeting_that_speaks_of_the_case(region: Region, case: Case, agreed: Action) -> None:
    iris = region.actor("iris")
    planning = meeting.Planning(title="Overleg", starts_at=at(20))
    planned = meeting.plan(actor=iris, planning=planning, now=NOW)
    action_reminder.remind(now=at(9))
    assert action_reminder.remind(now=at(19)) == 0  # the case is not on that agenda
    agenda.add(planned, actor=iris, case=case, question="?", now=NOW)
    assert action_reminder.remind(now=at(19)) == 1
    assert told("action_meeting") == {region.bea.name}
    assert action_reminder.remind(now=at(19)) == 0


def test_nobody_is_reminded_of_what_is_done(region: Region, agreed: Action) -> None:
    action.finish(agreed, actor=region.actor("bea"), outcome="Gesproken", now=NOW)
    assert action_reminder.remind(now=at(9)) == 0


def test_done_asks_what_came_of_it(region: Region, agreed: Action, log_in: LogIn) -> None:
    with pytest.raises(StateConflictError) as refused:
        action.finish(agreed, actor=region.actor("bea"), outcome=" ", now=NOW)
    assert refused.value.field == "outcome"
    agreed.refresh_from_db()
    assert agreed.status == "open"
    page = f"/cases/{agreed.case.number}/plan/{agreed.pk}/done/"
    assert log_in("bea").post(page, {"outcome": ""}).status_code == 400
    assert log_in("bea").post(page, {"outcome": "Vader gesproken op 20 november"}).status_code == 302
