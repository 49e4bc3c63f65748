"""What Noor told: kept word for word, apart from what anybody makes of it, and with who asked what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.statement import account, shown
from cases.statement.models import Account, Exchange
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from tests.cast import Region
from zorgtafel import pdf

LogIn = Callable[[str], Client]
WHY = "Waarom ging je mee?"
WORDS = "Hij zei dat ik hem iets schuldig was."
OPINION = "Ik denk dat zij bang voor hem is."


def told(region: Region, **changes: Any) -> account.Told:
    """Give the talk that Bram had an hour ago."""
    given = {
        "compartment": Compartment.CORE,
        "happened_at": region.now - timedelta(hours=1),
        "begun_by": "young_person",
        "exchanges": (("", "Ik moet je wat vertellen."), (WHY, WORDS)),
        "interpretation": OPINION,
    }
    return account.Told(**{**given, **changes})


def typed(**changes: str) -> dict[str, str]:
    """Give the form as Bram fills it in."""
    given = {
        "happened_at": "2026-11-17T08:30",
        "begun_by": "writer",
        "compartment": "core",
        "asked_1": WHY,
        "said_1": WORDS,
        "seen": "Huilde.",
        "interpretation": OPINION,
    }
    return {**given, **changes}


@pytest.fixture
def talk(region: Region, case: Case) -> Account:
    """Give the talk as Bram wrote it down."""
    return account.write_down(case, actor=region.actor("bram"), told=told(region), now=region.now)


class TestAct:
    """Who writes, and what stays behind."""

    def test_the_words_stay_literal_and_in_order(self, region: Region, case: Case, talk: Account) -> None:
        pairs = list(talk.exchanges.values_list("asked", "said"))
        assert pairs == [("", "Ik moet je wat vertellen."), (WHY, WORDS)]
        line = LedgerLine.objects.get(event="account.written")
        assert (line.case_id, line.compartments, line.detail) == (case.pk, "core", {})
        entry = case.timeline.get(kind="account_written")
        assert (entry.compartment, entry.params) == ("core", {"account": talk.pk})

    @pytest.mark.parametrize("name", ["chris", "eva", "dina", "joost"])
    def test_who_may_not_write_in_the_case_writes_nothing(
        self, region: Region, case: Case, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            account.write_down(case, actor=region.actor(name), told=told(region), now=region.now)
        assert not Account.objects.exists()

    def test_a_part_one_does_not_read_is_refused(self, region: Region, case: Case) -> None:
        with pytest.raises(AccessDenied):
            account.write_down(
                case,
                actor=region.actor("bram"),
                told=told(region, compartment=Compartment.POLICE),
                now=region.now,
            )

    def test_what_was_only_seen_is_enough(self, region: Region, case: Case) -> None:
        made = account.write_down(
            case, actor=region.actor("bram"), told=told(region, exchanges=(), seen="Huilde."), now=region.now
        )
        assert not made.exchanges.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"exchanges": (("", ""),), "seen": ""},
            {"happened_at_hours": 2},
        ],
        ids=["nothing told", "still to come"],
    )
    def test_nothing_is_half_written(self, region: Region, case: Case, changes: dict[str, Any]) -> None:
        ahead = changes.pop("happened_at_hours", 0)
        if ahead:
            changes["happened_at"] = region.now + timedelta(hours=ahead)
        with pytest.raises(StateConflictError):
            account.write_down(case, actor=region.actor("bram"), told=told(region, **changes), now=region.now)
        assert not Account.objects.exists()
        assert not Exchange.objects.exists()

    def test_a_closed_case_takes_no_new_talk(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError):
            account.write_down(case, actor=region.actor("anna"), told=told(region), now=region.now)


class TestPages:
    """What people read and type."""

    def test_hints_are_for_who_asked_and_for_nobody_else(
        self, case: Case, talk: Account, log_in: LogIn
    ) -> None:
        address = f"/cases/{case.number}/said/"
        hint = "kan voelen als een verwijt"
        assert hint in log_in("bram").get(address).content.decode()
        page = log_in("anna").get(address).content.decode()
        assert WORDS in page
        assert hint not in page

    def test_another_part_gives_nothing_away_not_even_that_it_was_asked(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        account.write_down(
            case,
            actor=region.actor("farid"),
            told=told(region, compartment=Compartment.POLICE),
            now=region.now,
        )
        mine = account.write_down(case, actor=region.actor("bram"), told=told(region), now=region.now)
        page = log_in("bram").get(f"/cases/{case.number}/said/").content.decode()
        assert page.count("<article") == 1
        assert f"account-{mine.pk}" in page
        assert "eerder gevraagd" not in page

    def test_reading_is_a_line_per_part(self, case: Case, talk: Account, log_in: LogIn) -> None:
        log_in("anna").get(f"/cases/{case.number}/said/")
        line = LedgerLine.objects.get(event="account.list_read")
        assert "core" in line.compartments

    def test_a_form_writes_it_down(self, case: Case, log_in: LogIn) -> None:
        address = f"/cases/{case.number}/said/new/"
        answer = log_in("bram").post(address, typed(asked_9="En toen?"), follow=True)
        page = answer.content.decode()
        assert "woord voor woord" in page
        made = Account.objects.get()
        assert (made.seen, made.interpretation) == ("Huilde.", OPINION)
        assert [pair.position for pair in made.exchanges.all()] == [1, 2]

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"asked_1": "", "said_1": "", "seen": ""}, 409, "een van de twee is genoeg"),
            ({"begun_by": ""}, 400, "Dit veld"),
            ({"happened_at": "2026-11-18T08:30"}, 409, "toekomst"),
            ({"happened_at": "gisteren"}, 400, "datum"),
            ({"compartment": "police"}, 400, "police"),
            ({"said_12": "x" * 20_001}, 400, "20000"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, changes: dict[str, str], status: int, sentence: str
    ) -> None:
        answer = log_in("bram").post(f"/cases/{case.number}/said/new/", typed(**changes))
        page = answer.content.decode()
        assert answer.status_code == status
        assert sentence in page
        assert OPINION in page
        assert not Account.objects.exists()

    def test_a_note_about_an_exploited_child_points_to_this_form(self, case: Case, log_in: LogIn) -> None:
        page = log_in("bram").get(f"/cases/{case.number}/notes/new/").content.decode()
        assert f"/cases/{case.number}/said/new/" in page

    def test_the_paper_for_the_prosecutor_has_the_words_and_no_opinion(
        self, case: Case, talk: Account, log_in: LogIn
    ) -> None:
        with pdf.overheard() as documents:
            answer = log_in("anna").get(f"/cases/{case.number}/said/paper/")
        assert answer.content.startswith(b"%PDF")
        assert WORDS in documents[0]
        assert WHY in documents[0]
        assert OPINION not in documents[0]
        assert LedgerLine.objects.filter(event="account.printed", case_id=case.pk).exists()

    def test_outsiders_find_nothing(self, case: Case, talk: Account, log_in: LogIn) -> None:
        for name in ("chris", "eva"):
            for path in ("said/", "said/new/", "said/paper/"):
                assert log_in(name).get(f"/cases/{case.number}/{path}").status_code == 404


def test_only_readable_parts_are_shown(region: Region, case: Case, talk: Account) -> None:
    case.access = type("Access", (), {"readable": frozenset({Compartment.MEDICAL})})()
    assert list(shown.readable(case)) == []
