"""The appointment that goes with a mail about a meeting: taken in by a calendar, renewed and taken back."""

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from icalendar import Calendar
from icalendar.cal import Event

from cases.meetings import appointment, meeting
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import MeetingStatus
from cases.notifications import courier, outbox
from cases.notifications.models import Delivery
from organisations.history import remove
from organisations.models import Organisation, User
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice
from tests.cast import FOUNDER, NOW, Region
from tests.fixtures_services import Inbox

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEA = "bea@demo.zorgtafel.example"


def about(planned: Meeting, smtp_sink: Inbox) -> list[EmailMessage]:
    """Give the mails about this meeting that arrived at Bea."""
    return [one for one in smtp_sink.to(BEA) if f"({planned.number})" in one["Subject"]]


def part_of(message: EmailMessage) -> EmailMessage:
    """Give the calendar file of a mail; there is one and no other."""
    (part,) = message.iter_attachments()
    return part


def taken_in(message: EmailMessage) -> tuple[Calendar, Event]:
    """Give what a calendar reads in a mail."""
    read = Calendar.from_ical(part_of(message).get_payload(decode=True))
    (event,) = read.walk("VEVENT")
    return read, event


def move(region: Region, planned: Meeting, to: MeetingStatus, reason: str = "") -> None:
    iris = region.actor("iris")
    meeting.move(planned, actor=iris, to=to.value, reason=reason, version=None, now=NOW)


@pytest.fixture
def mailed(planned: Meeting, smtp_sink: Inbox) -> EmailMessage:
    """Give the invitation as it arrived at Bea."""
    courier.deliver_due(now=NOW)
    (message,) = about(planned, smtp_sink)
    return message


def test_an_invitation_brings_an_appointment_that_calendars_know(
    region: Region, planned: Meeting, mailed: EmailMessage
) -> None:
    part = part_of(mailed)
    assert part.get_content_type() == "text/calendar"
    assert (part["Content-Type"].params["method"], part.get_filename()) == ("PUBLISH", "zorgtafel.ics")
    read, event = taken_in(mailed)
    assert (str(read["METHOD"]), str(event["STATUS"])) == ("PUBLISH", "CONFIRMED")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (planned.starts_at, planned.ends_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert b"\r\n" in part.get_payload(decode=True)


def test_it_names_nobody_no_place_and_not_what_it_is_about(
    region: Region, item: AgendaItem, smtp_sink: Inbox
) -> None:
    courier.deliver_due(now=NOW)
    (message,) = about(item.meeting, smtp_sink)
    _read, event = taken_in(message)
    text = part_of(message).get_payload(decode=True).decode()
    hidden = {
        item.meeting.number,
        item.meeting.title,
        item.meeting.place,
        item.case.number,
        "Wat nu?",
        "http",
    }
    hidden |= set(User.objects.values_list("name", flat=True))
    hidden |= set(User.objects.values_list("email", flat=True))
    hidden |= set(Organisation.objects.values_list("name", flat=True))
    assert [word for word in hidden if word and word in text] == []
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "SEQUENCE", "STATUS", "ORGANIZER",
    }  # fmt: skip
    assert str(event["ORGANIZER"]) == f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def test_called_off_and_planned_again_it_is_the_same_appointment_each_time_newer(
    region: Region, planned: Meeting, mailed: EmailMessage, smtp_sink: Inbox
) -> None:
    move(region, planned, MeetingStatus.CANCELLED, "Sneeuw")
    courier.deliver_due(now=NOW)
    move(region, planned, MeetingStatus.PLANNED)
    courier.deliver_due(now=NOW)
    came = [taken_in(message) for message in about(planned, smtp_sink)]
    assert [str(read["METHOD"]) for read, _event in came] == ["PUBLISH", "CANCEL", "PUBLISH"]
    assert [str(event["STATUS"]) for _read, event in came] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({str(event["UID"]) for _read, event in came}) == 1
    numbers = [int(event["SEQUENCE"]) for _read, event in came]
    assert numbers == sorted(set(numbers))


def test_a_mail_that_waited_brings_the_meeting_as_it_stands(
    region: Region, planned: Meeting, smtp_sink: Inbox
) -> None:
    move(region, planned, MeetingStatus.CANCELLED, "Sneeuw")
    courier.deliver_due(now=NOW)
    first, second = about(planned, smtp_sink)
    assert [str(taken_in(one)[0]["METHOD"]) for one in (first, second)] == ["CANCEL", "CANCEL"]


