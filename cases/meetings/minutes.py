"""The minutes: each organisation only its part of each item."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from cases.access import gate
from cases.coordination.models import Action
from cases.meetings import room, rules
from cases.meetings.models import AgendaItem, Decision, ItemAttendance, Meeting, MinutesCorrection
from cases.meetings.rules import IN_THE_ROOM, Attendance, MinutesPart
from organisations.actor import Actor
from organisations.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Part:
    """What one organisation reads of one item. ``is_whole``: it was in the room, or holds the chair."""

    item: AgendaItem
    is_whole: bool
    present: tuple[ItemAttendance, ...]
    away: tuple[ItemAttendance, ...]
    decisions: tuple[Decision, ...]
    corrections: tuple[MinutesCorrection, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Tell whether it is on record who was there."""
        return bool(self.present or self.away)


def parts(actor: Actor, meeting: Meeting, *, now: datetime) -> list[Part]:
    """Give the actor's part of the minutes of a meeting, item by item. Six queries, however many items."""
    rows = room.items(actor, now=now).filter(meeting=meeting).select_related("case", "meeting__host")
    decided = Decision.objects.prefetch_related(
        Prefetch("actions", Action.objects.select_related("owner_organisation"))
    )
    attended = ItemAttendance.objects.select_related("organisation").order_by("organisation__name")
    found = rows.order_by("order", "id").prefetch_related(
        Prefetch("decisions", decided), Prefetch("attendance", attended), "corrections"
    )
    return [_part(actor, item) for item in found]


def my_actions(actor: Actor, shown: Iterable[AgendaItem], *, now: datetime) -> dict[int, list[Action]]:
    """Give the open actions of the actor's organisation per case, to prepare. One query."""
    found: dict[int, list[Action]] = {item.case_id: [] for item in shown}
    rows = Action.objects.filter(
        case__in=list(found), owner_organisation_id=actor.organisation_id, status="open"
    )
    for action in gate.visible(actor, rows, Compartment.CORE, now=now).order_by("due_on", "id"):
        found[action.case_id].append(action)
    return found


def counts(actor: Actor, meetings: Iterable[Meeting], *, now: datetime) -> dict[int, int]:
    """Count, per meeting, the items that the actor may hear of. One query."""
    rows = room.items(actor, now=now).filter(meeting__in=[meeting.pk for meeting in meetings])
    return Counter(rows.values_list("meeting_id", flat=True))


def _part(actor: Actor, item: AgendaItem) -> Part:
    recorded = list(item.attendance.all())
    own = {row.organisation_id: Attendance(row.status) for row in recorded}.get(actor.organisation_id)
    if item.meeting.host_id == actor.organisation_id:
        own = Attendance.PRESENT  # whoever keeps the minutes reads them
    verdict = rules.minutes_part(on_case=True, invited=True, attendance=own)
    is_whole = verdict.part is MinutesPart.EVERYTHING
    return Part(
        item=item,
        is_whole=is_whole,
        present=tuple(row for row in recorded if Attendance(row.status) in IN_THE_ROOM),
        away=tuple(row for row in recorded if Attendance(row.status) not in IN_THE_ROOM),
        decisions=tuple(item.decisions.all()),
        corrections=tuple(one for one in item.corrections.all() if is_whole or one.about == "decided"),
    )
