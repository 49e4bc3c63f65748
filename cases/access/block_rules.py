"""Who can take a conflict block off. PURE.

What one coordinator decided, one coordinator can undo. Where somebody said so themselves, where the case is
about somebody who works at the table, and where a whole organisation is kept away, two persons decide, and
one of them coordinates the case (four eyes: a design choice, after KoNote's rule that nobody lifts alone).
"""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """Why somebody is kept away."""

    DECIDED = "decided"
    DECLARED = "declared"
    SUBJECT = "subject"
    ORGANISATION = "organisation"


class Step(StrEnum):
    """What taking a block off does now: it is proposed, or it is done."""

    PROPOSE = "propose"
    LIFT = "lift"


class LiftRefusal(StrEnum):
    """Why a block can't be taken off by this person now."""

    OVER = "over"
    SAME_PERSON = "same_person"
    NO_COORDINATOR = "no_coordinator"
    ABOUT_ONESELF = "about_oneself"


class LiftRefused(Exception):  # noqa: N818 - reads as what happened
    """The block stays; ``code`` says why."""

    def __init__(self, code: LiftRefusal) -> None:
        super().__init__(code.value)
        self.code = code


#: These are taken off by two persons.
FOUR_EYES = frozenset({BlockKind.DECLARED, BlockKind.SUBJECT, BlockKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Standing:
    """A block as it stands: of which kind, against whom (a user id), over or not, who proposed to lift it."""

    kind: BlockKind
    against: int | None
    is_over: bool = False
    proposed_by: int | None = None
    proposer_coordinates: bool = False


def lift_step(standing: Standing, *, actor: int, coordinates: bool) -> Step:
    """Say what happens when somebody (by id; coordinator or deputy, or not) takes a block off.

    Raises:
        LiftRefused: it is over, it is against themselves, they proposed it, or nobody of both coordinates.
    """
    if standing.is_over:
        raise LiftRefused(LiftRefusal.OVER)
    if standing.against == actor:
        raise LiftRefused(LiftRefusal.ABOUT_ONESELF)
    if standing.kind not in FOUR_EYES:
        return Step.LIFT
    if standing.proposed_by is None:
        return Step.PROPOSE
    if standing.proposed_by == actor:
        raise LiftRefused(LiftRefusal.SAME_PERSON)
    if not (coordinates or standing.proposer_coordinates):
        raise LiftRefused(LiftRefusal.NO_COORDINATOR)
    return Step.LIFT
