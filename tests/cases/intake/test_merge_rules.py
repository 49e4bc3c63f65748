"""Which signals go on as one, in which direction, and whose flag counts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake.merge_rules import Flags, JoinFault, JoinRefused, Side, check, fault, most_cautious, way
from cases.intake.rules import MOVES, WAITING, SignalStatus, Urgency

S = SignalStatus
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
#: The step from one status to the next is that of the triage chain (``rules.MOVES``); the rest is our choice.
WAYS = [
    (S.RECEIVED, S.RECEIVED, ()),
    (S.RECEIVED, S.VERIFIED, (S.UNDER_INVESTIGATION, S.VERIFIED)),
    (S.UNDER_INVESTIGATION, S.CLASSIFIED, (S.VERIFIED, S.ESTABLISHED, S.CLASSIFIED)),
    (S.NOT_SUBSTANTIATED, S.VERIFIED, (S.UNDER_INVESTIGATION, S.VERIFIED)),
    (S.NOT_SUBSTANTIATED, S.NOT_SUBSTANTIATED, ()),
    (S.VERIFIED, S.RECEIVED, None),
    (S.ESTABLISHED, S.VERIFIED, None),
    (S.RECEIVED, S.NOT_SUBSTANTIATED, None),  # joining never puts a signal aside
]


def side(pk: int, **said: object) -> Side:
    return Side(**{"pk": pk, "status": S.RECEIVED, "table": 1, "desk": 1, **said})


@pytest.mark.parametrize(("current", "to", "steps"), WAYS)
def test_the_joined_one_walks_the_chain_up_to_the_other(current: S, to: S, steps: tuple | None) -> None:
    assert way(current, to) == steps


@pytest.mark.parametrize(
    ("kept", "joined", "code"),
    [
        (side(1), side(1), JoinFault.SAME_SIGNAL),
        (side(1), side(2, table=2), JoinFault.ANOTHER_TABLE),
        (side(1), side(2, desk=2), JoinFault.ANOTHER_TABLE),
        (side(1, is_taken_back=True), side(2), JoinFault.TAKEN_BACK),
        (side(1), side(2, is_taken_back=True), JoinFault.TAKEN_BACK),
        (side(1, status=S.FED_BACK), side(2), JoinFault.DECIDED),
        (side(1), side(2, status=S.FED_BACK), JoinFault.DECIDED),
        (side(1), side(2, goes_on_elsewhere=True), JoinFault.GOES_ON_ELSEWHERE),
        (side(1, goes_on_elsewhere=True), side(2), JoinFault.GOES_ON_ELSEWHERE),
        (side(1), side(2, carries_others=True), JoinFault.CARRIES_OTHERS),
        (side(1, case=1), side(2, case=2), JoinFault.TWO_CASES),
        (side(1), side(2, case=2), JoinFault.OTHER_IS_IN_A_CASE),
        (side(1), side(2, status=S.VERIFIED), JoinFault.OTHER_IS_FURTHER),
        (side(1, case=1), side(2), None),
        (side(1, case=1), side(2, case=1), None),
        (side(1, carries_others=True), side(2), None),
    ],
)
def test_what_can_go_on_as_one(kept: Side, joined: Side, code: JoinFault | None) -> None:
    assert fault(kept, joined) is code
    if code is not None:
        with pytest.raises(JoinRefused) as refused:
            check(kept, joined)
        assert refused.value.code is code


FLAGS = st.builds(
    Flags,
    st.sampled_from(Urgency),
    st.integers(0, 400).map(lambda hours: MONDAY + timedelta(hours=hours)),
    st.integers(0, 400).map(lambda hours: MONDAY + timedelta(hours=hours)),
)


@given(st.lists(FLAGS, min_size=1, max_size=6))
def test_joining_slows_nothing_down(every: list[Flags]) -> None:
    found = most_cautious(every)
    order = [Urgency.ACUTE, Urgency.URGENT, Urgency.NORMAL]
    for one in every:
        assert order.index(found.urgency) <= order.index(one.urgency)
        assert found.triage_due_at <= one.triage_due_at
        assert found.feedback_due_at <= one.feedback_due_at
    assert found.urgency in {one.urgency for one in every}
    assert found.triage_due_at in {one.triage_due_at for one in every}


@given(st.sampled_from(WAITING), st.sampled_from(WAITING))
def test_each_step_on_the_way_is_one_of_the_chain(current: S, to: S) -> None:
    steps = way(current, to)
    if steps is None:
        return
    walked = (current, *steps)
    assert walked[-1] is to
    assert all(step in MOVES[here] for here, step in pairwise(walked))


@given(st.sampled_from(WAITING), st.sampled_from(WAITING))
def test_of_two_that_wait_one_direction_is_open_or_the_new_one_is_taken_up_first(one: S, other: S) -> None:
    found = {fault(side(1, status=a), side(2, status=b)) for a, b in ((one, other), (other, one))}
    if {one, other} == {S.RECEIVED, S.NOT_SUBSTANTIATED}:
        assert found == {JoinFault.TAKE_UP_FIRST}
    else:
        assert None in found
        assert found <= {None, JoinFault.OTHER_IS_FURTHER}
