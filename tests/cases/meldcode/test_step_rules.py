"""The five steps and the track through them: repeated, skipped with a reason, closed and started again."""

from itertools import product

import pytest

from cases.meldcode import step_rules as rules
from cases.meldcode.step_rules import Step, StepStatus, TrackStatus
from cases.moves import MoveRefusal, MoveRefused


def test_skipping_asks_its_reason_also_when_the_status_is_stored_text() -> None:
    with pytest.raises(MoveRefused) as refused:
        rules.move("running", "skipped")
    assert refused.value.code is MoveRefusal.REASON_MISSING


def test_the_steps_have_the_numbers_that_everybody_knows() -> None:
    assert [step.number for step in Step] == [1, 2, 3, 4, 5]
    assert [Step.numbered(number) for number in range(1, 6)] == list(Step)
    for number in (0, 6, -1):
        with pytest.raises(ValueError, match="no step"):
            Step.numbered(number)


FRESH, RUNNING, DONE, SKIPPED = StepStatus
STEP_MOVES = {
    (FRESH, RUNNING),
    (FRESH, DONE),  # written down when it was done already
    (FRESH, SKIPPED),
    (RUNNING, RUNNING),
    (RUNNING, DONE),
    (RUNNING, SKIPPED),
    (DONE, RUNNING),
    (DONE, DONE),  # repeated
    (SKIPPED, RUNNING),
    (SKIPPED, DONE),
    (SKIPPED, SKIPPED),  # for another reason
}


@pytest.mark.parametrize(
    "change", list(product(StepStatus, StepStatus)), ids=lambda pair: f"{pair[0]}-{pair[1]}"
)
def test_steps_may_be_repeated_and_are_skipped_only_with_a_reason(
    change: tuple[StepStatus, StepStatus],
) -> None:
    if change not in STEP_MOVES:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="because")
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE
    elif change[1] is SKIPPED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="  ")
        assert refused.value.code is MoveRefusal.REASON_MISSING
        assert rules.move(*change, reason=" because ").reason == "because"
    else:
        assert rules.move(*change).to is change[1]


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (TrackStatus.RUNNING, " ", MoveRefusal.REASON_MISSING),
        (TrackStatus.CLOSED, "x", MoveRefusal.NOT_FROM_HERE),
    ],
)
def test_closing_needs_a_running_track_and_a_reason(
    status: TrackStatus, reason: str, code: MoveRefusal
) -> None:
    with pytest.raises(MoveRefused) as refused:
        rules.close(status, reason=reason)
    assert refused.value.code is code


def test_a_closed_track_can_be_started_again_with_a_reason() -> None:
    assert rules.reopen(TrackStatus.CLOSED, reason="new signals") is TrackStatus.RUNNING
    for status, reason, code in (
        (TrackStatus.RUNNING, "x", MoveRefusal.NOT_FROM_HERE),
        (TrackStatus.CLOSED, "", MoveRefusal.REASON_MISSING),
    ):
        with pytest.raises(MoveRefused) as refused:
            rules.reopen(status, reason=reason)
        assert refused.value.code is code
