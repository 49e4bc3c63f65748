"""Iris narrows the list of meetings and Anna that of alerts; both keep how, and everybody sees their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.casefile.models import Case
from cases.filters import kept
from cases.filters.models import SavedFilter
from cases.filters.rules import Listing
from cases.meetings import agenda, meeting
from cases.meetings.models import Meeting
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from organisations.actor import AccessDenied
from tests.cast import CARE, Region, admit, open_case

LogIn = Callable[[str], Client]


@pytest.fixture
def meetings(region: Region, case: Case) -> list[Meeting]:
    """Give two meetings of Iris: at the first the case is spoken of, the second was cancelled."""
    iris, found = region.actor("iris"), []
    for days in (1, 2):
        planning = meeting.Planning(
            title=f"Overleg {days}",
            starts_at=region.now + timedelta(days=days),
            organisations=(region.desk, region.school, region.organisations["elsewhere"]),
        )
        found.append(meeting.plan(actor=iris, planning=planning, now=region.now))
    agenda.add(found[0], actor=iris, case=case, question="Wat nu?", now=region.now)
    meeting.move(found[1], actor=iris, to="cancelled", reason="Ill", version=None, now=region.now)
    return found


@pytest.fixture
def alerts(region: Region, case: Case) -> list[MissingEpisode]:
    """Give who is missing now, and two who were found: one red and raised by Anna, one green and by Hugo."""
    found = []
    for name, colour in (("anna", "red"), ("hugo", "green"), ("hugo", "red")):
        own = open_case(region, name=f"Noor Zeegras {len(found)}")
        admit(region, own, "institution", CARE, "core missing")
        report = episodes.Report(missing_since=region.now - timedelta(hours=1))
        made = episodes.raise_alert(own, actor=region.actor(name), report=report, now=region.now)
        MissingEpisode.objects.filter(pk=made.pk).update(colour=colour)
        found.append(made)
    MissingEpisode.objects.filter(pk__in=[one.pk for one in found[:2]]).update(status="found")
    return found


def titles(client: Client, query: str = "") -> list[str]:
    return [row["meeting"].title for row in client.get(f"/meetings/{query}").context["upcoming"]]


def over(client: Client, query: str = "") -> list[int]:
    return [row.pk for row in client.get(f"/missing/{query}").context["rows"]]


class TestMeetings:
    """What the list of meetings can be asked."""

    def test_it_is_narrowed_by_state_by_host_and_by_whose_case_it_is(
        self, region: Region, meetings: list[Meeting], log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        assert titles(iris) == ["Overleg 1", "Overleg 2"]
        assert titles(iris, "?status=cancelled") == ["Overleg 2"]
        assert titles(iris, f"?host={meetings[0].host_id}&status=planned") == ["Overleg 1"]
        assert titles(iris, "?ours=on") == ["Overleg 1"]

    def test_whose_case_it_is_is_judged_by_the_gate(self, meetings: list[Meeting], log_in: LogIn) -> None:
        """The institution sits at the table, takes no part in the case, and learns nothing of the agenda."""
        assert titles(log_in("chris")) == ["Overleg 1", "Overleg 2"]
        assert titles(log_in("chris"), "?ours=on") == []

    def test_it_is_kept_and_shared_and_shows_what_it_asks(
        self, region: Region, meetings: list[Meeting], log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        url = iris.get("/meetings/?status=cancelled&host=").context["bar"].keep_url
        form = iris.get(url).context["form"]
        assert "is_first" not in form.fields
        typed = {"name": "Afgezegd", "listing": form["listing"].value(), "asked": form["asked"].value()}
        assert iris.post("/filters/new/", {**typed, "is_shared": "on"}).url == "/meetings/?status=cancelled"
        assert SavedFilter.objects.get().asked == {"status": "cancelled"}
        page = iris.get("/meetings/?status=cancelled")
        assert page.context["bar"].chips[0].is_on
        assert "Afgezegd" in page.content.decode()

    @pytest.mark.parametrize("query", ["?status=never", "?host=999999", "?host=x"])
    def test_an_outdated_value_is_explained_and_filters_nothing(
        self, meetings: list[Meeting], log_in: LogIn, query: str
    ) -> None:
        iris = log_in("iris")
        assert "is niet meer bekend" in iris.get(f"/meetings/{query}").content.decode()
        assert titles(iris, query) == ["Overleg 1", "Overleg 2"]

    def test_no_meeting_fits(self, meetings: list[Meeting], log_in: LogIn) -> None:
        page = log_in("iris").get("/meetings/?status=held").content.decode()
        assert "Er is geen overleg gepland" not in page
        assert "past bij dit filter" in page

    def test_who_attends_no_meetings_keeps_no_filter_of_them(self, region: Region) -> None:
        for name in ("dina", "joost"):
            with pytest.raises(AccessDenied):
                keep(region, name, Listing.MEETINGS, {"status": "held"})


class TestAlerts:
    """What the list of alerts can be asked."""

    def test_what_is_over_is_narrowed(self, alerts: list[MissingEpisode], log_in: LogIn) -> None:
        red, green, _running = alerts
        anna = log_in("anna")
        assert over(anna) == [green.pk, red.pk]
        assert over(anna, "?colour=red") == [red.pk]
        assert over(anna, "?status=found&ours=on") == [red.pk]
        assert over(anna, "?status=withdrawn") == []

    @pytest.mark.parametrize("query", ["?colour=green", "?ours=on", "?status=withdrawn", "?before=1"])
    def test_who_is_missing_now_is_never_left_out(
        self, alerts: list[MissingEpisode], log_in: LogIn, query: str
    ) -> None:
        (one,) = log_in("anna").get(f"/missing/{query}").context["running"]
        assert one.pk == alerts[2].pk

    def test_a_filter_opens_nothing(self, alerts: list[MissingEpisode], log_in: LogIn) -> None:
        assert over(log_in("bram"), "?colour=red") == []

    def test_it_is_kept_and_a_colleague_uses_it(
        self, region: Region, alerts: list[MissingEpisode], log_in: LogIn
    ) -> None:
        keep(region, "anna", Listing.ALERTS, {"colour": "red"}, is_shared=True)
        (chip,) = log_in("arno").get("/missing/").context["bar"].chips
        assert (chip.url, chip.is_own) == ("/missing/?colour=red", False)
        assert over(log_in("anna"), "?colour=red") == [alerts[0].pk]
        assert log_in("hugo").get("/missing/").context["bar"].chips == []

    def test_the_next_page_is_asked_the_same(
        self, alerts: list[MissingEpisode], log_in: LogIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.missing.views.PAGE", 1)
        anna = log_in("anna")
        following = anna.get("/missing/?status=found").context["next_url"]
        assert following == f"?status=found&before={alerts[1].pk}"
        assert over(anna, following) == [alerts[0].pk]


def keep(region: Region, name: str, listing: Listing, asked: dict[str, str], **named: Any) -> SavedFilter:
    about = kept.Named("Rood of af", **named)
    return kept.keep(listing, asked, about, actor=region.actor(name), now=region.now)
