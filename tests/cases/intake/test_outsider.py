"""Somebody without an account, through the acts: what is written, who hears of it, what is found again."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake import desk, outsider, signal
from cases.intake.code_rules import SHOWN_AGAIN_FOR, VALID_FOR, read
from cases.intake.models import OutsiderCode, Signal
from cases.intake.outsider import Told, UnknownCodeError
from cases.intake.report import Report
from cases.intake.rules import SignalStatus
from cases.notifications.models import Delivery
from organisations import covenant
from organisations.models import CovenantParty
from tests.cases.intake.telling import walk
from tests.cast import FOUNDER, Region

ACTOR = outsider.actor_of("0" * 32)
KEY = "a" * 32


def report(region: Region, **said: Any) -> Report:
    values = {
        "observation": "He steps into a white van every Friday.",
        "knowledge": "first_hand",
        "noticed_at": region.now - timedelta(hours=1),
        "subject": "young_person",
        "subject_description": "About fifteen, red coat",
        "channel": "bystander",
    }
    return Report(**{**values, **said})


def tell(region: Region, *, key: str = KEY, now: datetime | None = None, **said: Any) -> Told:
    at = now or region.now
    (open_desk,) = desk.open_to_everybody(now=at)
    return outsider.tell(actor=ACTOR, report=report(region, **said), desk=open_desk, key=key, now=at)


def heard(kind: str) -> int:
    return Delivery.objects.filter(notification__kind=kind, channel="inbox").count()


class TestTelling:
    """It arrives at the desk of the region, from nobody and nowhere."""

    def test_it_lies_on_the_desk_with_its_clock(self, region: Region) -> None:
        tell(region, reporter_contact="06 12345678")
        made = Signal.objects.get()
        assert (made.addressed_to, made.channel, made.status) == (region.desk, "bystander", "received")
        assert (made.reported_by, made.reported_by_organisation) == (None, None)
        assert made.triage_due_at > region.now
        assert heard("signal_received") == 1

    def test_the_ledger_knows_no_person_and_no_address(self, region: Region) -> None:
        tell(region)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.user_id, line.organisation_id) == ("signal.logged", None, None)
        assert (line.user_label, line.origin) == ("page without an account", "outside")

    def test_what_is_kept_of_the_code_is_no_code(self, region: Region) -> None:
        told = tell(region)
        kept = OutsiderCode.objects.get()
        assert read(told.code).lower() not in kept.digest
        assert outsider.find(told.code, now=region.now) == kept.signal

    def test_the_same_form_twice_makes_one_signal_and_shows_the_code_again(self, region: Region) -> None:
        first, second = tell(region), tell(region)
        assert first == second
        assert Signal.objects.count() == heard("signal_received") == 1

    def test_later_the_code_is_shown_no_more(self, region: Region) -> None:
        tell(region)
        assert tell(region, now=region.now + SHOWN_AGAIN_FOR).code == ""

    def test_a_professional_says_who_they_are(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as refused:
            tell(region, channel="doctor")
        assert refused.value.field == "reporter_name"

    @pytest.mark.parametrize("channel", ["professional", "police", "meld_misdaad_anoniem"])
    def test_other_ways_do_not_come_in_here(self, region: Region, channel: str) -> None:
        with pytest.raises(StateConflictError) as refused:
            tell(region, channel=channel)
        assert refused.value.code == "not_here"

    def test_a_desk_that_left_takes_in_nothing(self, region: Region) -> None:
        (closed,) = desk.open_to_everybody(now=region.now)
        party = CovenantParty.objects.get(organisation=region.desk)
        covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
        assert desk.open_to_everybody(now=region.now) == []
        with pytest.raises(StateConflictError) as refused:
            outsider.tell(actor=ACTOR, report=report(region), desk=closed, key=KEY, now=region.now)
        assert refused.value.code == "no_desk"


class TestComingBack:
    """With the code: received or decided, add, take back."""

    def test_it_is_received_until_the_desk_fed_back(self, region: Region) -> None:
        found = outsider.find(tell(region).code, now=region.now)
        assert not outsider.is_decided(found, actor=ACTOR, now=region.now)
        walk(region, found, SignalStatus.UNDER_INVESTIGATION, SignalStatus.NOT_SUBSTANTIATED)
        signal.feed_back(found, actor=region.actor("anna"), text="", now=region.now)
        again = outsider.find(tell(region).code, now=region.now)
        assert outsider.is_decided(again, actor=ACTOR, now=region.now)
        assert LedgerLine.objects.latest("id").event == "signal.standing_read"
        assert heard("signal_fed_back") == 0

    def test_in_a_case_it_says_nothing_else(self, region: Region, case: Case) -> None:
        found = outsider.find(tell(region).code, now=region.now)
        signal.link(found, actor=region.actor("anna"), case=case, now=region.now)
        linked = outsider.find(tell(region).code, now=region.now)
        assert not outsider.is_decided(linked, actor=ACTOR, now=region.now)

    def test_what_is_added_reaches_the_desk_once(self, region: Region) -> None:
        found = outsider.find(tell(region).code, now=region.now)
        for _click in range(2):
            outsider.add(found, actor=ACTOR, text="Again today.", key="b" * 32, now=region.now)
        row = found.additions.get()
        assert (row.text, row.at) == ("Again today.", region.now)
        assert heard("signal_added_to") == 1
        assert LedgerLine.objects.latest("id").event == "signal.added_to"

    def test_taken_back_the_code_leads_nowhere_and_the_desk_keeps_what_was_seen(self, region: Region) -> None:
        told = tell(region)
        found = outsider.find(told.code, now=region.now)
        outsider.withdraw(found, actor=ACTOR, now=region.now)
        assert LedgerLine.objects.latest("id").event == "signal.withdrawn"
        assert heard("signal_added_to") == 1
        kept = Signal.objects.get()
        assert (kept.withdrawn_at, kept.status) == (region.now, "received")
        for act in (
            lambda: outsider.find(told.code, now=region.now),
            lambda: outsider.add(found, actor=ACTOR, text="More", key="c" * 32, now=region.now),
            lambda: outsider.withdraw(found, actor=ACTOR, now=region.now),
        ):
            with pytest.raises(UnknownCodeError):
                act()
        assert Signal.objects.get().version == kept.version

    @pytest.mark.parametrize("typed", ["", "0000-0000-0000-0000", "x" * 5_000, "ŝ-💥", "' OR 1=1 --"])
    def test_a_code_that_nobody_has_is_not_found(self, region: Region, typed: str) -> None:
        tell(region)
        with pytest.raises(UnknownCodeError):
            outsider.find(typed, now=region.now)

    def test_a_code_ends(self, region: Region) -> None:
        told = tell(region)
        with pytest.raises(UnknownCodeError):
            outsider.find(told.code, now=region.now + VALID_FOR)
