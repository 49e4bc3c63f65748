"""When coordination moves: who must say yes, before when somebody must hold the case, what is handed over.

Coordination is offered and taken, or refused with a reason; until everybody who was asked said yes, who held
the case holds it on. How long somebody has is a design choice: an hour where it presses, because a young
person in danger can't wait for a chair to be filled; else until the end of the next working day, because many
Dutch coordinators work part-time (https://magazines.riec.nl/codegeel/2018/05/oog-voor-slachtoffers). PURE.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import after, deadline, elapsed

#: What presses: a case of these urgencies is held by somebody within the hour.
PRESSING = frozenset({"acute", "urgent"})
HOUR = timedelta(hours=1)


class OfferState(StrEnum):
    """Where an offer of coordination stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REVOKED = "revoked"


MOVES: dict[OfferState, frozenset[OfferState]] = {
    OfferState.WAITING: frozenset({OfferState.ACCEPTED, OfferState.REFUSED, OfferState.REVOKED}),
    OfferState.ACCEPTED: frozenset(),
    OfferState.REFUSED: frozenset(),
    OfferState.REVOKED: frozenset(),
}
#: Who offered must know what to look for in the next person.
NEEDS_REASON = frozenset({(OfferState.WAITING, OfferState.REFUSED)})


def move(current: OfferState, to: OfferState, *, reason: str = "") -> Move[OfferState]:
    """Let an offer be accepted, refused with a reason, or taken back.

    Raises: MoveRefused when it was answered already, or the reason of a refusal is missing.
    """
    return take(MOVES, OfferState(current), OfferState(to), reason=reason, needs_reason=NEEDS_REASON)


class Seat(StrEnum):
    """One of the two chairs that are never empty."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people (their ids) who hold a case, or are asked to."""

    coordinator: int
    deputy: int

    def seat_of(self, person: int) -> Seat | None:
        """Give the chair of a person, if they have one."""
        return {self.coordinator: Seat.COORDINATOR, self.deputy: Seat.DEPUTY}.get(person)


def to_ask(asked: Pair, *, standing: Pair | None, offered_by: int) -> frozenset[Seat]:
    """Give the chairs whose people must say yes: not who offers, nor who already sits in that chair."""
    sits = (
        set()
        if standing is None
        else {seat for seat in Seat if getattr(standing, seat.value) == getattr(asked, seat.value)}
    )
    return frozenset(seat for seat in Seat if seat not in sits and getattr(asked, seat.value) != offered_by)


def assign_before(since: datetime, *, urgency: str) -> datetime:
    """Give the moment before which somebody must hold the case, counted from ``since`` (aware).

    One hour of elapsed time where it presses, else until the end of the next working day.
    """
    return after(since, HOUR) if urgency in PRESSING else deadline(since, 1)


def is_late(due_at: datetime, *, now: datetime) -> bool:
    """Tell whether the moment came; both aware."""
    return elapsed(due_at, now) >= timedelta(0)


class Item(StrEnum):
    """What is walked through when a case is handed over."""

    ALERTS = "alerts"
    CLOCKS = "clocks"
    ACTIONS = "actions"
    MELDCODE = "meldcode"
    INTRODUCE = "introduce"


def not_seen(still_open: Mapping[Item, int], seen: Collection[str]) -> list[Item]:
    """Give what has something open and was not walked through, in the order of the list."""
    return [item for item in Item if still_open.get(item, 0) > 0 and item.value not in seen]
