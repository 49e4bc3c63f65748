"""What people read about listening well when a statement may follow, and of the clocks after violence."""

from datetime import datetime
from typing import Any

from cases.casefile.models import Case
from cases.police import choices, rules
from cases.police.rules import ComplaintStage

#: An age inside each band, on the side of the border that decides who examines.
AGE_IN_BAND = {"under_12": 11, "12_15": 15, "16_17": 16, "18_22": 18, "23_plus": 23}


def guidance(case: Case, stage: ComplaintStage = ComplaintStage.NONE_YET) -> dict[str, Any]:
    """Give the guidance on an authentic statement in words; nothing to show is an empty ``do``.

    ``stage``: where the complaint stands, for who may read that; without it the case itself decides.
    """
    guard = rules.statement_guard(rules.StatementFacts(case.exploitation_suspected, stage=stage))
    return {
        "do": [choices.DO[line] for line in guard.do],
        "dont": [choices.DONT[line] for line in guard.dont],
        "grounds": [choices.GUARD_GROUNDS[ground] for ground in guard.grounds],
        "sources": choices.GUIDANCE_SOURCES,
    }


def clock_rows(latest_possible: datetime | None, *, now: datetime) -> list[dict[str, Any]]:
    """Give every clock in words, counted from the latest possible moment (aware; None: not known)."""
    return [_row(clock) for clock in rules.forensic_clocks(latest_possible, now)]


def _row(clock: rules.Clock) -> dict[str, Any]:
    return {
        "label": choices.CLOCKS[clock.kind],
        "state": choices.CLOCK_STATES[clock.state],
        "tone": choices.CLOCK_TONES[clock.state],
        "since": clock.hours_since,
        "left": clock.hours_left,
        "advice": choices.ADVICE[clock.advice],
        "source": clock.source,
    }
