"""Help after sexual violence: opened, counted down, recorded without pushing, and read by few."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.forensic import reminder, step, track
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.notifications.models import Delivery, Notification
from cases.workdays import local_day
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
OFFERED = step.Told("offered", NOW)


@pytest.fixture
def opened(region: Region, case: Case) -> ForensicTrack:
    """Give the track that Anna opened an hour after the latest possible moment."""
    return track.open_track(
        case, actor=region.actor("anna"), latest_possible_at=NOW - timedelta(hours=1), now=NOW
    )


def waiting(region: Region, name: str, now: datetime) -> list[tuple[str, bool]]:
    """Give what waits in somebody's queue: how urgent, and whether with a date."""
    items = queue.for_actor(region.actor(name), now=now)
    return [(item.urgency, item.due is not None) for item in items if "/forensic/" in item.url]


class TestActs:
    """Who writes, what stays behind, and what is refused."""

    def test_what_is_opened_leaves_a_line_and_no_moment_in_it(
        self, region: Region, case: Case, opened: ForensicTrack
    ) -> None:
        line = LedgerLine.objects.get(event="forensic.track_opened")
        assert (line.case_id, line.compartments, line.detail) == (case.pk, "medical", {})
        assert case.timeline.get(kind="forensic_opened").compartment == "medical"

    @pytest.mark.parametrize("name", ["bram", "farid", "gerda", "hugo", "iris", "chris", "eva", "dina"])
    def test_who_does_not_read_the_medical_part_writes_nothing_in_it(
        self, region: Region, case: Case, opened: ForensicTrack, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            track.open_track(case, actor=region.actor(name), latest_possible_at=None, now=NOW)
        with pytest.raises(AccessDenied):
            step.record(opened, actor=region.actor(name), told=OFFERED, now=NOW)
        assert ForensicTrack.objects.count() == 1
        assert not ForensicStep.objects.exists()

    def test_a_moment_that_has_yet_to_come_is_refused(self, region: Region, case: Case) -> None:
        later = NOW + timedelta(minutes=1)
        with pytest.raises(StateConflictError) as refused:
            track.open_track(case, actor=region.actor("anna"), latest_possible_at=later, now=NOW)
        assert refused.value.field == "latest_possible_at"

    def test_a_correction_keeps_what_was_there_and_a_stale_one_is_refused(
        self, region: Region, opened: ForensicTrack
    ) -> None:
        correct: dict[str, Any] = {"latest_possible_at": None, "version": 1, "now": NOW}
        changed = track.correct(opened, actor=region.actor("anna"), **correct)
        assert changed.latest_possible_at is None
        moments = opened.history.order_by("history_id").values_list("latest_possible_at", flat=True)
        assert list(moments) == [NOW - timedelta(hours=1), None]
        assert LedgerLine.objects.latest("id").event == "forensic.track_corrected"
        with pytest.raises(StaleWriteError):
            track.correct(opened, actor=region.actor("arno"), **correct)

    @pytest.mark.parametrize("outcome", ["offered", "declined", "not_possible"])
    def test_a_no_is_recorded_like_a_yes(self, region: Region, opened: ForensicTrack, outcome: str) -> None:
        step.record(opened, actor=region.actor("anna"), told=step.Told(outcome, NOW), now=NOW)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.detail) == ("forensic.step_recorded", {})

    @pytest.mark.parametrize("outcome", ["accepted", "done"])
    def test_nothing_is_done_without_somebody_who_consented(
        self, region: Region, opened: ForensicTrack, outcome: str
    ) -> None:
        anna = region.actor("anna")
        with pytest.raises(StateConflictError) as refused:
            step.record(opened, actor=anna, told=step.Told(outcome, NOW), now=NOW)
        assert refused.value.field == "consent_by"
        consented = step.Told(outcome, NOW, consent_by="both", follow_up_on=date(2026, 11, 24))
        assert step.record(opened, actor=anna, told=consented, now=NOW).consent_by == "both"

    def test_a_follow_up_comes_after_and_nothing_lies_ahead(
        self, region: Region, opened: ForensicTrack
    ) -> None:
        early = step.Told("declined", NOW, follow_up_on=date(2026, 11, 16))
        ahead = step.Told("declined", NOW + timedelta(hours=1))
        for told, field in ((early, "follow_up_on"), (ahead, "happened_at")):
            with pytest.raises(StateConflictError) as refused:
                step.record(opened, actor=region.actor("anna"), told=told, now=NOW)
            assert refused.value.field == field

    def test_two_people_do_not_record_past_each_other(self, region: Region, opened: ForensicTrack) -> None:
        step.record(opened, actor=region.actor("anna"), told=OFFERED, after=0, now=NOW)
        with pytest.raises(StateConflictError):
            step.record(opened, actor=region.actor("arno"), told=OFFERED, after=0, now=NOW)

    def test_a_closed_case_gets_nothing_new(self, region: Region, case: Case, opened: ForensicTrack) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=NOW)
        with pytest.raises(StateConflictError):
            step.record(opened, actor=region.actor("anna"), told=OFFERED, now=NOW)
        assert reminder.remind(now=NOW + timedelta(days=6)) == 0


