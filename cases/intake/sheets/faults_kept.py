"""What is wrong with which row, as it is kept: number, field and code, never what stands there."""

import json
from collections.abc import Mapping

from cases.intake.sheets.row_rules import Fault


def packed(refused: Mapping[int, list[Fault]]) -> str:
    """Give them as one text."""
    return json.dumps([[row, fault.field, fault.code] for row, found in refused.items() for fault in found])


def unpacked(kept: str) -> dict[int, list[Fault]]:
    """Give them back, by row."""
    found: dict[int, list[Fault]] = {}
    for row, field, code in json.loads(kept or "[]"):
        found.setdefault(row, []).append(Fault(field, code))
    return found
