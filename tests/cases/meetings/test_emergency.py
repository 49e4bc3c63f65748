"""The emergency table: who took the alert up is called at once, and learns how to join on its page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import emergency
from cases.meetings.emergency import Alert, Wish
from cases.meetings.models import AgendaItem, Meeting
from cases.missing import alert as alerts
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]


@pytest.fixture
def running(region: Region, case: Case) -> MissingEpisode:
    """Give the alert that Hugo raised and Farid took up; Gerda did not answer yet."""
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    episode = episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alerts.acknowledge(call, actor=region.actor("farid"), now=region.now)
    return episode


def call(region: Region, episode: MissingEpisode, name: str = "hugo", **known: Any) -> Meeting:
    """Let somebody call the table about an alert."""
    taken_up = ((region.hugo, region.institution), (region.farid, region.police))
    about = Alert(episode.number, episode.colour, taken_up)
    wish = Wish(**{"starts_at": region.now + timedelta(minutes=15), "place": "088 123 45 67", **known})
    return emergency.call(episode.case, actor=region.actor(name), alert=about, wish=wish, now=region.now)


def test_who_took_it_up_is_called_and_the_process_is_directed(
    region: Region, running: MissingEpisode
) -> None:
    meeting = call(region, running)
    assert (meeting.host, meeting.chair, meeting.alert_number) == (
        region.table,
        region.hugo,
        running.number,
    )
    seated = set(meeting.invitations.values_list("organisation__name", flat=True))
    assert seated == {region.institution.name, region.police.name}
    assert AgendaItem.objects.get(meeting=meeting).case == running.case
    told = Delivery.objects.filter(notification__kind="emergency_table", channel="inbox")
    assert [(row.user, row.path) for row in told] == [(region.farid, f"/missing/{running.number}/")]
    line = LedgerLine.objects.get(event="emergency_table.called")
    assert (line.user_id, line.detail["invited"]) == (region.hugo.pk, 2)


def test_who_chairs_learns_nothing_of_the_alert(
    region: Region, running: MissingEpisode, log_in: LogIn
) -> None:
    meeting = call(region, running)
    page = log_in("iris").get(f"/meetings/{meeting.number}/").content.decode()
    assert running.number not in page
    assert f"/missing/{running.number}" not in page


@pytest.mark.parametrize(
    ("starts", "code"),
    [(timedelta(minutes=-6), "not_soon"), (timedelta(hours=25), "not_soon")],
)
def test_a_table_that_makes_no_sense_gets_a_sentence(
    region: Region, running: MissingEpisode, starts: timedelta, code: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        call(region, running, starts_at=region.now + starts)
    assert refused.value.code == code
    assert not Meeting.objects.exists()


def test_an_alert_that_ended_since_the_page_was_opened_calls_nobody(
    region: Region, running: MissingEpisode
) -> None:
    episodes.withdraw(running, actor=region.actor("hugo"), reason="she slept", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        call(region, running)
    assert refused.value.code == "alert_over"
    assert not Meeting.objects.exists()


def test_one_table_for_one_alert(region: Region, running: MissingEpisode) -> None:
    call(region, running)
    with pytest.raises(StateConflictError) as refused:
        call(region, running, "farid")
    assert refused.value.code == "called_already"


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "iris", "joost"])
def test_who_may_not_calls_nobody(region: Region, running: MissingEpisode, name: str) -> None:
    with pytest.raises(AccessDenied):
        call(region, running, name)
    assert not Meeting.objects.exists()


def test_from_the_page_of_the_alert(region: Region, running: MissingEpisode, log_in: LogIn) -> None:
    page, hugo = f"/missing/{running.number}/", log_in("hugo")
    assert f"{page}table/" in hugo.get(page).content.decode()
    form = hugo.get(f"{page}table/").content.decode()
    assert region.police.name in form
    assert region.veilig_thuis.name not in form.split('<form class="form"')[0].split("<main")[1]
    assert hugo.post(f"{page}table/", {"starts_at": "2026-11-17T10:20"}).status_code == 400
    wish = {"starts_at": "2026-11-17T10:20", "place": "088 <123>"}
    assert hugo.post(f"{page}table/", wish).url == page
    shown = log_in("farid").get(page).content.decode()
    assert "10:20" in shown
    assert "088 &lt;123&gt;" in shown
    assert "088" not in log_in("gerda").get(page).content.decode()  # Veilig Thuis was not called to it
    assert hugo.post(f"{page}table/", wish).status_code == 409
    episodes.withdraw(running, actor=region.actor("hugo"), reason="mistake", now=region.now)
    assert hugo.post(f"{page}table/", wish).status_code == 409
