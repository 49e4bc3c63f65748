"""Meetings as appointments (iCalendar, RFC 5545): when and where, and never what about.

Calendars are copied to phones, watches and assistants that this site knows nothing of. So the title, the
number and the address of a meeting stay out, and what tells two appointments apart says nothing either.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from cases.meetings.models import Meeting
from cases.meetings.rules import MeetingStatus

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUMMARY = "Zorgtafel"
TYPE = "text/calendar; charset=utf-8"


def calendar(meetings: Iterable[Meeting], *, now: datetime) -> bytes:
    """Give meetings as a file for calendars, with the clock changes of Amsterdam; ``now`` is aware."""
    made = Calendar()
    made.add("prodid", "-//zorgtafel//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", SUMMARY)
    for meeting in meetings:
        made.add_component(_event(meeting, now=now))
    made.add_missing_timezones()
    return made.to_ical()


def _event(meeting: Meeting, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{_opaque(meeting)}@zorgtafel")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", meeting.ends_at.astimezone(AMSTERDAM))
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("sequence", meeting.version)
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    return event


def _opaque(meeting: Meeting) -> str:
    """Give what is always the same for one meeting, and tells nobody which one it is."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"appointment {meeting.pk}".encode(), hashlib.sha256).hexdigest()[:32]
