"""What people read about the safety incidents of a case."""

from dataclasses import dataclass

from cases.casefile.models import Case
from cases.incidents.models import SafetyIncident
from cases.incidents.rules import MAY_RETURN, WITHOUT_POLICE

MOST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One incident on the page, and what it still asks for."""

    incident: SafetyIncident
    may_return: bool
    police_to_call: bool


def rows(case: Case) -> list[Row]:
    """Give the incidents of a case, the latest first. One query; only for who reads *signals*."""
    found = case.safety_incidents.select_related("by", "organisation").order_by("-happened_at", "-id")
    return [Row(row, row.kind in MAY_RETURN, row.police in WITHOUT_POLICE) for row in found[:MOST]]
