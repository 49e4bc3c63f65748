"""The pages of safety conditions, and where else they show: board, track, paper, queue, agenda."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.casefile.models import Case
from cases.conditions import condition as conditions
from cases.conditions import look
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.conditions.rules import Answer, EndGround, SetBy
from cases.dashboard import conditions as waiting_conditions
from cases.dashboard import queue
from cases.meetings import shown as suggestions
from cases.meetings.suggest_rules import Reason
from cases.meldcode import track
from tests.cases.conditions.conftest import WORDS
from tests.cast import Region, member, prove

LogIn = Callable[[str], Client]


def waits(region: Region, name: str, **days: int) -> list[tuple[str, date, str]]:
    """Give the conditions in somebody's queue so many days from now: what, when, how urgent."""
    items = queue.for_actor(region.actor(name), now=region.now + timedelta(**days))
    return [(str(item.kind), item.due, item.urgency) for item in items if "/conditions/" in item.url]


def broken(standing: SafetyCondition, region: Region) -> ConditionLook:
    """Let Bram see that it does not hold; he looks again in two months."""
    today = region.now.date()
    seen = look.Seen(Answer.NOT_HELD, "Hij deed open.", today)
    later = today + timedelta(days=60)
    return look.take(standing, actor=region.actor("bram"), seen=seen, next_look_on=later, now=region.now)


def reasons(region: Region, name: str, **days: int) -> set[Reason]:
    """Give why cases of a coordinator ask for a place on the agenda."""
    found = suggestions.for_coordinator(region.actor(name), now=region.now + timedelta(**days))
    return {reason for one in found for reason in one.reasons}


