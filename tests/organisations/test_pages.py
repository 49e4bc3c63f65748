"""The pages of organisations, covenant and duty: who sees which, what is refused, what is written down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from organisations.models import CovenantClause, CovenantParty, DutyShift
from organisations.roles import Role
from tests.cast import Region, member
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga")


def last_line() -> LedgerLine:
    """Give the newest line of the ledger."""
    return LedgerLine.objects.latest("id")


class TestLooking:
    """Which organisations somebody sees, and that looking is written down."""

    @pytest.mark.parametrize("name", ["dina", "joost"])
    def test_all_organisations_for_who_keeps_or_reviews(
        self, region: Region, log_in: LogIn, name: str
    ) -> None:
        page = log_in(name).get("/organisations/")
        assert all(o.name in page.text for o in region.organisations.values())
        assert (last_line().event, last_line().detail["page"]) == ("page.read", "organisations")

    def test_olga_sees_her_own_only(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        page = client.get("/organisations/")
        assert region.school.name in page.text
        assert region.police.name not in page.text
        assert client.get(f"/organisations/{region.school.pk}/").status_code == 200
        refused = client.get(f"/organisations/{region.police.pk}/")
        unknown = client.get("/organisations/999999/")
        assert (refused.status_code, unknown.status_code) == (404, 404)
        assert (last_line().outcome, last_line().refusal) == ("refused", "other_organisation")

    @pytest.mark.parametrize("name", ["anna", "bram", "bea", "farid", "hugo", "iris", "chris"])
    @pytest.mark.parametrize("path", ["/organisations/", "/covenants/", "/duty/", "/audit/"])
    def test_nobody_else_comes_in(self, log_in: LogIn, name: str, path: str) -> None:
        assert log_in(name).get(path).status_code == 403
        assert last_line().refusal == "act_not_in_role"

    @pytest.mark.parametrize("path", ["/organisations/", "/covenants/", "/duty/", "/audit/"])
    def test_a_stranger_logs_in_first(self, client: Client, path: str) -> None:
        assert client.get(path).headers["Location"].startswith("/account/login/")

    def test_dina_looks_and_changes_nothing(self, region: Region, log_in: LogIn) -> None:
        client = log_in("dina")
        page = client.get(f"/organisations/{region.school.pk}/")
        assert "Bram" in page.text
        assert "/members/new/" not in page.text
        for path in (
            f"/organisations/{region.school.pk}/members/new/",
            f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}/end/",
            f"/organisations/{region.school.pk}/roles/professional/sound_alert/",
        ):
            assert client.post(path).status_code == 403
        assert member(region, "bram").ended_at is None

    def test_members_cost_no_more_queries_when_there_are_more(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        path = f"/organisations/{region.school.pk}/"
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(path)
        for number in range(8):
            join(region, f"docent{number}", "school", Role.PROFESSIONAL)
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == len(few)

    def test_no_page_tells_that_there_is_a_case(self, region: Region, case: Case, log_in: LogIn) -> None:
        paths = [
            "/organisations/",
            f"/organisations/{region.school.pk}/",
            f"/organisations/{region.school.pk}/roles/",
        ]
        for name, more in (
            ("olga", ["/duty/"]),
            ("dina", []),
            ("joost", ["/duty/", "/covenants/", f"/covenants/{region.covenant_version.pk}/"]),
        ):
            client = log_in(name)
            for path in [*paths, *more]:
                page = client.get(path)
                assert page.status_code == 200
                for hint in (case.number, case.pseudonym, "Noor", "Zeegras"):
                    assert hint not in page.text, (name, path)


class TestMembers:
    """Adding, changing and ending through the pages."""

    def test_olga_invites_a_colleague(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        path = f"/organisations/{region.school.pk}/members/new/"
        assert client.get(path).status_code == 200
        values = {"email": "nieuw@school.example", "name": "Nieuwe Docent", "role": "professional"}
        done = client.post(path, values, follow=True)
        assert "Nieuwe Docent" in done.text
        assert LedgerLine.objects.filter(event="invitation.sent", user_id=region.olga.pk).count() == 1

    def test_a_mistake_keeps_what_was_typed(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        path = f"/organisations/{region.school.pk}/members/new/"
        wrong = client.post(path, {"email": "geen adres", "name": "Nieuwe Docent", "role": "professional"})
        assert wrong.status_code == 400
        assert "Nieuwe Docent" in wrong.text
        twice = client.post(path, {"email": region.bram.email, "name": "Bram", "role": "professional"})
        assert twice.status_code == 409

    def test_olga_is_not_offered_the_roles_of_the_platform(self, region: Region, log_in: LogIn) -> None:
        path = f"/organisations/{region.school.pk}/members/new/"
        assert 'value="auditor"' not in log_in("olga").get(path).text
        assert 'value="auditor"' in log_in("joost").get(path).text
        values = {"email": "nieuw@school.example", "name": "Nieuw", "role": "platform_admin"}
        assert log_in("olga").post(path, values).status_code == 400

    def test_another_role_and_an_end(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        home = f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}"
        first = {"role": "contact_point", "version": member(region, "bram").version}
        assert client.post(f"{home}/role/", first).status_code == 302
        late = client.post(f"{home}/role/", {**first, "role": "duty_officer"})
        assert late.status_code == 409
        assert "Iemand anders heeft dit intussen opgeslagen" in late.text
        assert region.actor("bram").role is Role.CONTACT_POINT
        assert client.get(f"{home}/end/").status_code == 200
        assert client.post(f"{home}/end/").status_code == 302
        assert region.actor("bram").organisation is None
        again = client.post(f"{home}/end/")
        assert again.status_code == 409

    def test_the_last_administrator_reads_why_not(self, region: Region, log_in: LogIn) -> None:
        path = f"/organisations/{region.school.pk}/members/{member(region, 'olga').pk}/end/"
        answer = log_in("joost").post(path)
        assert answer.status_code == 409
        assert member(region, "olga").ended_at is None

    def test_a_member_of_elsewhere_is_not_found(self, region: Region, log_in: LogIn) -> None:
        path = f"/organisations/{region.school.pk}/members/{member(region, 'farid').pk}/end/"
        assert log_in("olga").post(path).status_code == 404

    def test_who_left_finds_the_door_closed_at_once(self, region: Region, log_in: LogIn) -> None:
        bram = log_in("bram")
        assert bram.get("/inbox/").status_code != 403
        home = f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}/end/"
        log_in("olga").post(home)
        assert bram.get("/organisations/").status_code == 403
        assert last_line().refusal == "not_a_member"


class TestRoles:
    """The table role × act."""

    def test_taken_away_and_given_back(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        path = f"/organisations/{region.school.pk}/roles/professional/sound_alert/"
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 302
        assert not region.actor("bram").holds("sound_alert")
        assert client.post(path).status_code == 302
        assert region.actor("bram").holds("sound_alert")

    @pytest.mark.parametrize("tail", ["professional/triage_signal/", "auditor/review_audit/"])
    def test_what_cannot_be_taken_is_said(self, region: Region, log_in: LogIn, tail: str) -> None:
        path = f"/organisations/{region.school.pk}/roles/{tail}"
        assert log_in("olga").post(path).status_code == 409

    @pytest.mark.parametrize("tail", ["professional/fly/", "queen/read_case/"])
    def test_an_unknown_role_or_act_is_no_address(self, region: Region, log_in: LogIn, tail: str) -> None:
        assert log_in("olga").get(f"/organisations/{region.school.pk}/roles/{tail}").status_code == 404


class TestCovenant:
    """Versions, parties and clauses, for the platform's keeper."""

    @pytest.mark.parametrize("name", ["olga", "dina"])
    def test_only_joost_opens_the_covenant(self, region: Region, log_in: LogIn, name: str) -> None:
        assert log_in(name).get(f"/covenants/{region.covenant_version.pk}/").status_code == 403

    def test_the_matrix_names_every_article(self, region: Region, log_in: LogIn) -> None:
        page = log_in("joost").get(f"/covenants/{region.covenant_version.pk}/")
        for clause in region.covenant_version.clauses.all():
            assert f">art. {clause.article}<" in page.text
        assert log_in("joost").get("/covenants/999999/").status_code == 404

    def test_a_party_leaves_and_reads_nothing_more(self, region: Region, case: Case, log_in: LogIn) -> None:
        party = CovenantParty.objects.get(organisation=region.school)
        path = f"/covenants/parties/{party.pk}/withdraw/"
        today = timezone.localdate(region.now)
        client = log_in("joost")
        assert client.get(path).status_code == 200
        assert client.post(path, {"on": (today - timedelta(days=1)).isoformat()}).status_code == 409
        assert client.post(path, {"on": today.isoformat()}).status_code == 302
        assert last_line().event == "covenant.changed"
        assert client.post(path, {"on": today.isoformat()}).status_code == 409

    def test_a_clause_is_withdrawn_once(self, region: Region, log_in: LogIn) -> None:
        clause = CovenantClause.objects.first()
        path = f"/covenants/clauses/{clause.pk}/withdraw/"
        client = log_in("joost")
        today = timezone.localdate(region.now)
        assert client.post(path, {"on": "geen dag"}).status_code == 400
        assert client.post(path, {"on": today.isoformat()}).status_code == 302
        assert client.post(path, {"on": today.isoformat()}).status_code == 409

    @pytest.mark.parametrize("kind", ["parties", "clauses"])
    def test_what_is_not_there_is_not_found(self, log_in: LogIn, kind: str) -> None:
        assert log_in("joost").get(f"/covenants/{kind}/999999/withdraw/").status_code == 404


