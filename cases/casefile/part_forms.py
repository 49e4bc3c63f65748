"""Pages that hold rows of several parts of a case: in which one may write, who reads each, what was read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.access import explain, gate
from cases.audit.events import Event
from cases.casefile.frame import LABELS
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.choices import COMPARTMENT_EXAMPLES
from organisations.compartments import Compartment


def writable(case: Case, *, now: datetime) -> list[Compartment]:
    """Give the parts of an opened case in which its reader may write at ``now`` (aware)."""
    access = case.access
    return [
        part
        for part in Compartment
        if gate.may(access.actor, Act.WRITE_NOTE, on=case, compartment=part, access=access, now=now)
    ]


def record_parts(case: Case, rows: Iterable[Any], *, now: datetime) -> None:
    """Write a ledger line for each part that rows on a page of an opened case are in; ``now`` is aware.

    Opening the case told of the core only: whoever asks who read the medical part must find this too.
    """
    for part in sorted({Compartment(row.compartment) for row in rows} - {Compartment.CORE}):
        gate.record_reading(case, event=Event.CASE_READ, compartment=part, now=now)


def choices(case: Case, parts: list[Compartment], *, chosen: str, now: datetime) -> list[dict[str, Any]]:
    """Give each part that can be written in with its examples and its future readers."""
    tables = explain.who(case, now=now)
    return [
        {
            "value": part.value,
            "label": LABELS[part.value],
            "examples": COMPARTMENT_EXAMPLES[part.value],
            "readers": explain.readers(tables, part),
            "checked": part.value == chosen,
        }
        for part in parts
    ]
