"""A request for access: its states, its clock, and what a decision may give. PURE.

Exchange at a table is between the partner that brings the case and the others, one by one, each
with a purpose and a ground (https://www.zorgenveiligheidshuizen.nl/informatie-uitwisselen-in-veiligheidshuizen);
so a request names both, and somebody answers for the answer. A match without consequence is
ignored (evaluation of the Verwijsindex, 2015): a request has a clock, and silence goes up.
The terms themselves are a design choice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import after, deadline
from organisations.compartments import Compartment

URGENT_WITHIN = timedelta(hours=1)
WORKDAYS_TO_ANSWER = 1
WORKDAYS_AFTER_REMINDER = 5


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    LIMITED = "limited"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


ENDS = frozenset(RequestState) - {RequestState.WAITING}
MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: ENDS,
    **{state: frozenset() for state in RequestState if state in ENDS},
}

#: The requester reads this sentence; without it a refusal teaches nobody anything.
NEEDS_REASON = frozenset({(RequestState.WAITING, RequestState.REFUSED)})


def move(current: RequestState, to: RequestState, *, reason: str = "") -> Move[RequestState]:
    """End a request, once.

    Raises: MoveRefused when it has ended already, or a refusal has no reason.
    """
    return take(MOVES, RequestState(current), RequestState(to), reason=reason, needs_reason=NEEDS_REASON)


def answer_due(asked_at: datetime, *, is_urgent: bool) -> datetime:
    """Give when an answer is due: within the hour, or before the end of the next working day (local)."""
    return after(asked_at, URGENT_WITHIN) if is_urgent else deadline(asked_at, WORKDAYS_TO_ANSWER)


def expires_at(reminded_at: datetime) -> datetime:
    """Give when a request that stays unanswered after the reminder ends by itself."""
    return deadline(reminded_at, WORKDAYS_AFTER_REMINDER)


class Step(StrEnum):
    """What a sweep must do with a request that waits."""

    REMIND = "remind"
    EXPIRE = "expire"


def next_step(*, is_reminded: bool) -> Step:
    """Give what happens when a clock of a request runs out: first a reminder upward, then the end."""
    return Step.EXPIRE if is_reminded else Step.REMIND


class GrantRefusal(StrEnum):
    """Why a grant can't be given like this."""

    MORE_THAN_ASKED = "more_than_asked"
    LONGER_THAN_ASKED = "longer_than_asked"


class GrantRefused(Exception):  # noqa: N818 - reads as what happened
    """The grant goes further than the request; ``code`` says how."""

    def __init__(self, code: GrantRefusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Share:
    """Which parts, until and including which day (local; None: no end)."""

    compartments: frozenset[Compartment]
    until: date | None


def outcome(*, wanted: Share, given: Share) -> RequestState:
    """Say what a grant makes of a request: granted, or limited when it gives less or shorter.

    Raises: GrantRefused when it gives more or longer than was asked; that is another decision.
    """
    core = {Compartment.CORE}
    wanted_parts, given_parts = wanted.compartments | core, given.compartments | core
    if not given_parts <= wanted_parts:
        raise GrantRefused(GrantRefusal.MORE_THAN_ASKED)
    if wanted.until is not None and (given.until is None or given.until > wanted.until):
        raise GrantRefused(GrantRefusal.LONGER_THAN_ASKED)
    is_less = given_parts < wanted_parts or given.until != wanted.until
    return RequestState.LIMITED if is_less else RequestState.GRANTED


def encode(compartments: Collection[Compartment]) -> str:
    """Write parts as one text, as the table keeps them."""
    return ",".join(sorted(compartment.value for compartment in compartments))


def decode(text: str) -> frozenset[Compartment]:
    """Read parts back from one text."""
    return frozenset(Compartment(value) for value in text.split(",") if value)
