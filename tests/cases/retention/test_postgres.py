"""Where real people are: the site's role can remove nothing by itself, and nobody destroys what is opened."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cases.casefile import case as casefile
from cases.casefile.models import Case, Note
from cases.retention import destruction
from cases.retention.erase_rules import UNTOUCHABLE
from cases.retention.models import DestructionCertificate
from tests.cases.audit.test_database_role import ROLE, log_in_as
from tests.cases.retention.ending import ended
from tests.cast import Region
from tests.together import behind

pytestmark = pytest.mark.postgres


@pytest.fixture
def site(transactional_db: None, region: Region) -> Iterator[Region]:
    """Connect as the site does; afterwards the role is gone again."""
    owner = connection.settings_dict["USER"]
    call_command("database_roles", role=ROLE, apply=True, stdout=StringIO())
    log_in_as(ROLE)
    yield region
    log_in_as(owner)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


def run(statement: str) -> None:
    """Run a statement in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_site_destroys_through_the_one_narrow_way_only(site: Region) -> None:
    then, asked = ended(site)
    case = asked.case
    for table in ("cases_case", "cases_historicalcase", "cases_historicalyoungperson", "cases_note"):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(f"DELETE FROM {table}")
    with pytest.raises(DatabaseError, match="under its certificate only"):
        run(f"SELECT erase_case_rows(1, 'cases_case', ARRAY[{case.pk}]::bigint[])")
    for table in (*UNTOUCHABLE, "organisations_user", "django_session; DROP TABLE cases_note"):
        with pytest.raises(DatabaseError, match="is ever erased"):
            run(f"SELECT erase_case_rows(1, '{table}', ARRAY[1]::bigint[])")
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    made = destruction.agree(asked, actor=then.actor("gerda"), now=then.now)
    assert not Case.history.filter(id=case.pk).exists()
    with pytest.raises(DatabaseError, match="under its certificate only"):  # its case is gone
        run(f"SELECT erase_case_rows({made.pk}, 'cases_note', ARRAY[1]::bigint[])")
    for change in ("DELETE FROM", "UPDATE"):
        setting = " SET months = 1" if change == "UPDATE" else ""
        with pytest.raises(DatabaseError, match="permission denied"):
            run(f"{change} cases_destructioncertificate{setting}")


@pytest.mark.parametrize("opens_first", [True, False])
def test_opening_again_and_destroying_wait_for_each_other(
    transactional_db: None, region: Region, opens_first: bool
) -> None:
    then, asked = ended(region)
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    gerda, anna = then.actor("gerda"), then.actor("anna")

    def open_again() -> Case:
        return casefile.reopen(asked.case, actor=anna, now=then.now)

    def destroy() -> DestructionCertificate | None:
        return destruction.agree(asked, actor=gerda, now=then.now)

    first, second = behind(open_again, destroy) if opens_first else behind(destroy, open_again)
    if opens_first:
        assert second.code == "reopened"
        assert Case.objects.get(pk=asked.case_id).status == "open"
        assert not DestructionCertificate.objects.exists()
    else:
        assert isinstance(second, Case.DoesNotExist)  # the page says that it was destroyed (409)
        assert first.number == asked.number
        assert not Note.objects.filter(case_id=asked.case_id).exists()
