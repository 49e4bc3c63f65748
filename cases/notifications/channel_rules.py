"""Which channels a message takes: an alert all of them at once, the rest one, and the next when it failed.

PURE. An alert does not wait until a mail has failed: it goes over every verified channel. What can wait
goes over one, so that people do not switch messages off (pain P13), and over the next one only when that
failed for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass

#: The channel that is tried first stands first.
FIRST = ("mail", "push", "sms")


@dataclass(frozen=True, slots=True)
class Plan:
    """The channels to use now, and those left for when these fail; both in the order of use."""

    now: tuple[str, ...]
    later: tuple[str, ...] = ()


def plan(verified: Iterable[str], *, pages: bool) -> Plan:
    """Choose among the verified channels of somebody; ``pages``: for a message that wakes people."""
    known = tuple(channel for channel in FIRST if channel in set(verified))
    return Plan(known) if pages else Plan(known[:1], known[1:])


def following(verified: Iterable[str], *, used: Iterable[str]) -> str | None:
    """Give the next channel of somebody after ``used`` failed for good; None when there is none left."""
    left = set(verified) - set(used)
    return next((channel for channel in FIRST if channel in left), None)
