"""What a young person or parent is told about who looked. PURE.

NEN 7513, presentation to the client: understandable, in order of time, who (organisation, role, person),
which data, which action, emergency use; equal lines of one day may be merged (domain.md 6.4). What is left
out: GDPR art. 15(4) and art. 23 with UAVG art. 41. The police tell of police data themselves (Wpg art. 25).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from organisations.compartments import Compartment

#: Never told, whoever asks: that there is something in it is already a disclosure.
NEVER = frozenset({Compartment.POLICE})
#: A name is shielded for a year at most; then somebody looks at the reason again.
LONGEST_SHIELD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the ledger that showed parts of a case. ``at`` is in local time."""

    at: datetime
    user_id: int | None
    name: str
    organisation: str
    role: str
    parts: frozenset[Compartment]
    ground: str
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person saw on one day. An empty ``name`` is a shielded one."""

    day: date
    first: datetime
    last: datetime
    times: int
    name: str
    organisation: str
    role: str
    parts: frozenset[Compartment]
    grounds: tuple[str, ...]
    is_emergency: bool


def entries(
    readings: Iterable[Reading], *, left_out: frozenset[Compartment], shielded: frozenset[int]
) -> list[Entry]:
    """Merge the readings of one person on one day, in order of time.

    A reading that showed only parts that are left out is not told at all.
    """
    found: dict[tuple, Entry] = {}
    for reading in sorted(readings, key=lambda one: one.at):
        parts = reading.parts - left_out - NEVER
        if not parts:
            continue
        key = (reading.at.date(), reading.user_id, reading.organisation, reading.role, reading.is_emergency)
        fresh = _entry(reading, parts, is_shielded=reading.user_id in shielded)
        found[key] = _merged(found[key], fresh) if key in found else fresh
    return list(found.values())


def shield_fits(until: date, *, today: date) -> bool:
    """Tell whether a shield may last until the end of this day (local dates)."""
    return today <= until <= today + LONGEST_SHIELD


def _entry(reading: Reading, parts: frozenset[Compartment], *, is_shielded: bool) -> Entry:
    return Entry(
        day=reading.at.date(),
        first=reading.at,
        last=reading.at,
        times=1,
        name="" if is_shielded else reading.name,
        organisation=reading.organisation,
        role=reading.role,
        parts=parts,
        grounds=(reading.ground,) if reading.ground else (),
        is_emergency=reading.is_emergency,
    )


def _merged(one: Entry, more: Entry) -> Entry:
    return replace(
        one,
        last=more.last,
        times=one.times + 1,
        parts=one.parts | more.parts,
        grounds=tuple(dict.fromkeys(one.grounds + more.grounds)),
    )
