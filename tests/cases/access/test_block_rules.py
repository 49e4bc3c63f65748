"""Who takes a conflict block off, as a table: one person what one decided, two whatever weighs more."""

from dataclasses import replace

import pytest

from cases.access.block_rules import BlockKind, LiftRefusal, LiftRefused, Standing, Step, lift_step

ANNA, BRAM, IRIS, ARNO = 1, 2, 3, 4
DECLARED = Standing(BlockKind.DECLARED, against=BRAM)
BY_ANNA = replace(DECLARED, proposed_by=ANNA, proposer_coordinates=True)
BY_IRIS = replace(DECLARED, proposed_by=IRIS)


@pytest.mark.parametrize(
    ("standing", "actor", "coordinates", "expected"),
    [
        (Standing(BlockKind.DECIDED, against=BRAM), ANNA, True, Step.LIFT),
        (Standing(BlockKind.DECIDED, against=BRAM), IRIS, False, Step.LIFT),
        (DECLARED, ANNA, True, Step.PROPOSE),
        (DECLARED, IRIS, False, Step.PROPOSE),
        (BY_ANNA, IRIS, False, Step.LIFT),
        (BY_IRIS, ANNA, True, Step.LIFT),
        (BY_ANNA, ARNO, True, Step.LIFT),
        (BY_ANNA, ANNA, True, LiftRefusal.SAME_PERSON),
        (BY_IRIS, 9, False, LiftRefusal.NO_COORDINATOR),
        (BY_ANNA, BRAM, False, LiftRefusal.ABOUT_ONESELF),
        (replace(BY_ANNA, is_over=True), IRIS, False, LiftRefusal.OVER),
        (Standing(BlockKind.SUBJECT, against=BRAM), ANNA, True, Step.PROPOSE),
        (Standing(BlockKind.ORGANISATION, against=None), ANNA, True, Step.PROPOSE),
        # That it is over is said to whoever tries; that somebody is kept away, before who proposed what.
        (replace(BY_ANNA, is_over=True), BRAM, False, LiftRefusal.OVER),
        (replace(DECLARED, proposed_by=BRAM), BRAM, False, LiftRefusal.ABOUT_ONESELF),
        (Standing(BlockKind.DECIDED, against=BRAM), BRAM, False, LiftRefusal.ABOUT_ONESELF),
    ],
)
def test_who_takes_a_block_off(
    standing: Standing, actor: int, coordinates: bool, expected: Step | LiftRefusal
) -> None:
    if isinstance(expected, Step):
        assert lift_step(standing, actor=actor, coordinates=coordinates) is expected
        return
    with pytest.raises(LiftRefused) as refused:
        lift_step(standing, actor=actor, coordinates=coordinates)
    assert refused.value.code is expected
    assert str(refused.value) == expected.value
