"""What a version would close and open: counts per organisation, and nothing that points at a child."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import effect
from cases.audit.models import LedgerLine
from organisations import drafting
from organisations.compartments import Compartment
from organisations.covenant_rules import Recipient
from organisations.drafting import Provision
from organisations.models import CovenantVersion
from tests.cast import CARE, SEARCH, Region, admit, open_case

LogIn = Callable[[str], Client]


@pytest.fixture
def draft(region: Region) -> CovenantVersion:
    """Give Joost's draft of a second version."""
    agreement = region.covenant_version.covenant
    return drafting.begin(agreement, actor=region.actor("joost"), now=region.now)


def receives(region: Region, draft: CovenantVersion, kind: str, terms: tuple[str, str], parts: str) -> None:
    """Let a kind of organisation receive these parts only."""
    provision = Provision(Recipient(kind=kind), *terms, "5", frozenset(map(Compartment, parts.split())))
    drafting.provide(draft, actor=region.actor("joost"), provision=provision, edit=None, now=region.now)


def cases(region: Region, count: int, *admitted: tuple[str, tuple[str, str], str]) -> None:
    """Start cases with these organisations on them."""
    for number in range(count):
        case = open_case(region, name=f"Jongere Nummer{number}")
        for key, terms, parts in admitted:
            admit(region, case, key, terms, parts)


SCHOOL = ("school", CARE, "core identity signals")
POLICE = ("police", SEARCH, "core identity police")


def test_a_draft_that_says_the_same_changes_nothing(region: Region, draft: CovenantVersion) -> None:
    cases(region, 2, SCHOOL, POLICE)
    found = effect.of_version(draft, now=region.now)
    assert (found.lines, found.losing, found.closed) == ((), 0, 0)


def test_what_closes_as_a_whole_in_part_and_what_opens(region: Region, draft: CovenantVersion) -> None:
    cases(region, 5, SCHOOL, POLICE)
    receives(region, draft, "school", CARE, "")
    receives(region, draft, "police", SEARCH, "core police")
    found = effect.of_version(draft, now=region.now)
    told = {line.organisation: line for line in found.lines}
    school, police = told[region.school], told[region.police]
    assert (school.closed.cases, school.narrowed.cases, school.widened.cases) == (5, 0, 0)
    assert (police.closed.cases, police.narrowed.cases, police.lost) == (0, 5, ("Identiteit",))
    assert (found.losing, found.closed, found.is_more) == (1, 5, False)


def test_without_the_core_the_rest_is_closed_too(region: Region, draft: CovenantVersion) -> None:
    cases(region, 5, SCHOOL)
    clause = draft.clauses.get(organisation_kind="school", compartment="core")
    drafting.remove(clause, actor=region.actor("joost"), now=region.now)
    assert effect.of_version(draft, now=region.now).closed == 5


def test_a_party_that_leaves_loses_all(region: Region, draft: CovenantVersion) -> None:
    cases(region, 6, SCHOOL)
    party = draft.parties.get(organisation=region.school)
    drafting.drop_party(party, actor=region.actor("joost"), edit=None, now=region.now)
    assert effect.of_version(draft, now=region.now).closed == 6


def test_a_part_that_ended_is_not_counted(region: Region, draft: CovenantVersion) -> None:
    cases(region, 5, SCHOOL)
    receives(region, draft, "school", CARE, "")
    long_ago = region.now - timedelta(days=30)
    assert effect.of_version(draft, now=long_ago).lines == ()


class TestPage:
    """Joost sees counts; small ones are not told, and no case is named."""

    def test_a_small_count_is_not_told(self, region: Region, draft: CovenantVersion, log_in: LogIn) -> None:
        cases(region, 1, SCHOOL)
        cases(region, 6, POLICE)
        receives(region, draft, "school", CARE, "")
        receives(region, draft, "police", SEARCH, "")
        page = log_in("joost").get(f"/covenants/{draft.pk}/effect/")
        assert "2 organisaties verliezen toegang tot ten minste 6 casussen." in page.text
        assert "minder dan 5" in page.text
        assert "Jongere" not in page.text
        assert "C-26-" not in page.text
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.object_id) == ("covenant.effect_read", "R", draft.pk)

    @pytest.mark.parametrize(
        ("count", "sentence"),
        [
            (4, "1 organisatie verliest toegang tot enkele casussen."),
            (5, "1 organisatie verliest toegang tot 5 casussen."),
        ],
    )
    def test_the_number_is_told_from_five_on(
        self, region: Region, draft: CovenantVersion, log_in: LogIn, count: int, sentence: str
    ) -> None:
        cases(region, count, SCHOOL)
        receives(region, draft, "school", CARE, "")
        assert sentence in log_in("joost").get(f"/covenants/{draft.pk}/effect/").text

    @pytest.mark.parametrize("name", ["anna", "iris", "dina", "bea"])
    def test_nobody_else_looks(self, draft: CovenantVersion, log_in: LogIn, name: str) -> None:
        assert log_in(name).get(f"/covenants/{draft.pk}/effect/").status_code == 403

    def test_more_cases_cost_no_more_statements(self, region: Region, draft: CovenantVersion) -> None:
        receives(region, draft, "school", CARE, "")
        cases(region, 1, SCHOOL, POLICE)
        with CaptureQueriesContext(connection) as few:
            effect.of_version(draft, now=region.now)
        cases(region, 6, SCHOOL, POLICE)
        with CaptureQueriesContext(connection) as many:
            effect.of_version(draft, now=region.now)
        assert len(many) == len(few) <= 8
