"""One step of a table of states: allowed, or refused with everything that a screen needs to say so."""

from enum import StrEnum

import pytest

from cases.moves import MoveRefusal, MoveRefused, take


class Door(StrEnum):
    """A door, as simple as states can be."""

    OPEN = "open"
    SHUT = "shut"


MOVES = {Door.OPEN: {Door.SHUT}, Door.SHUT: set()}
NEEDS_REASON = {(Door.OPEN, Door.SHUT)}


def test_a_step_of_the_table_carries_its_reason() -> None:
    step = take(MOVES, Door.OPEN, Door.SHUT, reason=" It rains. ", needs_reason=NEEDS_REASON)
    assert (step.current, step.to, step.reason) == (Door.OPEN, Door.SHUT, "It rains.")
    assert take(MOVES, Door.OPEN, Door.SHUT).reason == ""


@pytest.mark.parametrize(
    ("current", "to", "reason", "code"),
    [
        (Door.SHUT, Door.OPEN, "It is dry.", MoveRefusal.NOT_FROM_HERE),
        (Door.OPEN, Door.OPEN, "It is dry.", MoveRefusal.NOT_FROM_HERE),
        (Door.OPEN, Door.SHUT, "", MoveRefusal.REASON_MISSING),
        (Door.OPEN, Door.SHUT, "  ", MoveRefusal.REASON_MISSING),
    ],
)
def test_a_refused_step_says_from_where_to_where_and_why(
    current: Door, to: Door, reason: str, code: MoveRefusal
) -> None:
    with pytest.raises(MoveRefused) as refused:
        take(MOVES, current, to, reason=reason, needs_reason=NEEDS_REASON)
    assert (refused.value.code, refused.value.current, refused.value.to) == (code, current, to)
    assert str(refused.value) == f"{current.value} -> {to.value}: {code.value}"
