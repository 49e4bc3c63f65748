"""A meeting of the table: planned, invited to, started, held or cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meetings import room, rules
from cases.meetings.models import Meeting, MeetingInvitation
from cases.meetings.rules import MeetingStatus
from cases.meetings.window_rules import USUAL_LENGTH
from cases.moves import Move, MoveRefusal, MoveRefused
from cases.notifications import outbox
from cases.numbers import draw
from cases.workdays import after
from organisations import duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write
from organisations.models import Organisation

REFUSALS = {
    MoveRefusal.REASON_MISSING: (_("Say why the meeting does not go on."), "reason"),
    MoveRefusal.NOT_FROM_HERE: (
        _("The meeting is not in that state any more. Look at the page again."),
        None,
    ),
}


#: Changes that people must hear of; that a meeting starts or ends they see for themselves.
NEWS = {MeetingStatus.PLANNED: "meeting_planned", MeetingStatus.CANCELLED: "meeting_cancelled"}


@dataclass(frozen=True, slots=True)
class Planning:
    """What is planned. ``starts_at`` is aware; the title carries no name of a young person."""

    title: str
    starts_at: datetime
    place: str = ""
    lasts: timedelta = USUAL_LENGTH
    organisations: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a planned meeting is. ``starts_at`` is aware; ``lasts`` is elapsed time."""

    starts_at: datetime
    lasts: timedelta = USUAL_LENGTH
    place: str = ""

    @property
    def ends_at(self) -> datetime:
        """Give when it ends."""
        return after(self.starts_at, self.lasts)


def plan(*, actor: Actor, planning: Planning, now: datetime) -> Meeting:
    """Plan a meeting, hosted by the actor's organisation, and tell those invited.

    Raises:
        AccessDenied: the actor's role does not chair meetings.
        StateConflictError: it would start on a day that has passed.
    """
    actor.demand(Act.CHAIR_MEETING)
    with transaction.atomic():
        _check_day(planning.starts_at, now=now)
        meeting = Meeting(
            number=draw("O", now.year, lambda number: Meeting.objects.filter(number=number).exists()),
            title=planning.title,
            starts_at=planning.starts_at,
            ends_at=after(planning.starts_at, planning.lasts),
            place=planning.place,
            host=actor.organisation,
            chair=actor.user,
        )
        write(meeting, actor=actor, now=now)
        added = _add(meeting, planning.organisations, actor=actor, now=now)
        ledger.record(
            actor, Event.MEETING_PLANNED, on=meeting, now=now, act=Act.CHAIR_MEETING, invited=len(added)
        )
        _tell(meeting, added, actor=actor, now=now)
    return meeting


def invite(
    meeting: Meeting, *, actor: Actor, organisations: Iterable[Organisation], now: datetime
) -> list[Organisation]:
    """Invite more organisations; who was invited already is not told twice. Gives who is new.

    Raises:
        AccessDenied: the actor does not chair this meeting.
        StateConflictError: the meeting is over or cancelled.
    """
    room.require_chair(actor, meeting)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        check_going_on(standing)
        added = _add(standing, organisations, actor=actor, now=now)
        if added:
            ledger.record(
                actor,
                Event.MEETING_CHANGED,
                on=standing,
                now=now,
                act=Act.CHAIR_MEETING,
                invited=[organisation.pk for organisation in added],
            )
            _tell(standing, added, actor=actor, now=now)
    return added


