"""May what the police told be passed on? PURE.

Police data go no further than the police allowed: passing on is blocked until somebody writes down that the
police released it, who did, when and for whom (art. 16-20 Wpg). A release may be taken back.
"""

from enum import StrEnum


class Release(StrEnum):
    """What the police said about passing on."""

    RELEASED = "released"
    NOT_RELEASED = "not_released"


class Standing(StrEnum):
    """How a received text stands."""

    NOTHING_RECEIVED = "nothing_received"
    BLOCKED = "blocked"
    RELEASED = "released"


def standing(received: str, last: Release | str | None) -> Standing:
    """Say how a received text stands after the last decision; without any decision it is blocked."""
    if not received.strip():
        return Standing.NOTHING_RECEIVED
    return Standing.RELEASED if last == Release.RELEASED else Standing.BLOCKED


def goes_along(received: str, last: Release | str | None) -> bool:
    """Tell whether a received text may stand on paper, in an export or in a report."""
    return standing(received, last) is Standing.RELEASED
