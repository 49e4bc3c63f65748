"""In which parts of a case somebody may write, and who will read each; for forms that let one choose."""

from datetime import datetime
from typing import Any

from cases.access import explain, gate
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
