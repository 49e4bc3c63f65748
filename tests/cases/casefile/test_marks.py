"""A case is recognised by what is written in it now, and only by who may see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import sealing
from cases.audit.models import LedgerLine
from cases.casefile import marks, person
from cases.casefile.mark_rules import Known
from cases.casefile.models import Case, Mark
from cases.safe_contact import way
from tests.cast import Region, member, open_case

LogIn = Callable[[str], Client]
BORN = date(2011, 5, 4)
NOOR = Known("Nora Segras", BORN)
START = {"form_of_concern": "sexual", "urgency": "urgent", "age_band": "12_15"}


def found(region: Region, name: str, known: Known = NOOR) -> list[Case]:
    tables = [region.covenant_version.covenant_id]
    return marks.cases(region.actor(name), known, tables=tables, now=region.now)


def kinds(case: Case) -> set[str]:
    return set(Mark.objects.filter(case=case).values_list("kind", flat=True))


def identify(region: Region, case: Case, **said: Any) -> None:
    values = {"name": "Noor Zeegras", "birth_date": BORN, "address": "", "municipality": "", **said}
    case.refresh_from_db()
    version = None if case.young_person is None else case.young_person.version
    person.identify(case, actor=region.actor("anna"), guardians="", version=version, now=region.now, **values)


class TestWritten:
    """The marks follow what stands in the case."""

    def test_a_case_that_starts_with_a_name_has_marks(self, region: Region) -> None:
        assert kinds(open_case(region)) == {"name", "sound", "born"}

    def test_a_pseudonymous_case_has_none(self, region: Region) -> None:
        assert kinds(open_case(region, name="", birth_date=None)) == set()

    def test_another_name_takes_the_old_marks_away(self, region: Region) -> None:
        case = open_case(region)
        identify(region, case, name="Lisa Duin", address="Dorpsstraat 12", municipality="Waterdam")
        assert kinds(case) == {"name", "sound", "born", "address"}
        assert not Mark.objects.filter(key__contains="zeegras").exists()

    def test_a_phone_number_is_a_mark_until_it_is_taken_away(self, region: Region) -> None:
        case = open_case(region)
        phone = way.Way("phone", "06 12345678", "unknown")
        made = way.add(case, actor=region.actor("anna"), way=phone, now=region.now)
        mail = way.Way("mail", "06 99999999 is no number", "unknown")
        way.add(case, actor=region.actor("anna"), way=mail, now=region.now)
        assert list(Mark.objects.filter(kind="phone").values_list("key", flat=True)) == ["phone:0612345678"]
        assert found(region, "anna", Known(phones=("+31 6 12345678",))) == [case]
        way.end(made, actor=region.actor("anna"), version=made.version, now=region.now)
        assert found(region, "anna", Known(phones=("+31 6 12345678",))) == []

    def test_the_command_makes_them_anew(self, region: Region) -> None:
        case = open_case(region)
        phone = way.Way("phone", "0612345678", "unknown")
        way.add(case, actor=region.actor("anna"), way=phone, now=region.now)
        made = set(Mark.objects.values_list("case", "kind", "key"))
        Mark.objects.all().delete()
        call_command("marks")
        assert set(Mark.objects.values_list("case", "kind", "key")) == made


class TestFound:
    """Who finds it."""

    def test_who_reads_whom_it_is_about_finds_it(self, region: Region, case: Case) -> None:
        for name in ("anna", "arno", "bram", "farid", "gerda"):
            assert found(region, name) == [case], name

    @pytest.mark.parametrize("name", ["chris", "eva", "dina", "iris", "joost"])
    def test_nobody_else_does(self, region: Region, case: Case, name: str) -> None:
        assert found(region, name) == []

    def test_a_sealed_case_leaves_no_trace(self, region: Region, case: Case) -> None:
        sealing.seal(
            case,
            actor=region.actor("anna"),
            reason="A brother",
            keep=[member(region, "bram")],
            now=region.now,
        )
        assert found(region, "bram") == [case]
        assert found(region, "gerda") == []
        assert found(region, "fenna") == []

    def test_at_another_table_it_is_not_found(self, region: Region, case: Case) -> None:
        assert marks.cases(region.actor("anna"), NOOR, tables=[10**6], now=region.now) == []

    def test_what_has_most_in_common_comes_first_and_no_more_than_five(self, region: Region) -> None:
        strong = open_case(region)
        for _more in range(6):
            open_case(region, name="Nora Segras", birth_date=date(2009, 1, 1))
        assert found(region, "anna", Known("Noor Zeegras", BORN))[0].pk == strong.pk
        assert len(found(region, "anna", Known("Noor Zeegras", BORN))) == 5

    @pytest.mark.parametrize("name", ["anna", "gerda", "chris"])
    def test_it_takes_as_many_statements_whatever_is_hidden(
        self, region: Region, case: Case, name: str
    ) -> None:
        def statements(known: Known) -> int:
            actor = region.actor(name)
            with CaptureQueriesContext(
                connection,
            ) as captured:
                marks.cases(actor, known, tables=[case.covenant_id], now=region.now)
            return len(captured)

        unknown = statements(Known("Nobody Atall", date(2010, 1, 1)))
        assert statements(NOOR) == unknown
        sealing.seal(case, actor=region.actor("anna"), reason="A brother", keep=[], now=region.now)
        assert statements(NOOR) == unknown


class TestStartingACase:
    """Anna starts a case about somebody who may have one."""

    def test_she_looks_first_and_nothing_typed_is_lost(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        sent = {**START, "deputy": region.arno.pk, "name": "Nora Segras", "birth_date": "2011-05-04"}
        page = anna.post("/cases/new/", sent)
        assert page.status_code == 400
        assert list(page.context["form"].errors) == ["looked"]
        assert page.context["form"]["name"].value() == "Nora Segras"
        assert case.number in page.text
        assert "Noor Zeegras" in page.text
        line = LedgerLine.objects.filter(event="alike.read").get()
        assert (line.user_id, line.detail) == (region.anna.pk, {"shown": 1, "alike": [case.number]})
        assert Case.objects.count() == 1
        assert anna.post("/cases/new/", {**sent, "looked": "on"}).status_code == 302
        assert Case.objects.count() == 2

    def test_eva_starts_one_and_learns_nothing(self, region: Region, case: Case, log_in: LogIn) -> None:
        sent = {**START, "deputy": region.arno.pk, "name": "Noor Zeegras", "birth_date": "2011-05-04"}
        assert log_in("eva").post("/cases/new/", sent).status_code == 302
        assert not LedgerLine.objects.filter(event="alike.read").exists()

    def test_a_new_name_is_asked_nothing(self, region: Region, case: Case, log_in: LogIn) -> None:
        anna = log_in("anna")
        assert 'type="checkbox" name="looked"' not in anna.get("/cases/new/").text
        sent = {**START, "deputy": region.arno.pk, "name": "Lisa Duin"}
        assert anna.post("/cases/new/", sent).status_code == 302
