"""Iris' meeting: the table on one case is invited, and so is Chris' institution, which is not on it."""

from datetime import timedelta

import pytest

from cases.casefile.models import Case
from cases.meetings import agenda, attendance, meeting
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import Attendance
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from tests.cast import NOW, Region


@pytest.fixture
def planned(region: Region, case: Case) -> Meeting:
    """Give a meeting of this afternoon: desk, school, police, Veilig Thuis and institution are invited."""
    guests = ("desk", "school", "police", "veilig_thuis", "institution")
    planning = meeting.Planning(
        title="Casusoverleg november",
        starts_at=NOW + timedelta(hours=4),
        place="Zaal 2",
        organisations=tuple(region.organisations[key] for key in guests),
    )
    return meeting.plan(actor=region.actor("iris"), planning=planning, now=NOW)


@pytest.fixture
def item(region: Region, case: Case, planned: Meeting) -> AgendaItem:
    """Give the case on the agenda."""
    return agenda.add(planned, actor=region.actor("iris"), case=case, question="Wat nu?", now=NOW)


@pytest.fixture
def running(region: Region, item: AgendaItem) -> AgendaItem:
    """Give the item of a meeting that has started; nobody has taken attendance yet."""
    iris = region.actor("iris")
    meeting.move(item.meeting, actor=iris, to="running", reason="", version=None, now=NOW)
    return AgendaItem.objects.select_related("meeting__host", "case").get(pk=item.pk)


@pytest.fixture
def attended(region: Region, running: AgendaItem) -> AgendaItem:
    """Give the item with everybody there but the institution, which stayed away."""
    seats = [
        Seat(region.organisations[key], Attendance.PRESENT)
        for key in ("table", "desk", "school", "police", "veilig_thuis")
    ]
    seats.append(Seat(region.institution, Attendance.ABSENT))
    attendance.record(running, actor=region.actor("iris"), taken=seats, now=NOW)
    return running


@pytest.fixture
def red_episode(region: Region, case: Case) -> MissingEpisode:
    """Give the running alert that Hugo raised, of which the colour is red."""
    report = episodes.Report(missing_since=NOW - timedelta(hours=1))
    raised = episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=NOW)
    MissingEpisode.objects.filter(pk=raised.pk).update(colour="red")
    return raised
