"""One step from state to state: allowed by a table, with a reason where one is owed.

Every slice keeps its own states, its own table of moves and its own refusals; only the taking of a step is
the same everywhere, and stands here.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class MoveRefusal(StrEnum):
    """Why something cannot go from one state to another."""

    NOT_FROM_HERE = "not_from_here"
    REASON_MISSING = "reason_missing"


class MoveRefused(Exception):
    """The step cannot be taken; `code` says why (a slice may have refusals of its own)."""

    def __init__(self, code: StrEnum, *, current: StrEnum, to: StrEnum) -> None:
        super().__init__(f"{current} -> {to}: {code}")
        self.code, self.current, self.to = code, current, to


@dataclass(frozen=True, slots=True)
class Move(Generic[State]):
    """A step that may be taken, with the reason that goes on record (empty when none was given)."""

    current: State
    to: State
    reason: str


def take(
    moves: Mapping[State, Container[State]],
    current: State,
    to: State,
    *,
    reason: str = "",
    needs_reason: Container[tuple[State, State]] = frozenset(),
) -> Move[State]:
    """Take one step of a table; `needs_reason` holds the steps that must be explained.

    Raises: MoveRefused when the step is not in the table or its reason is missing.
    """
    if to not in moves[current]:
        raise MoveRefused(MoveRefusal.NOT_FROM_HERE, current=current, to=to)
    if (current, to) in needs_reason and not reason.strip():
        raise MoveRefused(MoveRefusal.REASON_MISSING, current=current, to=to)
    return Move(current, to, reason.strip())
