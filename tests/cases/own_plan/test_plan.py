"""Noor's own plan: written for her, on one page, and read by nobody who may not know her name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.own_plan import plan
from cases.own_plan.models import OwnPlan
from cases.safe_contact import way
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region
from zorgtafel import pdf

LogIn = Callable[[str], Client]
WORDS = plan.Words(for_name="Noor", agreed="Wij bellen elke maandag.\nJe gaat weer naar gym.")


@pytest.fixture
def written(region: Region, case: Case) -> OwnPlan:
    """Give the plan as Bram wrote it with Noor."""
    return plan.put(case, actor=region.actor("bram"), words=WORDS, version=None, now=region.now)


class TestAct:
    """Who writes it, and what stays behind."""

    def test_it_leaves_a_line_without_words(self, case: Case, written: OwnPlan) -> None:
        line = LedgerLine.objects.get(event="own_plan.written")
        assert (line.case_id, line.compartments, line.detail) == (case.pk, "identity", {})
        assert case.timeline.filter(kind="own_plan_written", compartment="identity").count() == 1

    @pytest.mark.parametrize("name", ["iris", "chris", "eva", "dina", "joost"])
    def test_who_may_not_know_the_name_writes_nothing(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            plan.put(case, actor=region.actor(name), words=WORDS, version=None, now=region.now)
        assert not OwnPlan.objects.exists()

    def test_a_change_keeps_what_it_said_before(self, region: Region, case: Case, written: OwnPlan) -> None:
        words = plan.Words(agreed="Wij bellen elke dinsdag.")
        changed = plan.put(case, actor=region.actor("anna"), words=words, version=1, now=region.now)
        assert (changed.agreed, changed.for_name) == ("Wij bellen elke dinsdag.", "")
        assert [row.agreed for row in changed.history.order_by("pk")] == [WORDS.agreed, words.agreed]

    @pytest.mark.parametrize("version", [None, 7])
    def test_two_people_at_once_overwrite_nothing(
        self, region: Region, case: Case, written: OwnPlan, version: int | None
    ) -> None:
        with pytest.raises(StaleWriteError):
            plan.put(case, actor=region.actor("anna"), words=plan.Words(), version=version, now=region.now)
        written.refresh_from_db()
        assert written.agreed == WORDS.agreed

    def test_a_closed_case_takes_no_plan(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError):
            plan.put(case, actor=region.actor("anna"), words=WORDS, version=None, now=region.now)


class TestPages:
    """What people read, type and print."""

    def test_the_page_reads_as_the_young_person_will(
        self, case: Case, written: OwnPlan, log_in: LogIn
    ) -> None:
        page = log_in("bram").get(f"/cases/{case.number}/plan/own/").content.decode()
        assert "Plan van Noor" in page
        assert "<li" in page
        assert "Wat wij hebben afgesproken" in page
        assert "Wie jou helpt" not in page  # empty parts are left out

    def test_a_form_writes_it_and_shows_hints(self, case: Case, log_in: LogIn) -> None:
        answer = log_in("bram").post(
            f"/cases/{case.number}/plan/own/change/", {"agreed": "Jij bent slachtoffer."}, follow=True
        )
        page = answer.content.decode()
        assert "wat jou is overkomen" in page
        assert OwnPlan.objects.get().agreed == "Jij bent slachtoffer."

    def test_where_somebody_reads_along_it_asks_where_the_page_can_be_kept(
        self, region: Region, case: Case, written: OwnPlan, log_in: LogIn
    ) -> None:
        address = f"/cases/{case.number}/plan/own/"
        assert "Misschien leest iemand mee" not in log_in("bram").get(address).content.decode()
        watched = way.Way("phone", "06 12345678", "unsafe")
        way.add(case, actor=region.actor("anna"), way=watched, now=region.now)
        assert "Misschien leest iemand mee" in log_in("bram").get(address).content.decode()

    def test_the_paper_names_no_case_and_no_organisation(
        self, region: Region, case: Case, written: OwnPlan, log_in: LogIn
    ) -> None:
        with pdf.overheard() as documents:
            answer = log_in("bram").get(f"/cases/{case.number}/plan/own/paper/")
        assert answer.content.startswith(b"%PDF")
        assert case.number not in answer["Content-Disposition"]
        assert "Wij bellen elke maandag." in documents[0]
        for hidden in (case.number, case.pseudonym, region.school.name, region.bram.name):
            assert hidden not in documents[0]
        assert LedgerLine.objects.filter(event="own_plan.printed", case_id=case.pk).exists()

    def test_without_a_plan_there_is_no_paper(self, case: Case, log_in: LogIn) -> None:
        assert log_in("bram").get(f"/cases/{case.number}/plan/own/paper/").status_code == 404

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"agreed": "x" * 1_201}, "1200"),
            ({"meet_on": "31-02-2027"}, "datum"),
            ({"for_name": "x" * 81}, "80"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, changes: dict[str, Any], sentence: str
    ) -> None:
        answer = log_in("bram").post(
            f"/cases/{case.number}/plan/own/change/", {"wishes": "Naar gym", **changes}
        )
        page = answer.content.decode()
        assert answer.status_code == 400
        assert sentence in page
        assert "Naar gym" in page

    def test_a_stale_page_shows_what_is_there_now(
        self, region: Region, case: Case, written: OwnPlan, log_in: LogIn
    ) -> None:
        answer = log_in("anna").post(
            f"/cases/{case.number}/plan/own/change/", {"agreed": "Anders", "version": 9}
        )
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Wij bellen elke maandag." in page
        assert "Anders" in page
