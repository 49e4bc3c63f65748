"""The three forms in which the chair writes down an item: on the live screen, and on pages of their own."""

from django.http import HttpRequest

from cases.meetings import room
from cases.meetings.forms import AttendanceForm, DecisionForm, DiscussedForm
from cases.meetings.models import AgendaItem
from zorgtafel.forms import TableForm, form_for

ATTENDANCE, DISCUSSED, DECISION = "attendance", "discussed", "decision"


def open_form(request: HttpRequest, of: str, item: AgendaItem, seats: room.Seats) -> TableForm:
    """Open one of the three forms of an item; ``seats`` says who may be in the room for it."""
    if of == ATTENDANCE:
        return _attendance(request, item, seats)
    if of == DISCUSSED:
        initial = {"text": item.discussed, "version": item.version}
        return form_for(request, DiscussedForm, initial=initial, auto_id="discussed_%s")
    return form_for(request, DecisionForm, item=item, owners=seats.on_case, auto_id="decision_%s")


def _attendance(request: HttpRequest, item: AgendaItem, seats: room.Seats) -> TableForm:
    """Ask about everybody who may be in the room; whoever else was posted is for the act to refuse."""
    posted = [o for o in seats.outside if request.POST.get(f"status_{o.pk}")]
    recorded = {row.organisation_id: row for row in item.attendance.all()}
    organisations = [*seats.inside, *posted]
    return form_for(
        request, AttendanceForm, organisations=organisations, recorded=recorded, auto_id="attendance_%s"
    )
