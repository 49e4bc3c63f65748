"""May I share this? Bram asks three questions; his reasoning stays with the case."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.legal_basis import reasoning
from cases.legal_basis.models import SharingReason
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]
WHY = "Zij komt al drie weken niet en niemand weet waar zij slaapt."


def said(region: Region, **changes: Any) -> reasoning.Reasoning:
    """Give what Bram answers about telling the police of the absences."""
    given = {
        "recipient": region.police,
        "subject": "Het verzuim sinds september",
        "agreed": "no",
        "danger": "serious",
        "needed": "yes",
        "told": "not_told",
        "reasoning": WHY,
    }
    return reasoning.Reasoning(**{**given, **changes})


def typed(region: Region, **changes: str) -> dict[str, str]:
    """Give the form as Bram fills it in."""
    given = {
        "recipient": str(region.police.pk),
        "subject": "Het verzuim sinds september",
        "agreed": "no",
        "danger": "serious",
        "needed": "yes",
        "told": "told",
        "reasoning": WHY,
    }
    return {**given, **changes}


class TestAct:
    """What is kept, and when words are needed."""

    def test_the_answer_is_kept_with_its_reasoning(self, region: Region, case: Case) -> None:
        kept = reasoning.keep(case, actor=region.actor("bram"), said=said(region), now=region.now)
        assert (kept.answer, kept.by, kept.organisation) == ("may_with_reason", region.bram, region.school)
        line = LedgerLine.objects.get(event="sharing.reasoned")
        assert (line.case_id, line.compartments, line.detail) == (
            case.pk,
            "core",
            {"answer": "may_with_reason"},
        )
        assert WHY not in repr(line.__dict__)
        assert case.timeline.filter(kind="sharing_reasoned", compartment="core").count() == 1

    @pytest.mark.parametrize("name", ["chris", "eva", "dina", "joost", "iris"])
    def test_who_does_not_write_in_the_case_keeps_nothing(
        self, region: Region, case: Case, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            reasoning.keep(case, actor=region.actor(name), said=said(region), now=region.now)
        assert not SharingReason.objects.exists()

    def test_without_consent_a_reason_is_asked(self, region: Region, case: Case) -> None:
        with pytest.raises(StateConflictError) as refused:
            reasoning.keep(
                case, actor=region.actor("bram"), said=said(region, reasoning="  "), now=region.now
            )
        assert refused.value.field == "reasoning"
        assert not SharingReason.objects.exists()

    def test_to_veilig_thuis_one_may_always_report(self, region: Region) -> None:
        assert reasoning.verdict_of(said(region, danger="none")).answer == "ask_first"
        told = said(region, danger="none", recipient=region.veilig_thuis)
        assert reasoning.verdict_of(told).answer == "may_with_reason"

    def test_a_closed_case_takes_nothing_new(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError):
            reasoning.keep(case, actor=region.actor("anna"), said=said(region), now=region.now)


class TestPages:
    """What people read and type."""

    def test_the_answer_stands_on_the_page_with_what_belongs_to_it(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        address = f"/cases/{case.number}/sharing/basis/new/"
        page = log_in("bram").post(address, typed(region), follow=True).content.decode()
        assert "U mag dit delen zonder toestemming, met uw reden" in page
        assert WHY in page
        assert "tenzij dat niet veilig is" in page

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"reasoning": ""}, 409, "Schrijf op waarom"),
            ({"subject": ""}, 400, "Dit veld"),
            ({"danger": "maybe"}, 400, "maybe"),
            ({"recipient": "999999"}, 400, "keuze"),
            ({"subject": "x" * 301}, 400, "300"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self,
        region: Region,
        case: Case,
        log_in: LogIn,
        changes: dict[str, str],
        status: int,
        sentence: str,
    ) -> None:
        answer = log_in("bram").post(f"/cases/{case.number}/sharing/basis/new/", {**typed(region), **changes})
        page = answer.content.decode()
        assert answer.status_code == status
        assert sentence in page
        assert not SharingReason.objects.exists()

    def test_outsiders_find_nothing(self, case: Case, log_in: LogIn) -> None:
        for name in ("chris", "eva"):
            assert log_in(name).get(f"/cases/{case.number}/sharing/basis/").status_code == 404
