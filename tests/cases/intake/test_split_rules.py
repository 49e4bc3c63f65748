"""When a signal may be split in two, until when it can be undone, and how much haste both halves have."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import split_rules
from cases.intake.merge_rules import BY_HASTE, Flags
from cases.intake.rules import SignalStatus, Urgency, feedback_due, triage_due
from cases.intake.split_rules import BEGIN, HalfStand, SplitFault, SplitRefused, Stand

AT = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
FREE = {"received", "under_investigation", "verified", "established"}


@pytest.mark.parametrize("status", SignalStatus)
def test_what_is_still_being_weighed_can_be_split(status: SignalStatus) -> None:
    wanted = None if status in FREE else SplitFault.DECIDED
    assert split_rules.fault(Stand(status)) == wanted


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("is_in_case", SplitFault.IN_A_CASE),
        ("is_taken_back", SplitFault.TAKEN_BACK),
        ("is_joined", SplitFault.JOINED),
        ("is_half", SplitFault.IS_HALF),
        ("is_split", SplitFault.IS_SPLIT),
    ],
)
def test_what_goes_on_in_another_way_can_not(fact: str, code: SplitFault) -> None:
    with pytest.raises(SplitRefused) as refused:
        split_rules.check(Stand(SignalStatus.RECEIVED, **{fact: True}))
    assert refused.value.code is code


@given(st.sampled_from(Urgency), st.sampled_from(Urgency), st.timedeltas(timedelta(), timedelta(days=60)))
def test_a_half_is_never_calmer_nor_later_than_the_original(
    before: Urgency, wanted: Urgency, ago: timedelta
) -> None:
    received = AT - ago
    original = Flags(before, triage_due(received, before), feedback_due(received))
    if BY_HASTE.index(wanted) > BY_HASTE.index(before):
        with pytest.raises(SplitRefused) as refused:
            split_rules.haste(original, wanted, received_at=received)
        assert refused.value.code is SplitFault.TOO_CALM
        return
    found = split_rules.haste(original, wanted, received_at=received)
    assert BY_HASTE.index(found.urgency) <= BY_HASTE.index(before)
    assert found.triage_due_at <= original.triage_due_at
    assert found.feedback_due_at == original.feedback_due_at


@given(st.sampled_from(SignalStatus), st.sampled_from(SignalStatus), st.booleans())
def test_it_is_undone_only_while_nothing_was_done_with_either(
    first: SignalStatus, second: SignalStatus, is_in_case: bool
) -> None:
    halves = (HalfStand(first, is_in_case), HalfStand(second))
    try:
        split_rules.check_undo(halves)
    except SplitRefused:
        assert is_in_case or first != BEGIN or second != BEGIN
    else:
        assert (first, second, is_in_case) == (BEGIN, BEGIN, False)


@given(st.sampled_from(SignalStatus), st.sampled_from(SignalStatus))
def test_the_reporter_hears_back_only_when_both_are_decided(
    first: SignalStatus, second: SignalStatus
) -> None:
    try:
        split_rules.check_feedback((HalfStand(first), HalfStand(second)))
    except SplitRefused:
        assert {first, second} & {*FREE}
    else:
        assert not {first, second} & {*FREE}
