"""What the board of tracks says beside its drawing: who reported, who did not, and whose term passed.

Every professional has a duty of their own, so a report by one organisation takes nothing over from another;
and nobody may go on believing that another one reported. What stands here are facts, without a reproach.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.meldcode.rules import WeighingState
from cases.meldcode.step_rules import Step, StepStatus


class Standing(StrEnum):
    """How an organisation stands on the board."""

    RUNNING = "running"
    CLOSED = "closed"
    LEFT = "left"  # it no longer takes part in the case; its track stays as it was
    NOT_STARTED = "not_started"
    CARE_NOTIFICATION = "care_notification"  # no Meldcode: it sends a zorgmelding


#: Where somebody follows, or followed, the steps.
WITH_A_TRACK = frozenset({Standing.RUNNING, Standing.CLOSED, Standing.LEFT})


@dataclass(frozen=True, slots=True)
class Lane:
    """One organisation on the board; ``reported_at``: aware; ``is_late``: a term passed in silence."""

    organisation: str
    standing: Standing
    steps: tuple[StepStatus, ...] = (StepStatus.NOT_STARTED,) * len(Step)
    weighing: WeighingState | None = None
    reported_at: tuple[datetime, ...] = ()
    is_late: bool = False

    def at(self, step: Step) -> StepStatus:
        """Tell where a step stands."""
        return self.steps[step.number - 1]


class Fact(StrEnum):
    """A fact about the whole board."""

    NOBODY_REPORTED = "nobody_reported"
    REPORTED = "reported"
    NECESSARY_NOT_REPORTED = "necessary_not_reported"
    NOBODY_WEIGHED = "nobody_weighed"
    SILENT = "silent"
    NOT_STARTED = "not_started"
    LEFT_UNFINISHED = "left_unfinished"


@dataclass(frozen=True, slots=True)
class Remark:
    """A fact, and the organisations that it is about, in the order of the board."""

    fact: Fact
    organisations: tuple[str, ...] = ()


def remarks(lanes: Iterable[Lane]) -> tuple[Remark, ...]:
    """Say what holds of the board: always whether anybody reported, the rest when it is so."""
    shown = tuple(lanes)
    reported = _names(lane for lane in shown if lane.reported_at)
    found = [Remark(Fact.REPORTED, reported) if reported else Remark(Fact.NOBODY_REPORTED)]
    if any(lane.standing in WITH_A_TRACK for lane in shown) and not any(map(_has_weighed, shown)):
        found.append(Remark(Fact.NOBODY_WEIGHED))
    for fact, holds in _ABOUT.items():
        if names := _names(filter(holds, shown)):
            found.append(Remark(fact, names))
    return tuple(found)


def _has_weighed(lane: Lane) -> bool:
    return lane.weighing is not None or lane.at(Step.WEIGH) is StepStatus.DONE


def _is_to_report(lane: Lane) -> bool:
    return (
        lane.standing is Standing.RUNNING and lane.weighing is WeighingState.REPORT and not lane.reported_at
    )


def _names(lanes: Iterable[Lane]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lane.organisation for lane in lanes))


_ABOUT = {
    Fact.NECESSARY_NOT_REPORTED: _is_to_report,
    Fact.SILENT: lambda lane: lane.is_late,
    Fact.NOT_STARTED: lambda lane: lane.standing is Standing.NOT_STARTED,
    Fact.LEFT_UNFINISHED: lambda lane: lane.standing is Standing.LEFT,
}
