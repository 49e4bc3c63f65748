"""The ledger cannot be changed, cannot be bypassed, and remembers what was refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import path

from cases.access import gate
from cases.access.declare import performs
from cases.audit.ledger import LedgerUnavailableError
from cases.audit.models import LedgerLine
from cases.casefile import note
from cases.casefile.models import Case, Note
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import Region
from zorgtafel import urls

LogIn = Callable[[str], Client]

ATTEMPTS = [
    "UPDATE cases_ledgerline SET outcome = 'allowed'",
    "UPDATE cases_ledgerline SET role = 'x' WHERE id = (SELECT MIN(id) FROM cases_ledgerline)",
    "DELETE FROM cases_ledgerline",
    "DELETE FROM cases_ledgerline WHERE id = (SELECT MAX(id) FROM cases_ledgerline)",
]

#: A full disk, a broken index: the line cannot be written, whatever the reason.
REFUSE_LINES = {
    "sqlite": [
        "CREATE TRIGGER full_disk BEFORE INSERT ON cases_ledgerline BEGIN SELECT RAISE(ABORT, 'full'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'full'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON cases_ledgerline "
        "FOR EACH ROW EXECUTE FUNCTION full_disk()",
    ],
}
ALLOW_LINES = {
    "sqlite": ["DROP TRIGGER IF EXISTS full_disk"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS full_disk ON cases_ledgerline",
        "DROP FUNCTION IF EXISTS full_disk()",
    ],
}


@performs(Act.READ_CASE)
def opens(request: Any, number: str) -> Any:
    """Open a case; whatever comes after the gate would show it."""
    raise AssertionError(f"shown: {gate.open_case(request.actor, number, now=request.now).pseudonym}")


@performs(Act.READ_CASE)
def opens_in_a_transaction(request: Any, number: str) -> Any:
    """Write something, and meet a refusal before the end of the transaction."""
    with transaction.atomic():
        Case.objects.filter(number=request.GET["touch"]).update(urgency="acute")
        gate.open_case(request.actor, number, now=request.now)


urlpatterns = [
    path("open/<str:number>/", opens),
    path("open-in-a-transaction/<str:number>/", opens_in_a_transaction),
    *urls.urlpatterns,
]


def run(statements: list[str]) -> None:
    """Run statements as the owner of the database would."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def refused_to(statement: str) -> None:
    """Pass when the database itself refuses a statement."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run([statement])


@pytest.mark.parametrize("statement", ATTEMPTS)
def test_the_database_refuses_to_change_a_line(region: Region, statement: str) -> None:
    before = list(LedgerLine.objects.order_by("id").values())
    assert before
    refused_to(statement)
    assert list(LedgerLine.objects.order_by("id").values()) == before


@pytest.mark.postgres
@pytest.mark.parametrize("statement", [*ATTEMPTS, "TRUNCATE cases_ledgerline"])
def test_postgresql_refuses_to_change_a_line(region: Region, statement: str) -> None:
    before = LedgerLine.objects.count()
    refused_to(statement)
    assert LedgerLine.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_in_a_test_that_commits_too(region: Region) -> None:
    refused_to(ATTEMPTS[2])
    assert LedgerLine.objects.exists()


@pytest.fixture
def no_line_can_be_written(region: Region, case: Case, log_in: LogIn) -> Any:
    """Let every writing of a ledger line fail."""

    def break_it(name: str) -> Client:
        client = log_in(name)
        client.raise_request_exception = False
        run(REFUSE_LINES[connection.vendor])
        return client

    return break_it


@pytest.mark.urls("tests.cases.audit.test_ledger")
def test_a_case_that_cannot_be_logged_is_not_shown(case: Case, no_line_can_be_written: Any) -> None:
    answer = no_line_can_be_written("anna").get(f"/open/{case.number}/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Probeer het over een paar minuten opnieuw" in answer.text
    for hint in (case.pseudonym, case.number, "Noor", "Zeegras", "shown"):
        assert hint not in answer.text


@pytest.mark.parametrize("tab", ["", "timeline/", "people/", "signals/", "meldcode/", "missing/", "police/"])
def test_no_tab_of_a_case_is_shown_without_a_line(case: Case, no_line_can_be_written: Any, tab: str) -> None:
    answer = no_line_can_be_written("anna").get(f"/cases/{case.number}/{tab}")
    assert answer.status_code == 503
    for hint in (case.pseudonym, case.number, "Noor", "Zeegras"):
        assert hint not in answer.text


def test_a_refusal_that_cannot_be_logged_tells_nothing_either(
    case: Case, no_line_can_be_written: Any
) -> None:
    answer = no_line_can_be_written("chris").get(f"/cases/{case.number}/")
    assert answer.status_code == 503
    assert case.number not in answer.text


def test_an_act_that_cannot_be_logged_does_not_happen(
    region: Region, case: Case, no_line_can_be_written: Any
) -> None:
    before = Note.objects.count()
    no_line_can_be_written("anna")
    with pytest.raises(LedgerUnavailableError), transaction.atomic():
        note.add(case, actor=region.actor("anna"), compartment=Compartment.CORE, text="x", now=region.now)
    assert Note.objects.count() == before


@pytest.mark.parametrize("path", ["/audit/", "/organisations/"])
def test_no_page_of_the_reviewer_is_shown_without_a_line(
    region: Region, no_line_can_be_written: Any, path: str
) -> None:
    answer = no_line_can_be_written("dina").get(path)
    assert answer.status_code == 503
    assert region.school.name not in answer.text


def refusals() -> list[tuple[Any, ...]]:
    """Give what the ledger says of refusals, newest last."""
    found = LedgerLine.objects.filter(event="access.refused").order_by("id")
    return list(found.values_list("user_label", "case_number", "object_number", "refusal", "outcome"))


@pytest.mark.urls("tests.cases.audit.test_ledger")
def test_a_case_of_others_and_a_number_of_nobody_are_both_written_down(case: Case, log_in: LogIn) -> None:
    client = log_in("chris")
    assert client.get(f"/open/{case.number}/").status_code == 404
    assert client.get("/open/C-26-22222/").status_code == 404
    assert refusals() == [
        ("Chris", case.number, case.number, "not_admitted", "refused"),
        ("Chris", "", "C-26-22222", "not_admitted", "refused"),
    ]


@pytest.mark.urls("tests.cases.audit.test_ledger")
def test_a_long_address_does_not_break_the_ledger(case: Case, log_in: LogIn) -> None:
    assert log_in("chris").get(f"/open/{'C' * 900}/").status_code == 404
    assert refusals()[-1][2] == "C" * 40


def _refused_within_a_transaction(client: Client, case: Case, other: str) -> None:
    answer = client.get(f"/open-in-a-transaction/{other}/", {"touch": case.number})
    assert answer.status_code == 404
    assert Case.objects.get(pk=case.pk).urgency == "urgent"  # rolled back
    assert [line[3] for line in refusals()] == ["not_admitted"]  # and yet written down


@pytest.mark.urls("tests.cases.audit.test_ledger")
@pytest.mark.parametrize("is_known", [True, False])
def test_a_refusal_survives_the_transaction_it_undoes(case: Case, log_in: LogIn, is_known: bool) -> None:
    _refused_within_a_transaction(log_in("chris"), case, case.number if is_known else "C-26-22222")


@pytest.mark.postgres
@pytest.mark.urls("tests.cases.audit.test_ledger")
@pytest.mark.django_db(transaction=True)
def test_a_refusal_survives_on_postgresql(case: Case, log_in: LogIn) -> None:
    _refused_within_a_transaction(log_in("chris"), case, case.number)


@pytest.mark.postgres
@pytest.mark.urls("tests.cases.audit.test_ledger")
@pytest.mark.django_db(transaction=True)
def test_a_case_that_cannot_be_logged_is_not_shown_on_postgresql(
    case: Case, no_line_can_be_written: Any
) -> None:
    try:
        answer = no_line_can_be_written("anna").get(f"/open/{case.number}/")
    finally:
        run(ALLOW_LINES["postgresql"])
    assert answer.status_code == 503
    assert case.pseudonym not in answer.text
