"""Signs on a signal: ticked with it, or noted afterwards, each with who, how and when."""

from datetime import date, timedelta
from typing import Any

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.intake import indicator, signal
from cases.intake.indicator import Sign
from cases.intake.models import Signal, SignalIndicator
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cases.intake.telling import tell
from tests.cast import Region


def sign(region: Region, **said: Any) -> Sign:
    values = {"code": "hotel", "says": "seen", "knowledge": "first_hand", "seen_on": region.now.date()}
    return Sign(**{**values, **said})


def add(region: Region, told: Signal, by: str = "bram", **said: Any) -> SignalIndicator:
    return indicator.note(told, actor=region.actor(by), sign=sign(region, **said), now=region.now)


def told_of_additions() -> set[str]:
    rows = Delivery.objects.filter(notification__kind="signal_added_to", channel="inbox")
    return {row.user.name for row in rows.select_related("user")}


class TestTicked:
    """Bram ticks signs while he tells."""

    def test_a_sign_is_known_as_the_rest_of_the_signal(self, region: Region) -> None:
        told = tell(region, knowledge="second_hand", source="A classmate", indicators=("hotel",))
        row = told.indicators.get()
        assert (row.knowledge, row.source, row.noted_by) == ("second_hand", "A classmate", region.bram)
        assert (row.seen_on, row.noted_at) == (date(2026, 11, 17), region.now)
        assert (row.says, row.list_version) == ("seen", 2)

    def test_unless_he_says_otherwise(self, region: Region) -> None:
        told = tell(
            region,
            knowledge="second_hand",
            source="A classmate",
            indicators=("hotel", "absence"),
            known_otherwise=(("absence", "first_hand"),),
        )
        known = {row.code: (row.knowledge, row.source) for row in told.indicators.all()}
        assert known == {"hotel": ("second_hand", "A classmate"), "absence": ("first_hand", "")}


class TestNotedAfterwards:
    """Somebody who told it, or the desk, hears of one more."""

    def test_bram_adds_one_and_the_desk_hears_of_it(self, region: Region) -> None:
        told = tell(region, indicators=())
        row = add(region, told, knowledge="second_hand", source="The janitor")
        assert (row.code, row.source, row.noted_by) == ("hotel", "The janitor", region.bram)
        assert told_of_additions() == {"Anna"}
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_number, line.compartments) == (
            "signal.sign_noted",
            told.number,
            "signals",
        )

    def test_the_desk_adds_one_and_tells_nobody(self, region: Region) -> None:
        row = add(region, tell(region), "anna", says="opposite", code="absence")
        assert (row.noted_by, row.says) == (region.anna, "opposite")
        assert told_of_additions() == set()

    def test_each_addition_is_a_message_of_its_own(self, region: Region) -> None:
        told = tell(region, indicators=())
        add(region, told)
        add(region, told, code="absence")
        rows = Delivery.objects.filter(notification__kind="signal_added_to", channel="inbox")
        assert rows.count() == 2

    def test_in_a_case_the_timeline_says_so_without_the_sign(self, region: Region, case: Case) -> None:
        told = tell(region)
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        add(region, told)
        entry = TimelineEntry.objects.filter(kind="signal_sign_noted").get()
        assert (entry.case, entry.compartment, entry.params) == (case, "signals", {"signal": told.number})

    def test_the_same_sign_twice_is_asked_of_a_second_person(self, region: Region) -> None:
        told = tell(region, indicators=("hotel",))
        with pytest.raises(StateConflictError) as refused:
            add(region, told)
        assert (refused.value.code, refused.value.field) == ("noted_before", "code")
        add(region, told, says="opposite")  # but its opposite stands beside it

    @pytest.mark.parametrize("days", [1, -40_000])
    def test_a_day_that_cannot_be_true_is_asked_again(self, region: Region, days: int) -> None:
        with pytest.raises(StateConflictError) as refused:
            add(region, tell(region), seen_on=region.now.date() + timedelta(days=days))
        assert refused.value.field == "seen_on"

    def test_a_sign_that_is_on_no_list_is_refused(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as refused:
            add(region, tell(region), code="made_up")
        assert refused.value.code == "not_listed"

    @pytest.mark.parametrize("name", ["chris", "hugo", "gerda"])
    def test_who_does_not_know_the_signal_finds_nothing(self, region: Region, name: str) -> None:
        told = tell(region)
        with pytest.raises(AccessDenied) as refused:
            add(region, told, name)
        assert refused.value.conceal
        assert told.indicators.count() == 2

    def test_who_reads_it_in_a_case_tells_it_in_a_signal_of_their_own(
        self, region: Region, case: Case
    ) -> None:
        told = tell(region)
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        with pytest.raises(AccessDenied) as refused:
            add(region, told, "farid")
        assert not refused.value.conceal
