"""The five steps of the Meldcode, and a track through them, which starts and closes.

The order is only a model: steps run through each other, a track may be closed in any step and started again
at any moment, and findings always go on file (https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1).
So a step may be repeated, and one that is skipped keeps its reason.
"""

from enum import StrEnum

from cases.moves import Move, take


class Step(StrEnum):
    """The five steps of the Meldcode (Besluit verplichte meldcode, Stb. 2013, 324)."""

    MAP_SIGNALS = "map_signals"
    CONSULT = "consult"
    TALK = "talk"
    WEIGH = "weigh"
    DECIDE = "decide"

    @property
    def number(self) -> int:
        """Give the number by which everybody knows the step, 1 to 5."""
        return list(Step).index(self) + 1

    @classmethod
    def numbered(cls, number: int) -> "Step":
        """Give the step with this number, 1 to 5.

        Raises: ValueError for any other number.
        """
        if not 1 <= number <= len(cls):
            raise ValueError(f"there is no step {number}")
        return list(cls)[number - 1]


class StepStatus(StrEnum):
    """Where one step of a track stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


#: A step is often written down when it is done already; one that is done may be repeated, and one that
#: was skipped may still be taken. What cannot be undone is that it was taken: done never becomes skipped.
MOVES: dict[StepStatus, frozenset[StepStatus]] = {
    StepStatus.NOT_STARTED: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
    StepStatus.RUNNING: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
    StepStatus.DONE: frozenset({StepStatus.RUNNING, StepStatus.DONE}),
    StepStatus.SKIPPED: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
}

# Whoever reads the track later must be able to see why a step was left out.
NEEDS_REASON = frozenset((status, StepStatus.SKIPPED) for status in StepStatus)


class TrackStatus(StrEnum):
    """Whether a Meldcode track is running or closed."""

    RUNNING = "running"
    CLOSED = "closed"


TRACK_MOVES: dict[TrackStatus, frozenset[TrackStatus]] = {
    TrackStatus.RUNNING: frozenset({TrackStatus.CLOSED}),
    TrackStatus.CLOSED: frozenset({TrackStatus.RUNNING}),
}

# A track is closed, and taken up again, with a reason.
TRACK_NEEDS_REASON = frozenset((status, to) for status, followers in TRACK_MOVES.items() for to in followers)


def move(current: StepStatus, to: StepStatus, *, reason: str = "") -> Move[StepStatus]:
    """Start, finish, repeat or skip a step; skipping needs a reason.

    Raises: MoveRefused when the change does not exist or the reason is missing.
    """
    return take(MOVES, StepStatus(current), StepStatus(to), reason=reason, needs_reason=NEEDS_REASON)


def close(status: TrackStatus, *, reason: str) -> TrackStatus:
    """Close a track, which is possible in any step but never happens by itself, and give its new status.

    Source: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1 (may be closed in any step).

    Raises: MoveRefused when it is closed already or the reason is missing.
    """
    return _take_track(status, TrackStatus.CLOSED, reason).to


def reopen(status: TrackStatus, *, reason: str) -> TrackStatus:
    """Start a closed track again, which is possible at any moment, and give its new status.

    Raises: MoveRefused when it is running already or the reason is missing.
    """
    return _take_track(status, TrackStatus.RUNNING, reason).to


def _take_track(status: TrackStatus, to: TrackStatus, reason: str) -> Move[TrackStatus]:
    return take(TRACK_MOVES, status, to, reason=reason, needs_reason=TRACK_NEEDS_REASON)