def test_the_mail_says_what_the_file_does(
    region: Region, planned: Meeting, mailed: EmailMessage, smtp_sink: Inbox
) -> None:
    move(region, planned, MeetingStatus.CANCELLED, "Sneeuw")
    courier.deliver_due(now=NOW)
    invited, called_off = (message.get_body().get_content() for message in about(planned, smtp_sink))
    assert "zet u de tijd in uw agenda" in invited
    assert "haalt u het uit uw agenda" in called_off


def test_a_digest_brings_each_meeting_once_as_it_stands(
    region: Region, planned: Meeting, item: AgendaItem, smtp_sink: Inbox
) -> None:
    """Bea has one message a day; meanwhile one meeting was moved and another called off."""
    Delivery.objects.update(state="sent")
    noon, iris = NOW + timedelta(hours=2), region.actor("iris")
    quiet.choose(Choice(digest_at=time(12, 0)), actor=region.actor("bea"), now=NOW)
    planning = meeting.Planning(
        title="Tweede", starts_at=NOW + timedelta(days=3), organisations=(region.school,)
    )
    second = meeting.plan(actor=iris, planning=planning, now=NOW)
    later = planned.starts_at + timedelta(days=1)
    slot = meeting.Slot(later, place=planned.place)
    meeting.reschedule(planned, actor=iris, to=slot, version=None, now=NOW)
    move(region, second, MeetingStatus.CANCELLED, "Sneeuw")
    courier.deliver_due(now=noon)
    (mail,) = [one for one in smtp_sink.to(BEA) if "nieuwe dingen" in one["Subject"]]
    files = list(mail.iter_attachments())
    came = [Calendar.from_ical(part.get_payload(decode=True)) for part in files]
    assert sorted(str(read["METHOD"]) for read in came) == ["CANCEL", "PUBLISH"]
    (moved,) = [event for read in came for event in read.walk("VEVENT") if event["STATUS"] == "CONFIRMED"]
    assert moved["DTSTART"].dt == later
    assert [part.get_filename() for part in files] == ["zorgtafel.ics", "zorgtafel1.ics"]
    assert "houdt de overleggen in uw agenda op orde" in mail.get_body().get_content()
    told = mail.as_string() + "".join(read.to_ical().decode() for read in came)
    assert not [word for word in (planned.number, second.number, "Tweede", "Zaal 2") if word in told]


def test_a_digest_of_other_news_brings_no_file(region: Region, planned: Meeting, smtp_sink: Inbox) -> None:
    Delivery.objects.update(state="sent")
    quiet.choose(Choice(digest_at=time(12, 0)), actor=region.actor("bea"), now=NOW)
    to = [outbox.Recipient(region.bea, region.school, "/cases/")]
    outbox.put("case_admitted", number="K-26-ABCDE", to=to, now=NOW)
    courier.deliver_due(now=NOW + timedelta(hours=2))
    (mail,) = [one for one in smtp_sink.to(BEA) if "nieuw ding" in one["Subject"]]
    assert list(mail.iter_attachments()) == []


def test_who_does_not_sit_there_gets_no_appointment(
    region: Region, planned: Meeting, smtp_sink: Inbox
) -> None:
    remove(planned.invitations.get(organisation=region.school), actor=FOUNDER, now=NOW)
    courier.deliver_due(now=NOW)
    assert about(planned, smtp_sink)
    assert [list(message.iter_attachments()) for message in about(planned, smtp_sink)] == [[]]
    assert appointment.enclosed("O-26-XXXXX", organisation_id=region.desk.pk, now=NOW) is None


def test_other_mail_brings_nothing_along(region: Region, planned: Meeting, smtp_sink: Inbox) -> None:
    assert Delivery.objects.filter(channel="mail", notification__kind="meeting_planned").exists()
    Delivery.objects.filter(notification__kind="meeting_planned").update(state="sent")
    courier.deliver_due(now=NOW)
    assert [part for message in smtp_sink.messages for part in message.iter_attachments()] == []


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),  # 01:30, the last hour of summer
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 02:30, for the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 02:30, for the second time
        datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # 01:30; an hour later it is 03:30
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ],
)
def test_in_the_nights_in_which_the_clock_changes_it_starts_and_ends_when_it_does(
    region: Region, planned: Meeting, starts_at: datetime
) -> None:
    """RFC 5545, 3.3.5: a local time that exists twice means the first one."""
    ends_at = starts_at + timedelta(minutes=90)
    Meeting.objects.filter(pk=planned.pk).update(starts_at=starts_at, ends_at=ends_at)
    told = appointment.enclosed(planned.number, organisation_id=region.desk.pk, now=NOW)
    (event,) = Calendar.from_ical(told.content).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == starts_at
    assert event["DTEND"].dt.astimezone(UTC) == ends_at
