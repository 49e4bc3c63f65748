"""Meetings in somebody's calendar: time and place only, at an address that can be replaced and taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from cases.audit.models import LedgerLine
from cases.meetings import appointment, feed, meeting
from cases.meetings.models import AgendaItem, CalendarFeed, Meeting
from organisations import membership
from organisations.actor import AccessDenied
from tests.cast import FOUNDER, NOW, Region, member

LogIn = Callable[[str], Client]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def fetched(region: Region, client: Client, name: str = "bea") -> bytes:
    standing = CalendarFeed.objects.get(user=region.people[name], ended_at=None)
    return client.get(f"/calendar/{feed.token_of(standing)}.ics").content


def test_a_calendar_without_a_login_tells_when_and_where_and_nothing_else(
    region: Region, item: AgendaItem, client: Client
) -> None:
    feed.make(actor=region.actor("bea"), now=NOW)
    content = fetched(region, client)
    (event,) = events(content)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Zorgtafel", "Zaal 2")
    assert event["DTSTART"].dt == item.meeting.starts_at
    text = content.decode()
    for hidden in (item.meeting.number, item.meeting.title, item.case.pseudonym, "Wat nu?", "http"):
        assert hidden not in text
    (line,) = LedgerLine.objects.filter(event="calendar.read")
    assert (line.user_id, line.detail) == (region.bea.pk, {"shown": 1})


def test_another_organisation_has_its_own_meetings(region: Region, planned: Meeting, client: Client) -> None:
    feed.make(actor=region.actor("chris"), now=NOW)
    assert events(fetched(region, client, "chris")) == []


def test_a_replaced_or_withdrawn_address_gives_nothing(
    region: Region, planned: Meeting, client: Client
) -> None:
    bea = region.actor("bea")
    first, second = (feed.token_of(feed.make(actor=bea, now=NOW)) for _ in range(2))
    assert first != second
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    feed.withdraw(actor=bea, now=NOW)
    gone, never = client.get(f"/calendar/{second}.ics"), client.get("/calendar/verzonnen.ics")
    assert (gone.status_code, gone.content) == (404, never.content)
    made = [line.event for line in LedgerLine.objects.filter(event__startswith="calendar.").order_by("id")]
    assert made == ["calendar.made", "calendar.made", "calendar.read", "calendar.withdrawn"]
    assert not CalendarFeed.objects.filter(digest__in=[first, second]).exists()  # only a digest is kept


def test_who_left_has_no_calendar_any_more(region: Region, planned: Meeting, client: Client) -> None:
    feed.make(actor=region.actor("bea"), now=NOW)
    assert client.get(f"/calendar/{feed.token_of(CalendarFeed.objects.get())}.ics").status_code == 200
    membership.end(member(region, "bea"), actor=FOUNDER, now=NOW)
    assert client.get(f"/calendar/{feed.token_of(CalendarFeed.objects.get())}.ics").status_code == 404


@pytest.mark.parametrize("name", ["dina", "hugo", "joost"])
def test_who_attends_no_meetings_has_no_address(region: Region, name: str) -> None:
    with pytest.raises(AccessDenied):
        feed.make(actor=region.actor(name), now=NOW)


def test_the_page_makes_shows_replaces_and_withdraws(region: Region, planned: Meeting, log_in: LogIn) -> None:
    bea, page = log_in("bea"), "/meetings/calendar/"
    assert bea.get(page).context["address"] == ""
    assert bea.post(page, {"wish": "make"}).status_code == 302
    address = bea.get(page).context["address"]
    assert address.endswith(".ics")
    assert bea.post(page, {"wish": "make"}).status_code == 302
    assert bea.get(page).context["address"] != address
    assert bea.post(page, {"wish": "withdraw"}).status_code == 302
    assert bea.get(page).context["address"] == ""


def test_one_meeting_as_a_file_and_called_off(region: Region, planned: Meeting, log_in: LogIn) -> None:
    address = f"/meetings/{planned.number}/invitation.ics"
    (event,) = events(log_in("bea").get(address).content)
    assert str(event["STATUS"]) == "CONFIRMED"
    move = {"to": "cancelled", "reason": "Sneeuw", "version": None}
    meeting.move(planned, actor=region.actor("iris"), now=NOW, **move)
    (changed,) = events(log_in("bea").get(address).content)
    assert (str(changed["STATUS"]), changed["UID"]) == ("CANCELLED", event["UID"])
    assert changed["SEQUENCE"] > event["SEQUENCE"]
    assert log_in("chris").get(address).status_code == 404


def test_a_meeting_over_the_change_of_the_clock_lasts_as_long_as_it_does(region: Region) -> None:
    starts = datetime(2027, 3, 28, 1, 30, tzinfo=AMSTERDAM)
    one = Meeting(pk=1, starts_at=starts, ends_at=starts.astimezone(ZoneInfo("UTC")) + timedelta(hours=1))
    content = appointment.calendar([one], now=NOW)
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Europe/Amsterdam" in content
    (event,) = events(content)
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (1, 3)
