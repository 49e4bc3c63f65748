"""Who was there, item by item: organisations sit in only for the cases they take part in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.choices import ATTENDANCE
from cases.conflict import StateConflictError
from cases.meetings import agenda, room
from cases.meetings.models import AgendaItem, ItemAttendance
from cases.meetings.rules import Attendance, MeetingStatus
from organisations.actor import Actor
from organisations.history import write
from organisations.models import Organisation

LABELS = dict(ATTENDANCE)


@dataclass(frozen=True, slots=True)
class Seat:
    """Whether one organisation was there for one item, and by whom it was represented.

    ``seen``: what the page showed, state and person, both empty for nothing; None when there was no page.
    """

    organisation: Organisation
    status: Attendance
    person: str = ""
    seen: tuple[str, str] | None = None


def record(item: AgendaItem, *, actor: Actor, taken: Iterable[Seat], now: datetime) -> list[ItemAttendance]:
    """Record who was there for an item; only what differs from the record is written.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: not started or cancelled, an organisation does not belong in this room, or
            somebody else recorded something about it since the page was opened.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    taken = list(taken)
    with transaction.atomic():
        standing = agenda.lock(item)
        _check_started(standing)
        agenda.check_not_established(standing.meeting)
        _check_seats(standing, taken, now=now)
        changed = [row for seat in taken if (row := _write(standing, seat, actor=actor, now=now))]
        if changed:
            agenda.record(
                standing,
                Event.MEETING_ATTENDANCE_RECORDED,
                actor=actor,
                now=now,
                attendance={str(row.organisation_id): row.status for row in changed},
            )
    return changed


def _check_started(item: AgendaItem) -> None:
    if item.meeting.status not in (MeetingStatus.RUNNING, MeetingStatus.HELD):
        raise StateConflictError(
            _("Who is there can be recorded once the meeting has started. Start it first."),
            code="not_running",
        )


def _check_seats(item: AgendaItem, taken: list[Seat], *, now: datetime) -> None:
    inside = {organisation.pk for organisation in room.seats(item, now=now).inside}
    for seat in taken:
        if seat.organisation.pk not in inside:
            raise StateConflictError(
                _(
                    "%(organisation)s takes no part in this case or is not invited to this meeting. "
                    "It can't be in the room for this item."
                )
                % {"organisation": seat.organisation.name},
                code="not_in_the_room",
            )


def _write(item: AgendaItem, seat: Seat, *, actor: Actor, now: datetime) -> ItemAttendance | None:
    row = item.attendance.filter(organisation=seat.organisation).first()
    recorded = ("", "") if row is None else (row.status, row.person)
    if recorded == (seat.status, seat.person):
        return None
    if seat.seen not in (None, recorded):
        raise StateConflictError(
            _taken_meanwhile(seat, *recorded), code="meanwhile", field=f"status_{seat.organisation.pk}"
        )
    if row is None:
        row = ItemAttendance(item=item, organisation=seat.organisation)
    row.status, row.person = seat.status.value, seat.person
    return write(row, actor=actor, now=now)


def _taken_meanwhile(seat: Seat, status: str, person: str) -> str:
    told = {"organisation": seat.organisation.name, "status": LABELS[status], "person": person or "–"}
    return (
        _(
            "Meanwhile somebody else recorded of %(organisation)s: %(status)s (%(person)s). "
            "Save again if it should be what you filled in."
        )
        % told
    )
