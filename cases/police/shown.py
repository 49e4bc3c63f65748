"""What people read of the clocks after sexual violence, wherever those are shown."""

from datetime import datetime
from typing import Any

from cases.police import choices, rules

#: An age inside each band, on the side of the border that decides who examines.
AGE_IN_BAND = {"under_12": 11, "12_15": 15, "16_17": 16, "18_22": 18, "23_plus": 23}


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
