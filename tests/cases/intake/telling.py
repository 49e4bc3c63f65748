"""What Bram tells, in tests: one report with everything on it, and ways to change it."""

from datetime import date, datetime, timedelta
from typing import Any

from cases.intake import signal
from cases.intake.models import Signal
from cases.intake.report import Report
from tests.cast import Region

SEEN = "A white scooter waited at the gate again. She said: “I have to come along.”"
HEARD_BACK = "Thank you. We are looking into it."


def report(now: datetime, **said: Any) -> Report:
    """Give what Bram saw an hour before ``now``."""
    values = {
        "observation": SEEN,
        "interpretation": "I think he forces her.",
        "knowledge": "first_hand",
        "noticed_at": now - timedelta(hours=1),
        "happened_at": now - timedelta(hours=2),
        "subject": "young_person",
        "subject_name": "Noor Zeegras",
        "subject_birth_date": date(2011, 5, 4),
        "subject_description": "Red coat",
        "indicators": ("picked_up", "several_phones"),
        "form_of_concern": "sexual",
    }
    return Report(**{**values, **said})


def tell(region: Region, by: str = "bram", *, now: datetime | None = None, **said: Any) -> Signal:
    """Let somebody of the cast log a signal at the desk."""
    at = now or region.now
    return signal.log(actor=region.actor(by), report=report(at, **said), desk=region.desk, now=at)


def walk(region: Region, told: Signal, *statuses: str, reason: str = "We called the school.") -> Signal:
    """Let Anna take these steps of the triage chain."""
    for to in statuses:
        told = signal.move(told, actor=region.actor("anna"), to=to, reason=reason, now=region.now)
    return told


def typed(**said: Any) -> dict[str, Any]:
    """Give the form of a new signal as a browser sends it (local wall time of the region's morning)."""
    values = {
        "observation": SEEN,
        "interpretation": "I think he forces her.",
        "knowledge": "first_hand",
        "source": "",
        "noticed_at": "2026-11-17T09:30",
        "happened_at": "",
        "subject": "young_person",
        "subject_name": "Noor Zeegras",
        "subject_birth_date": "2011-05-04",
        "subject_description": "",
        "municipality": "Waterdam",
        "form_of_concern": "sexual",
        "indicators": ["picked_up"],
        "urgency": "normal",
        "urgency_ground": "",
    }
    return {**values, **said}
