"""The agenda: which cases are spoken of, with which question, and what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from cases.meetings.models import AgendaItem, ItemInvitation, Meeting, MinutesSignature
from cases.meetings.rules import Attendance, MeetingStatus, MinuteGround
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write
from organisations.models import Organisation

LAST_PLACE = 32_767

NOT_YET = {
    MinuteGround.MEETING_NOT_STARTED: _("The meeting has not started yet. Start it first."),
    MinuteGround.MEETING_CANCELLED: _("This meeting was cancelled; nothing can be recorded in it."),
    MinuteGround.ATTENDANCE_MISSING: _("Record first who was there for this item."),
    MinuteGround.NOBODY_IN_THE_ROOM: _("Nobody was there for this item, so there is nothing to record."),
}


@dataclass(frozen=True, slots=True)
class Box:
    """What else belongs to an item: its minutes, why it is there (codes), and the organisations it needs.

    ``needed`` None: every invited organisation that takes part in the case.
    """

    minutes: int | None = None
    reasons: tuple[str, ...] = ()
    needed: tuple[Organisation, ...] | None = None


def add(
    meeting: Meeting,
    *,
    actor: Actor,
    case: Case,
    question: str,
    place: int | None = None,
    box: Box = Box(),
    now: datetime,
) -> AgendaItem:
    """Put a case on the agenda, last unless a ``place`` is given (1 is first; equal places keep their order).

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting is over, the case is closed, it is on the agenda already, or an
            organisation it needs takes no part in the case.
    """
    room.require_chair(actor, meeting)
    gate.require(actor, Act.CHAIR_MEETING, on=case, now=now)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        meetings.check_going_on(standing)
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        order = place or _last_place(standing) + 1
        item = AgendaItem(meeting=standing, case=case, order=order, question=question)
        item.minutes, item.reasons = box.minutes, ",".join(box.reasons)
        item = _write(item, actor, now)
        if box.needed is not None:
            need(item, box.needed, actor=actor, now=now)
        record(item, Event.MEETING_ITEM_ADDED, actor=actor, now=now)
    return item


def need(item: AgendaItem, organisations: Iterable[Organisation], *, actor: Actor, now: datetime) -> None:
    """Let an item invite these organisations and no other; inside the caller's transaction.

    Raises:
        StateConflictError: one takes no part in the case, or was in the room for it already.
    """
    wanted = {organisation.pk: organisation for organisation in organisations}
    on_case = {organisation.pk for organisation in room.on_the_case(item.case, now=now)}
    _check_needed(item, wanted, on_case)
    standing = {row.organisation_id: row for row in item.needed.filter(withdrawn_at=None)}
    for pk, row in standing.items():
        if pk not in wanted:
            row.withdrawn_at = now
            write(row, actor=actor, now=now)
    for pk, organisation in wanted.items():
        if pk not in standing:
            write(ItemInvitation(item=item, organisation=organisation), actor=actor, now=now)


def _check_needed(item: AgendaItem, wanted: dict[int, Organisation], on_case: set[int]) -> None:
    for pk, organisation in wanted.items():
        if pk not in on_case:
            raise StateConflictError(
                _("%(organisation)s takes no part in this case any more.")
                % {"organisation": organisation.name},
                code="not_on_case",
                field="organisations",
            )
    for seat in item.attendance.select_related("organisation"):
        if wanted and seat.organisation_id not in wanted and seat.organisation_id != item.meeting.host_id:
            raise StateConflictError(
                _("It is on record that %(organisation)s was asked for this item. It stays invited.")
                % {"organisation": seat.organisation.name},
                code="was_in_the_room",
                field="organisations",
            )


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
        record(standing, Event.MEETING_ITEM_RECORDED, actor=actor, now=now)
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
        record(standing, Event.MEETING_ITEM_TAKEN_OFF, actor=actor, now=now)
    return standing


def record(item: AgendaItem, event: Event, *, actor: Actor, now: datetime, **detail: Any) -> None:
    """Write the ledger line of something that the chair did with an item."""
    ledger.record(
        actor,
        event,
        on=item,
        case=item.case,
        now=now,
        act=Act.CHAIR_MEETING,
        compartments=[Compartment.CORE],
        object_number=item.meeting.number,
        **detail,
    )


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


def is_established(meeting: Meeting) -> bool:
    """Tell whether the host signed the minutes: from then on they change by corrections only."""
    return MinutesSignature.objects.filter(meeting=meeting, organisation_id=meeting.host_id).exists()


def check_not_established(meeting: Meeting) -> None:
    """Pass while the minutes of a meeting can still be changed themselves.

    Raises:
        StateConflictError: they are established.
    """
    if is_established(meeting):
        raise StateConflictError(
            _("These minutes are established. Write a correction instead; it stands below them."),
            code="established",
        )


def check_may_minute(item: AgendaItem, *, now: datetime) -> None:
    """Pass when something may be recorded in an item: it is on record who was there.

    Raises:
        StateConflictError: not started, cancelled, established, or attendance is missing; the sentence says
            which.
    """
    check_not_established(item.meeting)
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
