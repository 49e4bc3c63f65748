"""The three forms in which the chair writes down an item: on the live screen, and on pages of their own."""

from typing import Any

from django.http import HttpRequest

from cases.meetings import room
from cases.meetings.forms import AttendanceForm, DecisionForm, DiscussedForm
from cases.meetings.models import AgendaItem
from zorgtafel.forms import TableForm

ATTENDANCE, DISCUSSED, DECISION = "attendance", "discussed", "decision"


def form_of(
    request: HttpRequest, of: str, item: AgendaItem, seats: room.Seats
) -> tuple[type[TableForm], dict[str, Any]]:
    """Give a form of an item and what it is opened with; ``seats`` says who may be in the room."""
    if of == ATTENDANCE:
        return AttendanceForm, _attendance(request, item, seats)
    if of == DISCUSSED:
        initial = {"text": item.discussed, "version": item.version}
        return DiscussedForm, {"initial": initial, "auto_id": "discussed_%s"}
    return DecisionForm, {"item": item, "owners": seats.on_case, "auto_id": "decision_%s"}


def _attendance(request: HttpRequest, item: AgendaItem, seats: room.Seats) -> dict[str, Any]:
    """Ask about everybody who may be in the room; whoever else was posted is for the act to refuse."""
    posted = [o for o in seats.outside if request.POST.get(f"status_{o.pk}")]
    return {
        "organisations": [*seats.inside, *posted],
        "recorded": {row.organisation_id: row for row in item.attendance.all()},
        "auto_id": "attendance_%s",
    }
