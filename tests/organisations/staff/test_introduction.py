"""No case before the introduction, where an organisation asks for that; and the overview of who waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cases.access import audience
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.missing import people as reachable
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.models import ContactChannel, Membership, User
from organisations.staff import introduction, overview
from organisations.staff.overview import Show, Sort
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga", "otto")


def demand(region: Region, by: str = "otto", is_demanded: bool = True) -> None:
    """Let the police ask for an introduction, or stop asking."""
    introduction.demand(region.police, actor=region.actor(by), is_demanded=is_demanded, now=region.now)


def introduce(region: Region, name: str = "farid", **changes: object) -> Membership:
    """Let Otto write down somebody's introduction."""
    values = {"actor": region.actor("otto"), "on": region.now.date(), "now": region.now, **changes}
    return introduction.introduce(member(region, name), **values)


class TestTheDoor:
    """What an introduction opens."""

    def test_farid_opens_no_case_before_it_and_reads_why(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        client, path = log_in("farid"), f"/cases/{case.number}/"
        assert client.get(path).status_code == 200
        demand(region)
        answer = client.get(path)
        assert answer.status_code == 403
        assert "introductie" in answer.text
        assert LedgerLine.objects.latest("id").refusal == "not_introduced"
        assert client.get("/inbox/").status_code == 200
        introduce(region)
        assert client.get(path).status_code == 200

    def test_lists_of_readers_and_of_whom_to_call_agree(self, region: Region, case: Case) -> None:
        pair, ids = (region.police.pk, region.farid.pk), [region.police.pk]

        def agreed() -> set[bool]:
            return {
                pair in audience.of_case(case.pk, now=region.now).readers(Compartment.POLICE),
                pair in reachable.reachable(case, ids, without=None, colour="red", now=region.now).able,
                "read_case" in region.actor("farid").acts,
            }

        assert agreed() == {True}
        demand(region)
        assert agreed() == {False}
        introduce(region)
        assert agreed() == {True}

    def test_an_administrator_keeps_managing(self, region: Region, log_in: LogIn) -> None:
        demand(region)
        assert log_in("otto").get(f"/organisations/{region.police.pk}/").status_code == 200

    def test_not_before_it_was_given_and_not_twice_from_an_old_page(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as conflict:
            introduce(region, on=region.now.date() + timedelta(days=1))
        assert (conflict.value.code, conflict.value.field) == ("in_the_future", "on")
        seen = member(region, "farid").version
        introduce(region, version=seen)
        with pytest.raises(StaleWriteError):
            introduce(region, version=seen)

    def test_only_by_the_own_administrator(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            demand(region, by="olga")
        with pytest.raises(AccessDenied):
            introduce(region, actor=region.actor("olga"))

    def test_asked_for_twice_is_said(self, region: Region) -> None:
        demand(region)
        with pytest.raises(StateConflictError) as conflict:
            demand(region)
        assert conflict.value.code == "so_already"
        demand(region, is_demanded=False)
        assert LedgerLine.objects.latest("id").detail == {"change": "not_demanded"}

    def test_through_the_pages(self, region: Region, log_in: LogIn) -> None:
        client, home = log_in("otto"), f"/organisations/{region.police.pk}"
        assert "3 medewerkers" in client.get(f"{home}/introduction/").text
        assert client.post(f"{home}/introduction/").status_code == 302
        path = f"{home}/members/{member(region, 'farid').pk}/introduced/"
        version = member(region, "farid").version
        assert client.post(path, {"on": "2030-01-01", "version": version}).status_code == 409
        assert client.post(path, {"on": "geen dag", "version": version}).status_code == 400
        assert client.post(path, {"on": "2026-11-16", "version": version}).status_code == 302
        assert client.post(path, {"on": "2026-11-15", "version": version}).status_code == 409
        assert member(region, "farid").trained_on.isoformat() == "2026-11-16"


class TestTheOverview:
    """Who needs attention, without any case."""

    def shown(self, region: Region, show: Show, sort: Sort = Sort.NAME) -> list[str]:
        """Give the names in a part of the school."""
        rows = overview.members(region.school, show=show, sort=sort, now=region.now)
        return [row.user.name for row in rows]

    def test_each_part_shows_who_it_is_about_and_counts_them(self, region: Region) -> None:
        User.objects.update(last_login=region.now)
        User.objects.filter(pk=region.bram.pk).update(last_login=None)
        User.objects.filter(pk=region.bea.pk).update(last_login=region.now - timedelta(days=61))
        ContactChannel.objects.filter(user=region.bea).update(verified_at=None)
        Authenticator.objects.create(user=region.bram, type=Authenticator.Type.TOTP, data={})
        Authenticator.objects.create(user=region.bea, type=Authenticator.Type.RECOVERY_CODES, data={})
        expected = {
            Show.ALL: ["Bea", "Bram", "Olga"],
            Show.NEVER: ["Bram"],
            Show.LONG_AGO: ["Bea"],
            Show.UNREACHABLE: ["Bea", "Olga"],
            Show.NO_SECOND_FACTOR: ["Bea", "Olga"],
            Show.NOT_INTRODUCED: ["Bea", "Bram", "Olga"],
            Show.ENDS_SOON: [],
            Show.CLOSED: [],
        }
        assert {show: self.shown(region, show) for show in Show} == expected
        counts = overview.counts(region.school, now=region.now)
        assert counts == {show: len(names) for show, names in expected.items()}
        assert self.shown(region, Show.ALL, Sort.LAST_LOGIN) == ["Bram", "Bea", "Olga"]

    def test_filter_and_order_stand_in_the_address(self, region: Region, log_in: LogIn) -> None:
        client, path = log_in("olga"), f"/organisations/{region.school.pk}/?show=never&sort=role"
        page = client.get(path)
        assert client.get(path).context["members"] == page.context["members"]
        assert {row.user.name for row in page.context["members"]} == {"Bea", "Bram"}
        assert "?show=never&amp;sort=name" in page.text
        assert 'aria-sort="ascending"' in page.text

    @pytest.mark.parametrize("query", ["?show=queen", "?sort=queen", "?show=&sort=", "?show=%00"])
    def test_an_unknown_part_shows_everybody(self, region: Region, log_in: LogIn, query: str) -> None:
        page = log_in("olga").get(f"/organisations/{region.school.pk}/{query}")
        assert (page.status_code, len(page.context["members"])) == (200, 3)

    def test_dina_sees_no_logins(self, region: Region, log_in: LogIn) -> None:
        page = log_in("dina").get(f"/organisations/{region.school.pk}/?show=never")
        assert len(page.context["members"]) == 3
        assert "Laatst ingelogd" not in page.text

    def test_no_page_of_a_member_tells_that_there_is_a_case(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        introduction.introduce(member(region, "bram"), actor=FOUNDER, on=region.now.date(), now=region.now)
        home = f"/organisations/{region.school.pk}"
        for path in (f"{home}/", f"{home}/members/{member(region, 'bram').pk}/", f"{home}/review/"):
            page = log_in("olga").get(path)
            assert page.status_code == 200
            for hint in (case.number, case.pseudonym, "Noor", "Zeegras"):
                assert hint not in page.text
