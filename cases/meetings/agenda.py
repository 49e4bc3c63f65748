"""The agenda: which cases are spoken of, with which question, and what was said."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import meeting as meetings
from cases.meetings import room, rules
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import Attendance, MeetingStatus, MinuteGround
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

LAST_PLACE = 32_767

NOT_YET = {
    MinuteGround.MEETING_NOT_STARTED: _("The meeting has not started yet. Start it first."),
    MinuteGround.MEETING_CANCELLED: _("This meeting was cancelled; nothing can be recorded in it."),
    MinuteGround.ATTENDANCE_MISSING: _("Record first who was there for this item."),
    MinuteGround.NOBODY_IN_THE_ROOM: _("Nobody was there for this item, so there is nothing to record."),
}


def add(
    meeting: Meeting, *, actor: Actor, case: Case, question: str, place: int | None = None, now: datetime
) -> AgendaItem:
    """Put a case on the agenda, last unless a ``place`` is given (1 is first; equal places keep their order).

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting is over, the case is closed, or it is on the agenda already.
    """
    room.require_chair(actor, meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=case, now=now)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        meetings.check_going_on(standing)
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        order = place or _last_place(standing) + 1
        item = _write(AgendaItem(meeting=standing, case=case, order=order, question=question), actor, now)
        ledger.record(
            actor,
            Event.MEETING_ITEM_ADDED,
            on=item,
            case=case,
            now=now,
            act=Act.CHAIR_MEETING,
            compartments=[Compartment.CORE],
            object_number=standing.number,
        )
    return item


def record_discussed(
    item: AgendaItem, *, actor: Actor, text: str, version: int | None, now: datetime
) -> AgendaItem:
    """Record what was discussed in an item; the text before stays in the history.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting has not started, or it is not on record who was there.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(item)
        check_version(standing, version)
        check_may_minute(standing, now=now)
        is_first = not standing.discussed  # a correction is no second discussion
        standing.discussed = text
        write(standing, actor=actor, now=now)
        ledger.record(
            actor,
            Event.MEETING_ITEM_RECORDED,
            on=standing,
            case=standing.case,
            now=now,
            act=Act.CHAIR_MEETING,
            compartments=[Compartment.CORE],
            object_number=standing.meeting.number,
        )
        if is_first:
            timeline.add(
                standing.case,
                "discussed",
                actor=actor,
                compartment=Compartment.CORE,
                now=now,
                meeting=standing.meeting.number,
            )
    return standing


def take_off(item: AgendaItem, *, actor: Actor, now: datetime) -> AgendaItem:
    """Take a case off the agenda; whoever joined for it reads nothing of it from then on.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: something was recorded in it, or it is off the agenda already.
    """
    require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(item)
        if standing.taken_off_at is not None:
            raise StateConflictError(_("This case is off the agenda already."), code="off_the_agenda")
        if standing.discussed or standing.decisions.exists() or standing.attendance.exists():
            raise StateConflictError(
                _("Something was recorded for this case in the meeting, so it stays on the agenda."),
                code="minuted",
            )
        standing.taken_off_at = now
        write(standing, actor=actor, now=now)
        ledger.record(
            actor,
            Event.MEETING_ITEM_TAKEN_OFF,
            on=standing,
            case=standing.case,
            now=now,
            act=Act.CHAIR_MEETING,
            compartments=[Compartment.CORE],
            object_number=standing.meeting.number,
        )
    return standing


def require_chair_of(item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    """Pass when the actor chairs the meeting of an item and takes part in its case.

    Raises:
        AccessDenied: one of both does not hold.
    """
    room.require_chair(actor, item.meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=item.case, now=now)


def lock(item: AgendaItem) -> AgendaItem:
    """Give the item as it stands now, locked until the caller's transaction ends.

    Its meeting and its case are locked before it, in the order of ``add``: what may be recorded rests on
    whether the meeting goes on and on who takes part in the case.
    """
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    case = Case.objects.select_for_update().get(pk=item.case_id)
    standing = AgendaItem.objects.select_for_update().get(pk=item.pk)
    standing.meeting, standing.case = meeting, case
    return standing


def check_may_minute(item: AgendaItem, *, now: datetime) -> None:
    """Pass when something may be recorded in an item: it is on record who was there.

    Raises:
        StateConflictError: not started, cancelled, or attendance is missing; the sentence says which.
    """
    verdict = minute_verdict(item, room.seats(item, now=now))
    if not verdict.allowed:
        raise StateConflictError(NOT_YET[verdict.grounds[0]], code=verdict.grounds[0])


def minute_verdict(item: AgendaItem, seats: room.Seats) -> rules.MinuteVerdict:
    """Say whether something may be recorded in an item, given who may be in the room, and if not, why."""
    recorded = {row.organisation_id: Attendance(row.status) for row in item.attendance.all()}
    expected = [recorded.get(organisation.pk) for organisation in seats.inside]
    return rules.may_minute(MeetingStatus(item.meeting.status), expected)


def _last_place(meeting: Meeting) -> int:
    highest = meeting.items.aggregate(highest=Max("order"))["highest"] or 0
    return min(highest, LAST_PLACE - 1)


def _write(item: AgendaItem, actor: Actor, now: datetime) -> AgendaItem:
    try:
        with transaction.atomic():
            return write(item, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This case is on the agenda already."), code="on_agenda", field="case"
        ) from clash