class TestQueueAndMessages:
    """Coordinator and deputy see it, and hear of it three days and one day before the end."""

    @pytest.mark.parametrize(
        ("hours", "found"),
        [
            (0, ("normal", True)),
            (95, ("urgent", True)),
            (144, ("acute", True)),
            (167, ("acute", True)),
            (168, ("normal", False)),
        ],
    )
    def test_it_grows_more_urgent_and_never_shows_a_date_that_passed(
        self, region: Region, opened: ForensicTrack, hours: int, found: tuple[str, bool]
    ) -> None:
        now = NOW + timedelta(hours=hours)
        assert waiting(region, "anna", now) == [found]
        assert waiting(region, "arno", now) == [found]

    def test_nobody_else_sees_it_and_an_unknown_moment_is_urgent_at_once(
        self, region: Region, case: Case
    ) -> None:
        track.open_track(case, actor=region.actor("anna"), latest_possible_at=None, now=NOW)
        assert waiting(region, "anna", NOW) == [("urgent", False)]
        for name in ("bram", "farid", "hugo", "iris", "gerda"):
            assert waiting(region, name, NOW) == []

    def test_once_a_step_is_recorded_nothing_waits(self, region: Region, opened: ForensicTrack) -> None:
        declined = step.Told("declined", NOW)
        step.record(opened, actor=region.actor("anna"), told=declined, now=NOW)
        assert waiting(region, "anna", NOW) == []
        assert reminder.remind(now=NOW + timedelta(days=6)) == 0

    def test_a_follow_up_waits_from_a_week_before_until_it_is_recorded(
        self, region: Region, opened: ForensicTrack
    ) -> None:
        anna, day = region.actor("anna"), local_day(NOW) + timedelta(days=10)
        agreed = step.Told("done", NOW, consent_by="young_person", follow_up_on=day)
        step.record(opened, actor=anna, told=agreed, now=NOW)
        found = []
        for days in (2, 3, 12):
            found.append(waiting(region, "anna", NOW + timedelta(days=days)))
        assert found == [[], [("normal", True)], [("normal", True)]]
        for name in ("bram", "farid", "hugo", "iris", "gerda"):
            assert waiting(region, name, NOW + timedelta(days=9)) == []
        later = NOW + timedelta(days=10)
        step.record(opened, actor=anna, told=step.Told("declined", later), now=later)
        assert waiting(region, "anna", later) == []

    def test_both_hear_of_it_twice_and_no_more(
        self, region: Region, case: Case, opened: ForensicTrack
    ) -> None:
        told = [reminder.remind(now=NOW + timedelta(hours=hours)) for hours in (94, 95, 96, 143, 150, 168)]
        assert told == [0, 1, 0, 1, 0, 0]
        assert list(Notification.objects.filter(kind__startswith="term_").values_list("kind", "number")) == [
            ("term_three_days", case.number),
            ("term_one_day", case.number),
        ]
        owed = Delivery.objects.filter(notification__kind="term_one_day", channel="inbox")
        assert {row.user for row in owed} == {region.anna, region.arno}
        assert {row.path for row in owed} == {f"/cases/{case.number}/"}  # also the link tells no more

    def test_an_unknown_moment_counts_from_when_it_was_written_down(self, region: Region, case: Case) -> None:
        track.open_track(case, actor=region.actor("anna"), latest_possible_at=None, now=NOW)
        assert [reminder.remind(now=NOW + timedelta(hours=hours)) for hours in (95, 96, 144, 169)] == [
            0,
            1,
            1,
            0,
        ]

    def test_a_corrected_moment_starts_anew(self, region: Region, opened: ForensicTrack) -> None:
        assert reminder.remind(now=NOW + timedelta(hours=96)) == 1
        later = NOW - timedelta(minutes=1)
        track.correct(opened, actor=region.actor("anna"), latest_possible_at=later, version=1, now=NOW)
        assert reminder.remind(now=NOW + timedelta(hours=96)) == 1


