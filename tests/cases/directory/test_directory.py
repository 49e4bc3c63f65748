"""The phone list: read by everybody at the table, kept by a few, checked every few months, without a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.directory import entry
from cases.directory.models import DirectoryEntry
from cases.directory.rules import CHECK_AFTER, Freshness, can_be_dialled, freshness, names_a_case
from cases.workdays import AMSTERDAM, after
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
AVIM = entry.Line("avim", "020 5550102", area="Eenheid", person="Coördinator AVIM", backup="Wachtdienst")
TYPED = {"unit": "emm", "phone": "020 5550106", "person": "EMM, frontoffice", "backup_phone": ""}


def table(region: Region) -> int:
    return region.covenant_version.covenant_id


@pytest.fixture
def avim(region: Region) -> DirectoryEntry:
    """Give the line that Iris added."""
    return entry.add(actor=region.actor("iris"), table=table(region), line=AVIM, now=NOW)


class TestRules:
    """When to look again, and what may not stand there."""

    @pytest.mark.parametrize(
        ("passed", "found"),
        [
            (timedelta(0), Freshness.FRESH),
            (CHECK_AFTER, Freshness.FRESH),
            (CHECK_AFTER + timedelta(seconds=1), Freshness.ASK),
        ],
    )
    def test_after_four_months_somebody_is_asked(self, passed: timedelta, found: Freshness) -> None:
        """Four months: a design choice."""
        assert freshness(NOW, now=NOW + passed) is found

    def test_a_changing_clock_changes_nothing(self) -> None:
        summer = datetime(2026, 8, 1, 12, tzinfo=AMSTERDAM)
        end = after(summer, CHECK_AFTER).astimezone(UTC)
        assert freshness(summer, now=end) is Freshness.FRESH
        assert freshness(summer, now=end + timedelta(seconds=1)) is Freshness.ASK

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Casus C-26-7K3QF", True),
            ("zie s-26-7k3qf", True),
            ("voor Jongere 26-017", True),
            ("jongere 26-017", True),
            ("Basisteam Waterdam-Zuid", False),
            ("Jongerenteam", False),
            ("", False),
        ],
    )
    def test_what_is_of_a_case(self, text: str, found: bool) -> None:
        assert names_a_case(text) is found

    @pytest.mark.parametrize(
        ("text", "found"), [("112", True), ("0900-8844, kies 3", True), ("bel me", False), ("12", False)]
    )
    def test_what_can_be_dialled(self, text: str, found: bool) -> None:
        assert can_be_dialled(text) is found


class TestActs:
    """Who keeps the list, and what stays behind."""

    @pytest.mark.parametrize("name", ["anna", "arno", "iris"])
    def test_coordinators_and_the_director_keep_it(self, region: Region, name: str) -> None:
        made = entry.add(actor=region.actor(name), table=table(region), line=AVIM, now=NOW)
        line = LedgerLine.objects.get(event="directory.added")
        assert (line.case_id, line.detail) == (None, {"unit": "avim"})
        assert made.history.count() == 1

    @pytest.mark.parametrize("name", ["bram", "farid", "fenna", "gerda", "hugo", "chris", "dina", "joost"])
    def test_nobody_else_writes_in_it(self, region: Region, avim: DirectoryEntry, name: str) -> None:
        actor = region.actor(name)
        with pytest.raises(AccessDenied):
            entry.add(actor=actor, table=table(region), line=AVIM, now=NOW)
        with pytest.raises(AccessDenied):
            entry.end(avim, actor=actor, version=1, now=NOW)
        assert DirectoryEntry.objects.get().ended_at is None

    def test_a_table_of_others_is_not_theirs_to_keep(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            entry.add(actor=region.actor("anna"), table=table(region) + 1, line=AVIM, now=NOW)

    @pytest.mark.parametrize(
        ("line", "field"),
        [
            (replace(AVIM, phone="bel me"), "phone"),
            (replace(AVIM, backup_phone="geen"), "backup_phone"),
            (replace(AVIM, person="Belt over C-26-7K3QF"), "person"),
            (replace(AVIM, reachable="voor Jongere 26-017"), "reachable"),
        ],
    )
    def test_what_may_not_stand_there_is_refused(
        self, region: Region, avim: DirectoryEntry, line: entry.Line, field: str
    ) -> None:
        anna = region.actor("anna")
        for act in (
            lambda: entry.add(actor=anna, table=table(region), line=line, now=NOW),
            lambda: entry.change(avim, actor=anna, line=line, version=1, now=NOW),
        ):
            with pytest.raises(StateConflictError) as refused:
                act()
            assert refused.value.field == field

    def test_a_check_starts_the_months_anew_and_a_change_keeps_what_was_there(
        self, region: Region, avim: DirectoryEntry
    ) -> None:
        later = NOW + timedelta(days=150)
        checked = entry.confirm(avim, actor=region.actor("anna", now=later), version=1, now=later)
        assert (checked.checked_at, checked.checked_by) == (later, region.anna)
        changed = entry.change(
            avim, actor=region.actor("iris"), line=replace(AVIM, phone="112"), version=2, now=later
        )
        assert changed.history.order_by("history_id").first().phone == AVIM.phone
        with pytest.raises(StaleWriteError):
            entry.end(avim, actor=region.actor("anna"), version=2, now=later)

    def test_what_was_taken_away_stays_away(self, region: Region, avim: DirectoryEntry) -> None:
        anna = region.actor("anna")
        entry.end(avim, actor=anna, version=1, now=NOW)
        with pytest.raises(StateConflictError):
            entry.confirm(avim, actor=anna, version=2, now=NOW)
        assert not entry.of_tables(anna, now=NOW).exists()


def test_after_four_months_it_stands_in_the_queue_of_who_keeps_it(
    region: Region, avim: DirectoryEntry
) -> None:
    def asked(name: str, now: datetime) -> list[str]:
        items = queue.for_actor(region.actor(name), now=now)
        return [item.about for item in items if item.url == "/directory/"]

    later = NOW + CHECK_AFTER + timedelta(days=1)
    assert asked("iris", NOW) == []
    for name in ("iris", "anna"):
        assert len(asked(name, later)) == 1
    assert asked("bram", later) == []


class TestPages:
    """What people see and type."""

    @pytest.mark.parametrize("name", ["anna", "bram", "farid", "hugo", "gerda", "iris"])
    def test_everybody_at_the_table_reads_it(self, avim: DirectoryEntry, log_in: LogIn, name: str) -> None:
        page = log_in(name).get("/directory/").content.decode()
        assert "Coördinator AVIM" in page
        assert 'href="tel:0205550102"' in page
        assert "Er is niemand bekend voor:" in page
        assert ("Regel toevoegen" in page) is (name in ("anna", "iris"))

    @pytest.mark.parametrize("name", ["dina", "joost"])
    def test_who_reads_no_cases_does_not_read_it(
        self, avim: DirectoryEntry, log_in: LogIn, name: str
    ) -> None:
        assert log_in(name).get("/directory/").status_code == 403

    def test_iris_adds_changes_checks_and_takes_away(self, region: Region, log_in: LogIn) -> None:
        iris = log_in("iris")
        iris.post("/directory/new/", {**TYPED, "table": table(region)})
        made = DirectoryEntry.objects.get()
        address = f"/directory/{made.pk}/"
        iris.post(f"{address}change/", {**TYPED, "table": table(region), "area": "Landelijk", "version": 1})
        iris.post(f"{address}check/", {"version": 2})
        answer = iris.post(f"{address}end/", {"version": 3}, follow=True)
        assert answer.status_code == 200
        made.refresh_from_db()
        assert (made.area, made.version, made.ended_at is None) == ("Landelijk", 4, False)
        assert iris.get(f"{address}check/").status_code == 404

    @pytest.mark.parametrize(
        ("typed", "status", "field"),
        [
            ({"phone": ""}, 400, "phone"),
            ({"mail": "geen adres"}, 400, "mail"),
            ({"unit": "stasi"}, 400, "unit"),
            ({"table": "0"}, 400, "table"),
            ({"person": "x" * 161}, 400, "person"),
            ({"phone": "bel me"}, 409, "phone"),
            ({"area": "Jongere 26-017"}, 409, "area"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
        self, region: Region, log_in: LogIn, typed: dict[str, str], status: int, field: str
    ) -> None:
        posted = {**TYPED, "table": table(region), "reachable": "Maandag", **typed}
        answer = log_in("anna").post("/directory/new/", posted)
        assert answer.status_code == status
        assert answer.context["form"].errors[field]
        assert 'value="Maandag"' in answer.content.decode()
        assert not DirectoryEntry.objects.exists()

    def test_a_stale_page_shows_what_is_there_now(
        self, region: Region, avim: DirectoryEntry, log_in: LogIn
    ) -> None:
        entry.change(avim, actor=region.actor("anna"), line=replace(AVIM, phone="112"), version=1, now=NOW)
        answer = log_in("iris").post(
            f"/directory/{avim.pk}/change/", {**TYPED, "table": table(region), "version": 1}
        )
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Kies wat blijft: Telefoonnummer" in page
        assert "112" in page

    def test_the_form_of_a_contact_suggests_from_it(
        self, case: Case, avim: DirectoryEntry, log_in: LogIn
    ) -> None:
        page = log_in("farid").get(f"/cases/{case.number}/police/contact/new/").content.decode()
        assert '<option value="Coördinator AVIM">' in page
        assert 'list="known-people"' in page
        assert "020 5550102" in page
