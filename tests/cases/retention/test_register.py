"""The register of processing: people read what the covenant and the code say, of their own table only."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import existence
from cases.audit.models import LedgerLine
from cases.retention import register, register_words
from cases.retention.stored_rules import Part, Term, Why, stored, term_of
from organisations import covenant
from organisations.actor import AccessDenied
from organisations.models import CovenantClause, CovenantParty
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]
COMPARTMENTS = {"core", "identity", "signals", "meldcode", "missing", "police", "medical", "network"}


def address(region: Region) -> str:
    """Give the address of the register of the region's covenant."""
    return f"/covenants/agreements/{region.covenant_version.covenant_id}/register/"


def flat(html: str) -> str:
    """Give the words of a page on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- the words -----------------------------------------------------------------------------------------------


def test_a_kind_of_data_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="colour"):
        stored(Part.CORE, Why.CARE, (), colour="eyes")


@pytest.mark.parametrize(
    ("table", "term"),
    [
        ("cases.Note", Term.WITH_CASE),
        ("cases.YoungPerson", Term.PERSON),  # another case can be about the same person
        ("cases.ExistenceCheck", Term.MONTH),
        ("cases.LedgerLine", Term.FOR_GOOD),
        ("cases.DestructionCertificate", Term.FOR_GOOD),
        ("organisations.User", Term.IN_USE),
    ],
)
def test_how_long_a_table_is_kept_follows_from_the_plan_of_a_destruction(table: str, term: Term) -> None:
    assert term_of(table) is term


def test_the_days_that_are_told_are_the_days_that_are_kept() -> None:
    assert existence.KEPT.days == 31


# -- what people read ----------------------------------------------------------------------------------------


def test_iris_reads_what_is_kept_about_whom_and_who_receives_it(region: Region, log_in: LogIn) -> None:
    client = log_in("iris")
    text = flat(client.get(address(region)).content.decode())
    assert "Register van verwerkingen" in text
    assert "birth_date" in text
    assert "AVG art. 9" in text
    assert "De software stuurt niets naar een ander land" in text
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.detail["page"]) == ("page.read", "register")
    assert (line.object_id, line.case_id) == (region.covenant_version.covenant_id, None)
    assert address(region) in client.get("/covenants/ours/").content.decode()


def test_it_is_where_the_keeper_of_the_covenant_looks(region: Region, log_in: LogIn) -> None:
    client = log_in("joost")
    for page in ("/covenants/", f"/covenants/{region.covenant_version.pk}/"):
        assert address(region) in client.get(page).content.decode()


def test_recipients_follow_the_clauses_of_today(region: Region) -> None:
    agreement, today = region.covenant_version.covenant, region.now.date()

    def receives(kind: str) -> set[str]:
        shown = register.of_covenant(agreement, on=today)
        return {str(part.label) for part in shown.parts if kind in map(str, part.recipients)}

    before = receives("School")
    clause = CovenantClause.objects.filter(organisation_kind="school", compartment="meldcode").first()
    assert str(clause.get_compartment_display()) in before
    for row in CovenantClause.objects.filter(organisation_kind="school", compartment="meldcode"):
        covenant.withdraw_clause(row, actor=FOUNDER, on=today, now=region.now)
    assert receives("School") == before - {str(clause.get_compartment_display())}


def test_a_covenant_without_a_version_in_force_opens_nothing_and_says_so(
    region: Region, log_in: LogIn
) -> None:
    other = covenant.draw_up(actor=FOUNDER, name="Tafel Noord", region="Noord", now=region.now)
    shown = register.of_covenant(other, on=region.now.date())
    assert shown.version is None
    compartments = [part for part in shown.parts if part.responsible]
    assert len(compartments) == len(COMPARTMENTS)
    assert all(part.recipients == () for part in compartments)
    page = f"/covenants/agreements/{other.pk}/register/"
    assert "Vandaag geldt geen versie" in log_in("joost").get(page).content.decode()


def test_another_table_s_register_is_not_there(region: Region, log_in: LogIn) -> None:
    other = covenant.draw_up(actor=FOUNDER, name="Tafel Noord", region="Noord", now=region.now)
    page = f"/covenants/agreements/{other.pk}/register/"
    for name, status in {"iris": 404, "bram": 404, "dina": 200, "joost": 200}.items():
        assert log_in(name).get(page).status_code == status, name
    assert log_in("joost").get("/covenants/agreements/999999/register/").status_code == 404


def test_whose_organisation_left_reads_it_no_longer(region: Region) -> None:
    agreement, today = region.covenant_version.covenant, region.now.date()
    assert register.fetch(agreement.pk, actor=region.actor("bram"), on=today) == agreement
    party = CovenantParty.objects.get(organisation=region.school, version=region.covenant_version)
    covenant.withdraw(party, actor=FOUNDER, on=today, now=region.now)
    with pytest.raises(AccessDenied):
        register.fetch(agreement.pk, actor=region.actor("bram"), on=today)


def test_it_costs_the_same_however_many_clauses_hold(region: Region) -> None:
    agreement = region.covenant_version.covenant

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            register.of_covenant(agreement, on=region.now.date())
        return len(asked)

    before = statements()
    for clause in CovenantClause.objects.filter(organisation_kind="police"):
        covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
    assert statements() == before


def test_a_second_step_that_is_off_is_not_boasted_of(region: Region, settings: object) -> None:
    agreement, on = region.covenant_version.covenant, region.now.date()
    settings.ZORGTAFEL_REQUIRE_MFA = False
    assert "staat hier uit" in str(register.of_covenant(agreement, on=on).measures[0])
    settings.ZORGTAFEL_REQUIRE_MFA = True
    assert "logt in met twee stappen" in str(register.of_covenant(agreement, on=on).measures[0])


# -- the command ---------------------------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    """Give what the command prints."""
    out = StringIO()
    call_command("register", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_it_in_both_languages(region: Region) -> None:
    dutch, english = printed(), printed("--language", "en")
    assert dutch.startswith("# Register van verwerkingen: ")
    assert english.startswith("# Register of processing: ")
    assert "| " + str(register_words.TABLES["cases.Note"]) in printed()
    assert dutch.count("\n| ") == english.count("\n| ")
    assert "birth_date" in english


def test_what_somebody_typed_begins_no_heading(region: Region) -> None:
    covenant.draw_up(actor=FOUNDER, name="Tafel\n# Noord", region="Noord", now=region.now)
    assert "\n# Noord" not in printed()
    assert "Tafel # Noord" in printed()


def test_a_covenant_that_does_not_exist_is_said(region: Region) -> None:
    only = printed("--covenant", str(region.covenant_version.covenant_id))
    assert only.count("\n# ") + only.startswith("# ") == 1
    with pytest.raises(CommandError):
        printed("--covenant", "999999")
