"""Who is new finds a few steps on the start page, ticked when they are really done."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.access import sealing
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.guide import closing, shown
from cases.guide.models import GuideClosed
from cases.guide.rules import FIRST, MOST, STEPS, Step
from organisations.models import ContactChannel
from organisations.roles import Role
from tests.cast import PEOPLE, Region, member
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]


def ticked(region: Region, name: str) -> dict[str, bool]:
    """Give the steps of somebody by their address: done or not."""
    steps = shown.steps(region.actor(name), now=region.now)
    return {step["url"]: step["state"] == "done" for step in steps}


class TestRules:
    """Which steps."""

    @pytest.mark.parametrize("role", Role)
    def test_every_role_has_three_to_five_and_safety_comes_first(self, role: Role) -> None:
        assert 3 <= len(STEPS[role]) <= MOST
        assert STEPS[role][: len(FIRST)] == FIRST
        assert len(set(STEPS[role])) == len(STEPS[role])

    def test_every_step_has_words_a_place_and_something_that_shows_it_is_done(self) -> None:
        assert set(shown.WORDS) == set(shown.FACTS) == set(Step)
        assert set(Step) == {step for steps in STEPS.values() for step in steps}


class TestSteps:
    """What is done is ticked, whoever clicked where."""

    def test_a_channel_counts_once_it_was_confirmed(self, region: Region) -> None:
        assert ticked(region, "bram")["/account/reach/"]
        ContactChannel.objects.filter(user=region.bram).update(verified_at=None)
        assert not ticked(region, "bram")["/account/reach/"]

    def test_clicking_on_a_step_does_not_tick_it(self, region: Region, log_in: LogIn) -> None:
        bram = log_in("bram")
        assert bram.get("/account/2fa/").status_code == 200
        assert not ticked(region, "bram")["/account/2fa/"]

    def test_being_named_on_a_case_ticks_the_last_step_of_bram(self, region: Region, case: Case) -> None:
        assert ticked(region, "bram")["/cases/"]

    def test_a_colleague_on_a_sealed_case_ticks_nothing_for_who_may_not_know_of_it(
        self, region: Region, case: Case
    ) -> None:
        assert ticked(region, "bea")["/cases/"]
        keep = [member(region, "bram")]
        sealing.seal(case, actor=region.actor("anna"), reason="Haar broer", keep=keep, now=region.now)
        assert not ticked(region, "bea")["/cases/"]

    def test_nobody_is_told_of_a_case_by_a_step(self, region: Region, case: Case, log_in: LogIn) -> None:
        for name in ("chris", "dina", "joost"):
            text = log_in(name).get("/help/").content.decode()
            assert case.number not in text
            assert case.pseudonym not in text

    @pytest.mark.parametrize("name", [*PEOPLE, "olga"])
    def test_every_step_leads_to_a_page_that_its_reader_may_open(
        self, region: Region, log_in: LogIn, name: str
    ) -> None:
        if name == "olga":
            join(region, "olga", "school", Role.ORGANISATION_ADMIN)
        client = log_in(name)
        for url in ticked(region, name):
            assert client.get(url, follow=True).status_code == 200, url


class TestStartPage:
    """There until it is done or put away."""

    def test_it_stands_there_for_who_is_new_and_goes_when_it_is_put_away(
        self, region: Region, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        assert "Uw eerste stappen" in anna.get("/").content.decode()
        assert anna.post("/help/guide/close/").url == "/"
        assert "Uw eerste stappen" not in anna.get("/").content.decode()
        assert "Uw eerste stappen" in anna.get("/help/").content.decode()
        assert "Uw eerste stappen" in log_in("arno").get("/").content.decode()

    def test_it_goes_by_itself_when_everything_is_done(
        self, region: Region, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shown, "FACTS", dict.fromkeys(Step, lambda _actor, _now: True))
        assert "Uw eerste stappen" not in log_in("anna").get("/").content.decode()

    def test_putting_it_away_leaves_one_line_however_often(self, region: Region) -> None:
        for _twice in range(2):
            closing.close(actor=region.actor("anna"), now=region.now)
        assert GuideClosed.objects.get().role == "care_coordinator"
        assert LedgerLine.objects.filter(event="guide.closed").count() == 1
