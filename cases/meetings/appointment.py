"""Meetings as appointments (iCalendar, RFC 5545): when and where, and never what about.

Calendars are copied to phones, watches and assistants that this site knows nothing of. So the title, the
number and the address of a meeting stay out, and what tells two appointments apart says nothing either.

With a mail goes even less: not the place, which somebody typed, for mail holds fixed words only. It is
published (METHOD:PUBLISH) and not requested: a request names every guest by name and address and wants an
answer by mail that nobody here reads; who comes is written down at the meeting. A published appointment is
replaced by the same UID with a higher SEQUENCE, and taken back by METHOD:CANCEL (RFC 5546, 3.2.1, 4.1.2 and
4.1.3).
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from icalendar import Calendar, Event

from cases.meetings.models import Meeting
from cases.meetings.rules import MeetingStatus

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUMMARY = "Zorgtafel"
TYPE = "text/calendar; charset=utf-8"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The file that goes with a mail, and what a calendar does with it."""

    method: str
    content: str


def calendar(meetings: Iterable[Meeting], *, now: datetime) -> bytes:
    """Give meetings as a file for calendars, with the clock changes of Amsterdam; ``now`` is aware."""
    made = _calendar(PUBLISH)
    made.add("x-wr-calname", SUMMARY)
    for meeting in meetings:
        event = _event(meeting, now=now)
        if meeting.place:
            event.add("location", meeting.place)
        made.add_component(event)
    made.add_missing_timezones()
    return made.to_ical()


def enclosed(number: str, *, organisation_id: int, now: datetime) -> Enclosed | None:
    """Give what goes with a mail about a meeting as it stands ``now`` (aware).

    None when this organisation does not sit there. Without a name for the calendar: with one, some programs
    make a calendar of its own for the one appointment.
    """
    seated = Q(host_id=organisation_id) | Q(invitations__organisation_id=organisation_id)
    meeting = Meeting.objects.filter(seated, number=number).first()
    if meeting is None:
        return None
    method = CANCEL if meeting.status == MeetingStatus.CANCELLED else PUBLISH
    made, event = _calendar(method), _event(meeting, now=now)
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")  # the site: nobody's name
    made.add_component(event)
    made.add_missing_timezones()
    return Enclosed(method, made.to_ical().decode())


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//zorgtafel//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _event(meeting: Meeting, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{_opaque(meeting)}@zorgtafel")
    event.add("dtstamp", now)
    event.add("dtstart", _moment(meeting.starts_at))
    event.add("dtend", _moment(meeting.ends_at))
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("sequence", meeting.version)
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    return event


def _moment(at: datetime) -> datetime:
    """Give an instant in local time; in the hour that comes twice, the second time, in UTC.

    A local time that exists twice means the first one (RFC 5545, 3.3.5).
    """
    local = at.astimezone(AMSTERDAM)
    return at.astimezone(UTC) if local.fold else local


def _opaque(meeting: Meeting) -> str:
    """Give what is always the same for one meeting, and tells nobody which one it is."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"appointment {meeting.pk}".encode(), hashlib.sha256).hexdigest()[:32]
