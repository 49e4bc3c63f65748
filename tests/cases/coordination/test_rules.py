"""Who holds a case, what may happen to an action, and how its date counts down."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.coordination import rules
from cases.coordination.rules import ActionStatus, DueKind, DueState, PairFault
from cases.moves import MoveRefusal, MoveRefused
from cases.workdays import AMSTERDAM

NOW = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("coordinator", "deputy", "fault"),
    [
        (None, 2, PairFault.COORDINATOR_MISSING),
        ("", 2, PairFault.COORDINATOR_MISSING),
        (1, None, PairFault.DEPUTY_MISSING),
        (1, "", PairFault.DEPUTY_MISSING),
        (None, None, PairFault.COORDINATOR_MISSING),
        (1, 1, PairFault.SAME_PERSON),
    ],
)
def test_a_case_is_never_held_by_nobody_or_by_one_person_twice(coordinator, deputy, fault: PairFault) -> None:
    with pytest.raises(rules.PairRefused) as refused:
        rules.check_pair(coordinator, deputy)
    assert refused.value.code is fault


@pytest.mark.parametrize(("coordinator", "deputy"), [(1, 2), (0, 1), ("a", "b")])
def test_two_people_can_hold_a_case(coordinator, deputy) -> None:
    assert rules.check_pair(coordinator, deputy) is None


OPEN, DONE, CANCELLED = ActionStatus.OPEN, ActionStatus.DONE, ActionStatus.CANCELLED
# Allowed changes; each needs words: why, or what came of it.
ALLOWED = {(OPEN, DONE), (OPEN, CANCELLED), (DONE, OPEN), (CANCELLED, OPEN)}


@pytest.mark.parametrize(
    "step", list(product(ActionStatus, ActionStatus)), ids=lambda step: f"{step[0]}-{step[1]}"
)
def test_every_change_of_an_action(step: tuple[ActionStatus, ActionStatus]) -> None:
    if step not in ALLOWED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*step, reason="because")
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE
        return
    assert rules.move(*step, reason="because").to is step[1]
    with pytest.raises(MoveRefused) as refused:
        rules.move(*step, reason=" ")
    assert refused.value.code is MoveRefusal.REASON_MISSING


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, DueState(DueKind.NONE, 0)),
        (NOW, DueState(DueKind.SOON, 0)),  # the moment itself is in time
        (NOW - timedelta(seconds=1), DueState(DueKind.OVERDUE, 0)),
        (NOW - timedelta(hours=3), DueState(DueKind.OVERDUE, 3)),
        (NOW + timedelta(hours=48), DueState(DueKind.SOON, 48)),
        (NOW + timedelta(hours=48, seconds=1), DueState(DueKind.LATER, 48)),
        (date(2026, 11, 23), DueState(DueKind.SOON, 11)),  # today runs until the end of today
        (date(2026, 11, 22), DueState(DueKind.OVERDUE, 12)),
        (date(2026, 12, 23), DueState(DueKind.LATER, 731)),
    ],
)
def test_how_a_date_counts_down(due: date | datetime | None, state: DueState) -> None:
    assert rules.due_state(due, NOW) == state


# 29 March 2026 lasts 23 hours, 25 October 2026 lasts 25.
@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 22), (date(2026, 10, 25), 24)])
def test_hours_are_elapsed_hours_when_the_clock_changes(day: date, hours: int) -> None:
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=AMSTERDAM)
    assert rules.due_state(day, midnight).hours == hours


def test_what_is_soon_is_a_setting() -> None:
    assert rules.due_state(NOW + timedelta(hours=5), NOW, soon=timedelta(hours=4)).kind is DueKind.LATER


@given(st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_hours_are_never_negative(away: timedelta) -> None:
    state = rules.due_state(NOW + away, NOW)
    assert state.hours >= 0
    assert (state.kind is DueKind.OVERDUE) is (away.total_seconds() < 0)
