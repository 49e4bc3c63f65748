"""Iris gives a planned meeting another time or place; everybody invited hears it, and their calendar too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.meetings import meeting
from cases.meetings.meeting import Slot
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import MeetingStatus
from cases.notifications import courier
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import NOW, Region
from tests.fixtures_services import Inbox

LogIn = Callable[[str], Client]
TOMORROW = Slot(NOW + timedelta(days=1), timedelta(minutes=90), "Zaal 3")


def reschedule(
    region: Region, planned: Meeting, to: Slot = TOMORROW, name: str = "iris", **more: Any
) -> Meeting:
    about = {"version": planned.version, "now": NOW, **more}
    return meeting.reschedule(planned, actor=region.actor(name), to=to, **about)


def test_it_is_another_time_and_place_for_everybody(region: Region, planned: Meeting) -> None:
    moved = reschedule(region, planned)
    planned.refresh_from_db()
    assert (planned.starts_at, planned.place) == (TOMORROW.starts_at, "Zaal 3")
    assert planned.ends_at - planned.starts_at == timedelta(minutes=90)
    line = LedgerLine.objects.filter(event="meeting.changed").latest("id")
    assert (line.object_number, line.detail) == (moved.number, {"fields": ["starts_at", "ends_at", "place"]})
    told = Delivery.objects.filter(notification__kind="meeting_moved", channel="inbox")
    assert {row.organisation_id for row in told} <= {row.organisation_id for row in planned.invitations.all()}
    assert {"Bea", "Gerda"} <= {row.user.name for row in told}
    assert "Iris" not in {row.user.name for row in told}  # nobody is told what they did themselves


def test_only_who_chairs_it_does_so(region: Region, planned: Meeting) -> None:
    for name in ("anna", "bea", "chris", "joost"):
        with pytest.raises(AccessDenied):
            reschedule(region, planned, name=name)


@pytest.mark.parametrize("status", [MeetingStatus.RUNNING, MeetingStatus.CANCELLED])
def test_what_started_or_was_called_off_stays_where_it_was(
    region: Region, planned: Meeting, status: MeetingStatus
) -> None:
    iris = region.actor("iris")
    moved = meeting.move(planned, actor=iris, to=status.value, reason="Sneeuw", version=None, now=NOW)
    with pytest.raises(StateConflictError) as refused:
        reschedule(region, moved)
    assert refused.value.code == "not_planned"


def test_a_day_that_has_passed_the_same_time_and_an_old_page_are_refused(
    region: Region, planned: Meeting
) -> None:
    with pytest.raises(StateConflictError) as passed:
        reschedule(region, planned, Slot(NOW - timedelta(days=1)))
    with pytest.raises(StateConflictError) as same:
        reschedule(region, planned, Slot(planned.starts_at, timedelta(hours=2), "Zaal 2"))
    assert (passed.value.code, same.value.code) == ("in_the_past", "same")
    with pytest.raises(StaleWriteError):
        reschedule(region, planned, version=planned.version + 1)
    assert not Delivery.objects.filter(notification__kind="meeting_moved").exists()


def test_a_length_is_time_that_passes_also_in_the_night_of_the_clock(
    region: Region, planned: Meeting
) -> None:
    starts_at = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01:30 here; an hour later it is 03:30
    moved = reschedule(region, planned, Slot(starts_at, timedelta(hours=1)))
    assert moved.ends_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_calendar_moves_the_appointment_that_it_has(
    region: Region, planned: Meeting, smtp_sink: Inbox
) -> None:
    courier.deliver_due(now=NOW)
    reschedule(region, planned)
    courier.deliver_due(now=NOW)
    mails = [one for one in smtp_sink.to("bea@demo.zorgtafel.example") if planned.number in one["Subject"]]
    came = []
    for message in mails:
        (part,) = message.iter_attachments()
        read = Calendar.from_ical(part.get_payload(decode=True))
        (event,) = read.walk("VEVENT")
        came.append((str(read["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt))
        assert b"Zaal" not in part.get_payload(decode=True)
    first, second = came
    assert (first[0], second[0]) == ("PUBLISH", "PUBLISH")
    assert first[1] == second[1]
    assert first[2] < second[2]
    assert (first[3], second[3]) == (planned.starts_at, TOMORROW.starts_at)


def test_the_page_shows_what_holds_and_keeps_what_was_typed(
    region: Region, item: AgendaItem, log_in: LogIn
) -> None:
    number, iris = item.meeting.number, log_in("iris")
    page = f"/meetings/{number}/time/"
    assert page in iris.get(f"/meetings/{number}/").content.decode()
    assert page not in log_in("bea").get(f"/meetings/{number}/").content.decode()
    form = iris.get(page).context["form"]
    assert (form["lasts"].value(), form["place"].value()) == (120, "Zaal 2")
    typed = {"starts_at": "2026-11-16T13:00", "lasts": "90", "place": "Zaal 9", "version": 1}
    refused = iris.post(page, typed)
    assert (refused.status_code, "Zaal 9" in refused.content.decode()) == (409, True)
    assert iris.post(page, {**typed, "starts_at": "2026-11-18T13:00"}).status_code == 302
    stale = iris.post(page, {**typed, "starts_at": "2026-11-19T13:00"})
    assert (stale.status_code, "Zaal 9" in stale.content.decode()) == (409, True)


def test_a_length_of_its_own_stays_a_choice(region: Region, planned: Meeting, log_in: LogIn) -> None:
    Meeting.objects.filter(pk=planned.pk).update(ends_at=planned.starts_at + timedelta(minutes=45))
    form = log_in("iris").get(f"/meetings/{planned.number}/time/").context["form"]
    assert (45, "45 minuten") in form.fields["lasts"].choices
