"""When a closed case may be destroyed, who must agree, and what stands in the way. PURE.

The term itself stands in ``casefile/retention_rules.py``. Keeping longer than needed is not allowed (GDPR
art. 5.1.e), and neither is throwing away what a claim, an investigation or the young person needs (GDPR art.
17.3.e and 18.1): so a person decides, a second one looks along, and either can hold it with a reason and a
day on which somebody looks again. Terms of warnings and holds are design choices.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.moves import Move, take


class State(StrEnum):
    """Where a proposal to destroy a case stands."""

    ANNOUNCED = "announced"
    WAITING = "waiting"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    DESTROYED = "destroyed"


MOVES: dict[State, frozenset[State]] = {
    State.ANNOUNCED: frozenset({State.WAITING, State.HELD, State.WITHDRAWN}),
    State.WAITING: frozenset({State.HELD, State.WITHDRAWN, State.DESTROYED}),
    State.HELD: frozenset({State.HELD, State.WAITING, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
    State.DESTROYED: frozenset(),
}
#: States in which a proposal still leads somewhere.
STANDING = (State.ANNOUNCED, State.WAITING, State.HELD)

#: The coordinator is warned so many days before the term ends.
WARNINGS = (90, 30, 7)
#: While nobody decides, those who must are asked again this often.
REMINDER = 30
#: A hold is looked at again within this many days; it can then be held again.
LONGEST_HOLD = 731


class Refusal(StrEnum):
    """Why somebody cannot agree to a destruction now."""

    REOPENED = "reopened"
    HELD = "held"
    TERM_RUNS = "term_runs"
    ENDED = "ended"
    AGREED_ALREADY = "agreed_already"
    SAME_ORGANISATION = "same_organisation"
    NOBODY_COORDINATES = "nobody_coordinates"


class Refused(Exception):
    """The state does not allow it; ``code`` says why."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Voice:
    """One person who agrees, for one organisation; ``leads``: for the coordination or the controller."""

    user: int
    organisation: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal at a moment: its state, the last day on which the case is kept, and who agreed so far.

    ``is_closed``: the case is still closed, since the same moment for which this was proposed.
    """

    state: State
    kept_until: date
    held_until: date | None
    is_closed: bool
    voices: Collection[Voice] = ()


def move(current: str, to: State) -> Move[State]:
    """Take a proposal from one state to the next.

    Raises: MoveRefused when this step is not in the table.
    """
    return take(MOVES, State(current), to)


def last_day(kept_until: date, held_until: date | None) -> date:
    """Give the last day on which a case is kept, a hold included."""
    return kept_until if held_until is None else max(kept_until, held_until)


def agree(standing: Standing, voice: Voice, *, today: date) -> bool:
    """Tell whether this voice makes it two, so that the case is destroyed now. ``today``: local date.

    Two people, of two organisations, of whom one speaks for the coordination or the controller.

    Raises: Refused when the case may not be destroyed (yet), or this voice adds nothing.
    """
    _check_state(standing, today)
    if voice.user in {other.user for other in standing.voices}:
        raise Refused(Refusal.AGREED_ALREADY)
    if voice.organisation in {other.organisation for other in standing.voices}:
        raise Refused(Refusal.SAME_ORGANISATION)
    if not standing.voices:
        return False
    if not voice.leads and not any(other.leads for other in standing.voices):
        raise Refused(Refusal.NOBODY_COORDINATES)
    return True


def _check_state(standing: Standing, today: date) -> None:
    if not standing.is_closed:
        raise Refused(Refusal.REOPENED)
    if standing.state not in STANDING:
        raise Refused(Refusal.ENDED)
    if standing.held_until is not None and today <= standing.held_until:
        raise Refused(Refusal.HELD)
    if today <= standing.kept_until or standing.state is not State.WAITING:
        raise Refused(Refusal.TERM_RUNS)


def hold_days(today: date) -> tuple[date, date]:
    """Give the first and the last day until which a case may be held, as seen from today (local date)."""
    return today + timedelta(days=1), today + timedelta(days=LONGEST_HOLD)


def warns(end: date, warned_on: date | None, *, today: date) -> bool:
    """Tell whether a warning is due: a threshold has passed after which nobody was warned yet."""
    if end < today:
        return False
    passed = [end - timedelta(days=ahead) for ahead in WARNINGS if end - timedelta(days=ahead) <= today]
    return bool(passed) and (warned_on is None or warned_on < max(passed))


def reminds(asked_on: date | None, *, today: date) -> bool:
    """Tell whether those who must decide are asked (again)."""
    return asked_on is None or today >= asked_on + timedelta(days=REMINDER)


def next_state(state: str, end: date, *, today: date, is_closed: bool) -> State:
    """Give the state that time and the case give a proposal; ``end`` is the last day on which it is kept."""
    if not is_closed:
        return State.WITHDRAWN
    return State.WAITING if today > end else State(state)