class TestPages:
    """Who reads, who gets which button, and that nothing typed is lost."""

    @pytest.fixture
    def url(self, case: Case) -> str:
        return f"/cases/{case.number}/meldcode/conditions/"

    def test_who_reads_this_part_reads_conditions_and_looks(
        self, region: Region, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        broken(standing, region)
        for name in ("anna", "bram", "gerda"):
            page = log_in(name).get(url).content.decode()
            assert WORDS in page
            assert "Hij deed open." in page
            assert "bespreek wat er nu nodig is" in page

    def test_others_get_what_they_get_of_the_meldcode(
        self, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        answers = {name: log_in(name).get(url).status_code for name in ("hugo", "farid", "iris", "chris")}
        assert answers == {"hugo": 403, "farid": 403, "iris": 403, "chris": 404}

    def test_bram_looks_and_does_not_agree_anew(
        self, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        bram = log_in("bram")
        page = bram.get(url).content.decode()
        assert f"{url}{standing.pk}/look/" in page
        assert f"{url}{standing.pk}/agree/" not in page
        assert bram.get(f"{url}{standing.pk}/agree/").status_code == 403

    def test_gerda_writes_one_down(self, region: Region, case: Case, url: str, log_in: LogIn) -> None:
        typed = {
            "words": WORDS,
            "set_by": "veilig_thuis",
            "set_by_name": "",
            "set_on": "2026-11-17",
            "watched_by": member(region, "bram").pk,
            "next_look_on": "",
            "until": "",
        }
        answer = log_in("gerda").post(f"{url}new/", typed)
        made = SafetyCondition.objects.get()
        assert (answer.status_code, answer.url) == (302, f"{url}#c-{made.pk}")
        assert made.next_look_on == date(2027, 2, 17)

    def test_a_wrong_day_costs_no_words(self, region: Region, case: Case, url: str, log_in: LogIn) -> None:
        typed = {
            "words": WORDS,
            "set_by": "other",
            "set_on": "2026-11-17",
            "watched_by": member(region, "bram").pk,
        }
        answer = log_in("anna").post(f"{url}new/", typed)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert WORDS in page
        assert "Schrijf op wie de voorwaarde heeft gesteld." in page

    def test_bram_looks_with_his_phone(
        self, region: Region, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        bram = log_in("bram")
        page = bram.get(f"{url}{standing.pk}/look/").content.decode()
        assert "17 februari 2027 (niet bevestigd door een bron)" in page
        typed = {"answer": "not_known", "seen": "Niemand thuis", "looked_on": "2026-11-17"}
        assert bram.post(f"{url}{standing.pk}/look/", typed).status_code == 409  # when again?
        answer = bram.post(f"{url}{standing.pk}/look/", {**typed, "next_look_on": "2026-11-19"})
        assert answer.status_code == 302
        standing.refresh_from_db()
        assert (standing.last_answer, standing.next_look_on) == ("not_known", date(2026, 11, 19))

    def test_a_look_is_corrected_beside_what_was_written(
        self, region: Region, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        made = broken(standing, region)
        there = f"{url}{standing.pk}/amend/{made.pk}/"
        bram = log_in("bram")
        assert "Hij deed open." in bram.get(there).content.decode()
        typed = {"answer": "holds", "seen": "Het was de buurman.", "looked_on": "2026-11-17"}
        assert bram.post(there, {**typed, "why": "Ander huis"}).status_code == 302
        page = bram.get(url).content.decode()
        assert "Hij deed open." in page
        assert "later verbeterd" in page

    def test_a_look_of_another_condition_is_not_there(
        self, region: Region, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        made = broken(standing, region)
        assert log_in("bram").get(f"{url}{standing.pk + 1}/amend/{made.pk}/").status_code == 404
        assert log_in("bram").get(f"{url}{standing.pk}/amend/{made.pk + 1}/").status_code == 404

    def test_who_saves_over_a_newer_one_sees_it_first(
        self, region: Region, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        typed = {
            "watched_by": member(region, "gijs").pk,
            "next_look_on": "2026-11-30",
            "until": "",
            "version": standing.version,
        }
        anna = log_in("anna")
        broken(standing, region)
        answer = anna.post(f"{url}{standing.pk}/agree/", typed)
        assert answer.status_code == 409
        assert "Wordt niet nageleefd" in answer.content.decode()
        standing.refresh_from_db()
        assert standing.watcher == region.bram

    def test_anna_ends_one_and_it_stays_readable(
        self, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        typed = {"ground": "withdrawn", "reason": "Veilig Thuis trok dit in.", "version": standing.version}
        assert anna.post(f"{url}{standing.pk}/end/", typed).status_code == 302
        page = anna.get(url).content.decode()
        assert "Veilig Thuis trok dit in." in page
        assert WORDS in page

    def test_who_watches_and_can_not_read_it_any_more_shows(
        self, region: Region, case: Case, standing: SafetyCondition, url: str, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        gone = "kan dit deel niet meer lezen"
        assert gone not in anna.get(url).content.decode()
        region.bram.is_active = False
        region.bram.save()
        assert gone in anna.get(url).content.decode()


class TestElsewhere:
    """The board, the track and its report on paper."""

    def test_board_and_track_say_how_many_stand(
        self, region: Region, case: Case, standing: SafetyCondition, log_in: LogIn
    ) -> None:
        followed = track.start(case, actor=region.actor("bram"), profile="education", now=region.now)
        broken(standing, region)
        bram = log_in("bram")
        for there in ("", f"{followed.pk}/"):
            page = bram.get(f"/cases/{case.number}/meldcode/{there}").content.decode()
            assert "Er geldt 1 voorwaarde." in page
            assert "1 wordt niet nageleefd" in page
            assert "16 januari 2027" in page

    def test_the_paper_holds_what_stands_and_what_was_seen_last(
        self, region: Region, case: Case, standing: SafetyCondition, log_in: LogIn
    ) -> None:
        followed = track.start(case, actor=region.actor("bram"), profile="education", now=region.now)
        broken(standing, region)
        bram = log_in("bram")
        prove(bram, region.bram, region.now.timestamp())
        page = bram.get(f"/cases/{case.number}/meldcode/{followed.pk}/print/").content.decode()
        assert WORDS in page
        assert "Hij deed open." in page


class TestWork:
    """What nobody looked at, and what does not hold, is work; for nobody else."""

    def test_a_week_before_its_day_for_who_coordinates_and_who_watches(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        look_at = ("Kijk naar een veiligheidsvoorwaarde", standing.next_look_on, "normal")
        assert waits(region, "anna") == []
        for name in ("anna", "arno", "bram", "bea"):
            assert waits(region, name, days=7) == [look_at]
        for name in ("gerda", "hugo", "farid", "iris", "eva"):
            assert waits(region, name, days=7) == []

    def test_after_its_day_it_is_urgent_and_asks_for_a_place_on_the_agenda(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        (item,) = waits(region, "bram", days=15)
        assert item == (
            "Kijk naar een veiligheidsvoorwaarde: de dag is voorbij",
            standing.next_look_on,
            "urgent",
        )
        assert Reason.CONDITION_LATE not in reasons(region, "anna", days=14)
        assert Reason.CONDITION_LATE in reasons(region, "anna", days=15)

    def test_what_does_not_hold_is_work_at_once(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        assert Reason.CONDITION_NOT_HELD not in reasons(region, "anna")
        broken(standing, region)
        for name in ("anna", "bram"):
            ((kind, _due, urgency),) = waits(region, name)
            assert (kind, urgency) == (
                "Een veiligheidsvoorwaarde wordt niet nageleefd: bespreek wat nodig is",
                "urgent",
            )
        assert Reason.CONDITION_NOT_HELD in reasons(region, "anna")

    @pytest.mark.usefixtures("spelled_anew")
    def test_what_does_not_hold_is_not_cut_off_by_what_comes_sooner(
        self, region: Region, case: Case, standing: SafetyCondition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = conditions.Condition("Elke dag naar school.", SetBy.TABLE, region.now.date())
        agreed = conditions.Agreed(member(region, "bram"), region.now.date() + timedelta(days=3))
        conditions.write_down(case, actor=region.actor("anna"), condition=told, agreed=agreed, now=region.now)
        broken(standing, region)
        monkeypatch.setattr(waiting_conditions, "PER_KIND", 1)
        ((_kind, due, urgency),) = waits(region, "anna")
        assert (due, urgency) == (region.now.date() + timedelta(days=60), "urgent")

    def test_who_reads_only_the_core_hears_no_reason(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        broken(standing, region)
        eyes = suggestions.Eyes(region.actor("iris"), region.now)
        assert not {one.reason for one in suggestions.signs(eyes) if one.reason is Reason.CONDITION_NOT_HELD}

    def test_a_last_day_that_passed_asks_what_holds_now(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        last = region.now.date() + timedelta(days=20)
        agreed = conditions.Agreed(member(region, "bram"), last, last)
        conditions.agree(standing, actor=region.actor("anna"), agreed=agreed, now=region.now)
        on_the_last_day = region.now + timedelta(days=20)
        seen = look.Seen(Answer.HOLDS, "x", on_the_last_day.date())
        look.take(standing, actor=region.actor("bram"), seen=seen, now=on_the_last_day)
        assert waits(region, "anna", days=20) == []
        ((kind, due, _urgency),) = waits(region, "anna", days=21)
        assert (kind, due) == (
            "De laatste dag van een veiligheidsvoorwaarde is voorbij: wat geldt nu?",
            last,
        )

    def test_what_was_ended_waits_for_nobody(self, region: Region, standing: SafetyCondition) -> None:
        anna = {"actor": region.actor("anna"), "now": region.now}
        conditions.end(standing, ground=EndGround.REPLACED, reason="Een andere", **anna)
        assert waits(region, "anna", days=30) == []
        assert Reason.CONDITION_LATE not in reasons(region, "anna", days=30)
