"""When an organisation is reminded of what it agreed to do: a ladder of three steps, each climbed once. PURE.

Two working days before its day; on the working day before a meeting that speaks of the case, when it should
be done by then; and once its day has passed, when who coordinates hears of it too. No source makes the
numbers a norm (design choice H7).
"""

from datetime import date
from enum import StrEnum

from cases.workdays import add_workdays

NEAR_DAYS = 2
BEFORE_MEETING_DAYS = 1


class Step(StrEnum):
    """A step of the ladder."""

    NEAR = "near"
    MEETING = "meeting"
    PAST = "past"


def last_day(today: date) -> date:
    """Give the last local day of which an open action may ask for a step today."""
    return add_workdays(today, NEAR_DAYS)


def steps(due_on: date, *, meets_on: date | None, today: date) -> tuple[Step, ...]:
    """Give the steps that an open action asks for on a local day.

    ``meets_on``: the day of the next meeting that speaks of the case, if one is planned.
    """
    found = []
    if today <= due_on <= last_day(today):
        found.append(Step.NEAR)
    before = add_workdays(today, BEFORE_MEETING_DAYS)
    if meets_on is not None and due_on <= meets_on and today <= meets_on <= before:
        found.append(Step.MEETING)
    if due_on < today:
        found.append(Step.PAST)
    return tuple(found)