class TestDuty:
    """The roster of the organisation one acts for."""

    def test_olga_plans_a_shift_and_takes_it_out(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        values = {"user": region.bram.pk, "weekday": 2, "starts": "09:00", "ends": "17:00", "level": 2}
        assert client.post("/duty/shifts/new/", values).status_code == 302
        assert "09:00" in client.get("/duty/").text
        assert client.post("/duty/shifts/new/", values).status_code == 409
        row = DutyShift.objects.latest("id")
        assert client.get(f"/duty/shifts/{row.pk}/remove/").status_code == 200
        assert client.post(f"/duty/shifts/{row.pk}/remove/").status_code == 302
        assert client.post(f"/duty/shifts/{row.pk}/remove/").status_code == 404

    def test_an_exception_is_written_and_taken_away(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        values = {
            "user": region.bram.pk,
            "is_away": "away",
            "starts_at": "2026-11-18T09:00",
            "ends_at": "2026-11-18T17:00",
            "level": 1,
        }
        assert client.post("/duty/overrides/new/", values).status_code == 302
        row = region.school.duty_overrides.get()
        page = client.get("/duty/")
        assert f"/duty/overrides/{row.pk}/remove/" in page.text
        assert 'datetime="2026-11-18T09:00:00+01:00"' in page.text  # the gap that this leaves
        assert client.post(f"/duty/overrides/{row.pk}/remove/").status_code == 302
        values["ends_at"] = "2026-11-18T08:00"
        assert client.post("/duty/overrides/new/", values).status_code == 409
        values["ends_at"] = "9026-11-18T08:00"
        assert client.post("/duty/overrides/new/", values).status_code == 400

    def test_people_of_elsewhere_are_not_offered(self, region: Region, log_in: LogIn) -> None:
        client = log_in("olga")
        assert "Farid" not in client.get("/duty/shifts/new/").text
        values = {"user": region.farid.pk, "weekday": 2, "starts": "09:00", "ends": "17:00", "level": 1}
        assert client.post("/duty/shifts/new/", values).status_code == 400
        theirs = region.police.shifts.first()
        assert client.post(f"/duty/shifts/{theirs.pk}/remove/").status_code == 404
        assert DutyShift.objects.filter(pk=theirs.pk).exists()