def move(
    meeting: Meeting, *, actor: Actor, to: str, reason: str, version: int | None, now: datetime
) -> Meeting:
    """Start, end or cancel a meeting, or plan a cancelled one again.

    Raises:
        AccessDenied: the actor does not chair this meeting.
        StateConflictError: that change does not exist from here, or its reason is missing.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    room.require_chair(actor, meeting)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        check_version(standing, version)
        change = _decide(standing, to, reason)
        standing.status = change.to.value
        if change.to is MeetingStatus.HELD:
            standing.ends_at = now  # who joined for one case reads it until shortly after
        write(standing, actor=actor, now=now, reason=change.reason)
        ledger.record(
            actor,
            Event.MEETING_CHANGED,
            on=standing,
            now=now,
            act=Act.CHAIR_MEETING,
            status_from=change.current.value,
            status_to=change.to.value,
        )
        if change.to in NEWS:
            _tell(standing, room.invited(standing), kind=NEWS[change.to], actor=actor, now=now)
    return standing


def reschedule(meeting: Meeting, *, actor: Actor, to: Slot, version: int | None, now: datetime) -> Meeting:
    """Give a planned meeting another time or place, and tell everybody invited.

    Who joins for one case reads it around the new time, and no longer around the old one.

    Raises:
        AccessDenied: the actor does not chair this meeting.
        StateConflictError: it is not planned (any more), the new day has passed, or nothing is different.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    room.require_chair(actor, meeting)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        check_version(standing, version)
        changed = _check_slot(standing, to, now=now)
        standing.starts_at, standing.ends_at, standing.place = to.starts_at, to.ends_at, to.place
        write(standing, actor=actor, now=now)
        ledger.record(
            actor, Event.MEETING_CHANGED, on=standing, now=now, act=Act.CHAIR_MEETING, fields=changed
        )
        _tell(standing, room.invited(standing), kind="meeting_moved", actor=actor, now=now)
    return standing


def check_going_on(meeting: Meeting) -> None:
    """Pass when a meeting is planned or running.

    Raises:
        StateConflictError: it was held or cancelled.
    """
    if meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.RUNNING):
        raise StateConflictError(
            _("This meeting was held or cancelled. Plan another one."), code="meeting_over"
        )


def _check_day(starts_at: datetime, *, now: datetime) -> None:
    if timezone.localdate(starts_at) < timezone.localdate(now):
        raise StateConflictError(
            _("This day has passed. Choose today or a later day."), code="in_the_past", field="starts_at"
        )


def _check_slot(standing: Meeting, to: Slot, *, now: datetime) -> list[str]:
    """Give the names of the fields that become different; what started or ended stays where it was."""
    if standing.status != MeetingStatus.PLANNED:
        raise StateConflictError(_("Only a planned meeting gets another time or place."), code="not_planned")
    changed = [
        name for name in ("starts_at", "ends_at", "place") if getattr(standing, name) != getattr(to, name)
    ]
    if not changed:
        raise StateConflictError(
            _("This is the time and place that it has already."), code="same", field="starts_at"
        )
    _check_day(to.starts_at, now=now)
    return changed


def _decide(standing: Meeting, to: str, reason: str) -> Move[MeetingStatus]:
    try:
        return rules.move(MeetingStatus(standing.status), MeetingStatus(to), reason=reason)
    except MoveRefused as refused:
        sentence, field = REFUSALS[refused.code]
        raise StateConflictError(sentence, code=refused.code, field=field) from refused


def _add(
    meeting: Meeting, organisations: Iterable[Organisation], *, actor: Actor, now: datetime
) -> list[Organisation]:
    seated = {organisation.pk for organisation in room.invited(meeting)}
    added = [organisation for organisation in organisations if organisation.pk not in seated]
    for organisation in added:
        write(MeetingInvitation(meeting=meeting, organisation=organisation), actor=actor, now=now)
    return added


def _tell(
    meeting: Meeting,
    organisations: Iterable[Organisation],
    *,
    actor: Actor,
    now: datetime,
    kind: str = "meeting_planned",
) -> None:
    homes = {organisation.pk: organisation for organisation in organisations}
    found = duty.contact_points(homes, at=now)
    recipients = [
        outbox.Recipient(user, homes[pk], f"/meetings/{meeting.number}/")
        for pk, people in found.items()
        for user in people
        if user.pk != actor.user_id  # nobody is told what they did themselves
    ]
    outbox.put(kind, number=meeting.number, to=recipients, now=now, stage=str(meeting.version))
