"""How a sheet goes from sent to done. PURE.

Everything is looked at before anything is brought in, and may be looked at again with other columns. What was
stopped stays stopped: the same file sent again goes on where it was, for no row makes anything twice.
"""

from enum import StrEnum

from cases.moves import Move, take


class SheetState(StrEnum):
    """Where a sheet stands."""

    SENT = "sent"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


MOVES: dict[SheetState, frozenset[SheetState]] = {
    SheetState.SENT: frozenset({SheetState.CHECKING, SheetState.STOPPED}),
    SheetState.CHECKING: frozenset({SheetState.CHECKED, SheetState.STOPPED}),
    SheetState.CHECKED: frozenset({SheetState.CHECKING, SheetState.RUNNING, SheetState.STOPPED}),
    # back to looking: all of it or nothing was asked, and a row was refused, or it took too long
    SheetState.RUNNING: frozenset({SheetState.DONE, SheetState.STOPPED, SheetState.CHECKING}),
    SheetState.DONE: frozenset(),
    SheetState.STOPPED: frozenset(),
}
#: What the job has to do.
AT_WORK = (SheetState.CHECKING, SheetState.RUNNING)


class Trouble(StrEnum):
    """Why the job stopped by itself, or looks at everything again."""

    LEFT = "left"  # whoever started it does not triage here any more
    NO_DESK = "no_desk"  # the covenant does not let the desk receive signals any more
    ROW = "row"  # all or nothing was asked, and a row was refused only when it came in: nothing came in
    SLOW = "slow"  # all or nothing was asked, and it took too long for one transaction: nothing came in


def move(current: SheetState, to: SheetState) -> Move[SheetState]:
    """Take one step.

    Raises: MoveRefused when the step does not exist from here.
    """
    return take(MOVES, SheetState(current), SheetState(to))