class TestPages:
    """What people see and type."""

    def test_anna_opens_a_track_without_a_moment_and_records_what_was_offered(
        self, case: Case, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        anna.post(f"/cases/{case.number}/forensic/new/", {"latest_possible_at": ""})
        made = ForensicTrack.objects.get()
        page = anna.get(f"/cases/{case.number}/forensic/").content.decode()
        assert "0800-0188" in page
        assert "behandel als open" in page
        assert "te laat" not in page.lower()
        typed = {"outcome": "done", "happened_at": "2026-11-17T09:30", "place": "CSG", "after": "0"}
        address = f"/cases/{case.number}/forensic/{made.pk}/step/"
        refused = anna.post(address, typed)
        assert refused.status_code == 409
        assert 'value="CSG"' in refused.content.decode()
        assert refused.context["form"].errors["consent_by"]
        answer = anna.post(address, {**typed, "consent_by": "young_person", "examiner": "loef"}, follow=True)
        assert "LOEF" in answer.content.decode()

    def test_past_the_window_the_page_says_whom_to_call(
        self, region: Region, case: Case, log_in: LogIn, time_machine: Any
    ) -> None:
        long_ago = NOW - timedelta(days=8)
        track.open_track(case, actor=region.actor("anna"), latest_possible_at=long_ago, now=NOW)
        anna = log_in("anna")
        page = anna.get(f"/cases/{case.number}/forensic/").content.decode()
        assert "een arts zegt wat nog kan" in page
        assert "te laat" not in page.lower()
        assert "onderzoek mogelijk" not in anna.get(f"/cases/{case.number}/").content.decode()

    def test_the_case_counts_down_for_who_reads_it_only(
        self, case: Case, opened: ForensicTrack, log_in: LogIn
    ) -> None:
        words = "Bel het centrum: onderzoek mogelijk"
        assert words in log_in("anna").get(f"/cases/{case.number}/").content.decode()
        for name in ("bram", "farid", "hugo"):
            page = log_in(name).get(f"/cases/{case.number}/").content.decode()
            assert words not in page
            assert "Hulp na geweld" not in page

    @pytest.mark.parametrize(
        ("name", "status"), [("bram", 403), ("hugo", 403), ("iris", 403), ("chris", 404), ("eva", 404)]
    )
    def test_who_meets_the_tab(
        self, case: Case, opened: ForensicTrack, log_in: LogIn, name: str, status: int
    ) -> None:
        for rest in ("", "new/", f"{opened.pk}/step/", f"{opened.pk}/change/"):
            assert log_in(name).get(f"/cases/{case.number}/forensic/{rest}").status_code == status

    def test_a_stale_page_shows_what_is_there_now(
        self, region: Region, case: Case, opened: ForensicTrack, log_in: LogIn
    ) -> None:
        track.correct(opened, actor=region.actor("arno"), latest_possible_at=None, version=1, now=NOW)
        answer = log_in("anna").post(
            f"/cases/{case.number}/forensic/{opened.pk}/change/",
            {"latest_possible_at": "2026-11-17T07:00", "version": 1},
        )
        assert answer.status_code == 409
        assert "behandel als open" in answer.content.decode()

    def test_a_track_of_another_case_is_not_found(self, opened: ForensicTrack, log_in: LogIn) -> None:
        assert log_in("anna").get(f"/cases/C-26-22222/forensic/{opened.pk}/step/").status_code == 404
