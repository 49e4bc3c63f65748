"""The time machine: for then it says what the gate said then (for "now": ``test_now``)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import gate
from cases.access.rules import Refusal, Way
from cases.audit.events import Event
from cases.audit.machine import answer
from cases.audit.machine.answer import Answer, Asked, Seat
from cases.audit.machine.past import scene
from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from organisations import covenant, grants, membership
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantClause
from organisations.roles import Role
from organisations.staff import secondment
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]
SOON = timedelta(minutes=1)


def looked(region: Region, key: str, case: Case, at: datetime) -> Answer:
    """Give what an organisation could see of a case at an instant."""
    return answer.of(scene(region.organisations[key], case, at=at))


def seat(found: Answer, name: str) -> Seat:
    """Give one person of the answer."""
    return next(seat for seat in found.seats if seat.name == name.capitalize())


def question(region: Region, case: Case, at: str = "2026-11-17T09:30", **more: str) -> dict[str, str]:
    """Give what Dina fills in; local time, an hour ahead of UTC."""
    return {"number": case.number, "organisation": str(region.school.pk), "at": at, **more}


class TestStories:
    """What changed later does not change what could be seen then."""

    def test_a_clause_withdrawn(self, region: Region, case: Case) -> None:
        clause = CovenantClause.objects.get(organisation_kind="school", compartment="identity")
        covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
        before = looked(region, "school", case, region.now - SOON)
        after = looked(region, "school", case, region.now + SOON)
        assert Compartment.IDENTITY in seat(before, "bram").readable
        assert Compartment.IDENTITY not in seat(after, "bram").readable
        closed = next(part for part in after.parts if part.compartment is Compartment.IDENTITY)
        assert closed.refusal is Refusal.COMPARTMENT_CLOSED
        assert closed.compartment in after.scene.admission.compartments  # it was the clause, not the choice

    def test_a_grant_ended(self, region: Region, case: Case) -> None:
        part = CaseParticipation.objects.get(case=case, organisation=region.school)
        participation.end(part, actor=region.actor("anna"), reason="moved", now=region.now)
        before = looked(region, "school", case, region.now - SOON)
        after = looked(region, "school", case, region.now + SOON)
        assert [found.name for found in before.readers] == ["Bea", "Bram"]
        assert seat(before, "bram").way is Way.NAMED
        assert seat(before, "bea").way is Way.ORGANISATION
        assert after.readers == []
        assert {part.refusal for part in after.parts} == {Refusal.NOT_ADMITTED}
        assert after.scene.earlier.ended_at == region.now

    def test_a_secondment_begun(self, region: Region, case: Case) -> None:
        starts = region.now + timedelta(days=1)
        period = secondment.Period(region.school, starts, starts + timedelta(days=30))
        joost = region.actor("joost")
        lent = secondment.offer(member(region, "piet"), actor=joost, period=period, now=region.now)
        secondment.accept(lent, actor=joost, role=Role.CONTACT_POINT, now=region.now)
        before = looked(region, "school", case, starts - SOON)
        after = looked(region, "school", case, starts + SOON)
        assert "Piet" not in [found.name for found in before.readers]
        assert "Piet" in [found.name for found in after.readers]

    def test_who_left_and_who_was_taken_off_the_case_could_see_it_before(
        self, region: Region, case: Case
    ) -> None:
        participation.remove_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)
        membership.end(member(region, "bea"), actor=FOUNDER, now=region.now)
        before = looked(region, "school", case, region.now - SOON)
        after = looked(region, "school", case, region.now + SOON)
        assert [found.name for found in before.readers] == ["Bea", "Bram"]
        assert after.readers == []
        assert seat(after, "bram").refusal is Refusal.NOT_NAMED

    def test_an_act_taken_away_from_a_role(self, region: Region, case: Case) -> None:
        grants.narrow(
            region.school,
            actor=region.actor("joost"),
            role=Role.PROFESSIONAL,
            act=Act.READ_CASE,
            now=region.now,
        )
        assert seat(looked(region, "school", case, region.now - SOON), "bram").readable
        after = looked(region, "school", case, region.now + SOON)
        assert seat(after, "bram").refusal is Refusal.ACT_NOT_IN_ROLE

    def test_before_the_case_nobody_could_see_anything(self, region: Region, case: Case) -> None:
        found = looked(region, "desk", case, region.now - timedelta(days=8))
        assert not found.scene.existed
        assert found.readers == []

    def test_a_role_that_changed_later(self, region: Region, case: Case) -> None:
        standing = member(region, "bea")
        membership.change_role(standing, actor=FOUNDER, role=Role.ORGANISATION_ADMIN, now=region.now)
        assert seat(looked(region, "school", case, region.now - SOON), "bea").readable
        assert not seat(looked(region, "school", case, region.now + SOON), "bea").readable

    def test_the_questions_do_not_grow_with_people(self, region: Region, case: Case) -> None:
        with CaptureQueriesContext(connection) as few:
            looked(region, "school", case, region.now)
        for key in ("chris", "gijs", "iris"):
            membership.end(member(region, key), actor=FOUNDER, now=region.now)
            membership.start(
                actor=FOUNDER,
                user=region.people[key],
                organisation=region.school,
                role=Role.PROFESSIONAL,
                now=region.now,
            )
        with CaptureQueriesContext(connection) as many:
            looked(region, "school", case, region.now + SOON)
        assert len(few) == len(many) <= 12


class TestAsking:
    """Asking is a line; who does not review the ledger may not ask."""

    def test_the_question_is_a_line_without_any_name(self, region: Region, case: Case) -> None:
        asked = Asked(region.school, case, region.now, None, region.now, "all")
        answer.ask(asked, actor=region.actor("dina"), now=region.now)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.case_id) == ("past.read", "R", case.pk)
        assert line.detail == {
            "organisation": region.school.pk,
            "moment": "2026-11-17T09:00+00:00",
            "span": "all",
        }

    @pytest.mark.parametrize("name", ["anna", "bram", "iris", "joost"])
    def test_others_are_refused(self, region: Region, case: Case, name: str) -> None:
        asked = Asked(region.school, case, region.now, None, region.now, "all")
        with pytest.raises(AccessDenied):
            answer.ask(asked, actor=region.actor(name), now=region.now)
        assert not LedgerLine.objects.filter(event=Event.PAST_READ.value).exists()


class TestPage:
    """The page and its report."""

    def test_dina_reads_who_could_see_what_and_what_was_opened(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        gate.open_case(region.actor("bram"), case.number, now=region.now - timedelta(minutes=40))
        page = log_in("dina").get("/audit/machine/", question(region, case))
        assert page.status_code == 200
        assert "Bea" in page.text
        assert "Artikel 5.1 van het convenant (v1)" in page.text
        assert page.context["counts"]["readings"] == 1
        assert "Noor" not in page.text

    def test_a_longer_period_shows_more(self, region: Region, case: Case, log_in: LogIn) -> None:
        earlier = region.now - timedelta(days=3)
        gate.open_case(region.actor("bram"), case.number, now=earlier)
        client = log_in("dina")
        assert client.get("/audit/machine/", question(region, case)).context["entries"] == []
        page = client.get("/audit/machine/", question(region, case, span="week"))
        assert page.context["counts"]["readings"] == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("number", "Noor Zeegras"),
            ("number", "C-26-22222"),
            ("at", "2026-11-18T09:00"),
            ("at", "yesterday"),
            ("organisation", "99999"),
            ("span", "year"),
        ],
    )
    def test_a_wrong_question_gets_a_sentence_and_no_answer(
        self, region: Region, case: Case, log_in: LogIn, field: str, value: str
    ) -> None:
        asked = {**question(region, case), field: value}
        for path in ("/audit/machine/", "/audit/machine/report.pdf"):
            page = log_in("dina").get(path, asked)
            assert page.status_code == 400
            assert page.context["form"].errors[field]
        assert not LedgerLine.objects.filter(event__startswith="past.").exists()

    def test_the_report_is_a_pdf_and_a_line(self, region: Region, case: Case, log_in: LogIn) -> None:
        gate.open_case(region.actor("bram"), case.number, now=region.now - timedelta(minutes=40))
        paper = log_in("dina").get("/audit/machine/report.pdf", question(region, case))
        assert paper.content.startswith(b"%PDF-")
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.case_id) == ("past.exported", "E", case.pk)

    def test_pages_of_lines_follow_each_other(self, region: Region, case: Case, log_in: LogIn) -> None:
        for minute in range(30):
            gate.open_case(region.actor("bram"), case.number, now=region.now - timedelta(minutes=minute))
        client = log_in("dina")
        first = client.get("/audit/machine/", question(region, case))
        assert len(first.context["entries"]) == 25
        second = client.get(first.context["older_url"])
        assert len(second.context["entries"]) == 5
        assert second.context["headline"] == first.context["headline"]
