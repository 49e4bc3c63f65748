"""Olga says whom the school calls in an alert, in which order, and how long each has."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from organisations import duty, levels
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError, remove
from organisations.levels_rules import Level
from organisations.models import EscalationStep, Organisation
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]
FIRST, LAST = Level("duty", 1, 120), Level("contact_points", 1, 600)
PAGE = "/duty/levels/red/"

pytestmark = pytest.mark.usefixtures("olga")


def choose(region: Region, *chosen: Level, by: str = "olga", **other: Any) -> None:
    """Let somebody choose the levels of the school in a red alert."""
    values = {"colour": "red", "version": None, "now": region.now} | other
    levels.choose(region.school, actor=region.actor(by), levels=chosen, **values)


def stands(region: Region, colour: str = "red") -> list[Level]:
    """Give what the next alert copies."""
    steps = duty.ladders([region.school.pk], colour)[region.school.pk]
    return [Level(step.calls, step.duty_level, step.wait_seconds) for step in steps]


class TestChoosing:
    """The act."""

    def test_the_next_alert_calls_by_them(self, region: Region) -> None:
        other = stands(region, "orange")
        choose(region, FIRST, LAST)
        assert stands(region) == [FIRST, LAST]
        assert stands(region, "orange") == other
        line = LedgerLine.objects.get(event="roster.levels_changed")
        assert (line.object_id, line.detail["change"]) == (region.school.pk, "levels_red")

    def test_fewer_and_then_more(self, region: Region) -> None:
        choose(region, LAST)
        assert stands(region) == [LAST]
        choose(region, FIRST, FIRST, LAST)
        assert stands(region) == [FIRST, FIRST, LAST]

    def test_other_organisations_keep_theirs(self, region: Region) -> None:
        before = list(EscalationStep.objects.exclude(organisation=region.school).values())
        choose(region, LAST)
        assert list(EscalationStep.objects.exclude(organisation=region.school).values()) == before

    @pytest.mark.parametrize(
        ("chosen", "code", "field"),
        [
            ((), "levels_none", "who_1"),
            ((FIRST, Level("duty", 2, 0)), "levels_too_short", "wait_2"),
            ((Level("duty", 1, 7 * 24 * 3600),), "levels_too_long", "wait_1"),
        ],
    )
    def test_what_would_call_nobody_in_time_is_refused(
        self, region: Region, chosen: tuple[Level, ...], code: str, field: str
    ) -> None:
        before = stands(region)
        with pytest.raises(StateConflictError) as conflict:
            choose(region, *chosen)
        assert (conflict.value.code, conflict.value.field) == (code, field)
        assert stands(region) == before

    def test_two_at_once(self, region: Region) -> None:
        seen = Organisation.objects.get(pk=region.school.pk).version
        choose(region, FIRST, version=seen)
        with pytest.raises(StaleWriteError):
            choose(region, LAST, version=seen)
        assert stands(region) == [FIRST]

    @pytest.mark.parametrize("name", ["anna", "bea", "farid", "dina"])
    def test_who_keeps_no_roster_there_is_refused(self, region: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            choose(region, FIRST, by=name)


class TestPages:
    """The roster tells it, and a page changes it."""

    def test_olga_reads_and_changes_it(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        assert PAGE in client.get("/duty/").text
        page = client.get(PAGE)
        assert page.context["form"].initial["who_1"] == "duty-1"
        typed = {"who_1": "duty-2", "wait_1": "3", "who_3": "contact_points", "wait_3": "10"}
        version = page.context["form"].initial["version"]
        assert client.post(PAGE, typed | {"version": version}).status_code == 302
        assert stands(region) == [Level("duty", 2, 180), Level("contact_points", 1, 600)]
        assert "Alle contactpunten (10 minuten)" in client.get("/duty/").text

    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
        self, region: Region, log_in: LogIn
    ) -> None:
        client = log_in("olga")
        answer = client.post(PAGE, {"who_1": "duty-1", "wait_1": "600"})
        assert answer.status_code == 409
        assert answer.context["form"].errors["wait_1"]
        assert answer.context["form"]["wait_1"].value() == "600"
        unsaid = client.post(PAGE, {"who_1": "duty-1", "wait_1": "5", "who_2": "duty-2"})
        assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (400, ["wait_2"])
        assert client.post(PAGE, {}).status_code == 400

    def test_the_page_tells_what_counts_when_nothing_was_chosen(self, region: Region, log_in: LogIn) -> None:
        for step in EscalationStep.objects.filter(organisation=region.school):
            remove(step, actor=FOUNDER, now=region.now)
        assert "Alle contactpunten (5 minuten)" in log_in("olga").get("/duty/").text

    def test_another_colour_is_not_there(self, log_in: LogIn) -> None:
        assert log_in("olga").get("/duty/levels/purple/").status_code == 404


def test_the_shortest_wait_of_the_region_fits_the_rules(region: Region) -> None:
    waits = EscalationStep.objects.values_list("wait_seconds", flat=True)
    assert min(timedelta(seconds=wait) for wait in waits) >= timedelta(minutes=1)
