"""Which first steps does each role have? PURE.

A step is done when it is done, never because somebody clicked on it. First what keeps young people safe: who
may see them, and who can be called. Then the first thing of the work itself. Five at most: nobody reads
more.
"""

from collections.abc import Mapping
from enum import StrEnum

from organisations.roles import Role

MOST = 5


class Step(StrEnum):
    """Something to do before the work can begin, or the first thing of the work."""

    PROMISE = "promise"
    SECOND_FACTOR = "second_factor"
    REACHED = "reached"
    ON_ROSTER = "on_roster"
    NAMED = "named"
    COLLEAGUES_NAMED = "colleagues_named"
    COORDINATES = "coordinates"
    MEETING = "meeting"
    ROSTER = "roster"
    COLLEAGUES = "colleagues"
    VERDICT = "verdict"
    COVENANT = "covenant"
    OVERSIGHT = "oversight"


FIRST = (Step.PROMISE, Step.SECOND_FACTOR, Step.REACHED)
STEPS: Mapping[Role, tuple[Step, ...]] = {
    Role.PROFESSIONAL: (*FIRST, Step.NAMED),
    Role.CONTACT_POINT: (*FIRST, Step.ON_ROSTER, Step.COLLEAGUES_NAMED),
    Role.CARE_COORDINATOR: (*FIRST, Step.ON_ROSTER, Step.COORDINATES),
    Role.PROCESS_DIRECTOR: (*FIRST, Step.MEETING),
    Role.DUTY_OFFICER: (*FIRST, Step.ON_ROSTER),
    Role.ORGANISATION_ADMIN: (*FIRST, Step.COLLEAGUES, Step.ROSTER),
    Role.AUDITOR: (*FIRST, Step.VERDICT),
    Role.PLATFORM_ADMIN: (*FIRST, Step.COVENANT, Step.OVERSIGHT),
}


def is_over(steps: Mapping[Step, bool]) -> bool:
    """Tell whether every step is done: then the guide goes by itself."""
    return all(steps.values())
