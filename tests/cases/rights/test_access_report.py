"""Anna tells Noor or her parents who looked; names are left out where somebody decided so for a reason."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.access import gate, sealing
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.rights import access_report, shielding
from cases.rights.access_report import Wanted
from cases.rights.models import AccessReport, Shielding
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from tests.cast import Region, member

LogIn = Callable[[str], Client]
SOON = timedelta(minutes=30)


@pytest.fixture
def read(region: Region, case: Case) -> Case:
    """Give a case in which Bram looked twice and Farid looked at the police part; Chris was refused."""
    for minutes in (90, 40):
        gate.open_case(region.actor("bram"), case.number, now=region.now - timedelta(minutes=minutes))
    farid = region.actor("farid")
    gate.open_case(farid, case.number, now=region.now - SOON, compartment=Compartment.POLICE)
    with pytest.raises(AccessDenied):
        gate.open_case(region.actor("chris"), case.number, now=region.now - SOON)
    return case


def today(region: Region) -> date:
    """Give the day of the story."""
    return region.now.date()


def wanted(region: Region, **values: object) -> Wanted:
    """Give a report for Noor about this month."""
    given = {
        "for_whom": "young_person",
        "since": today(region) - timedelta(days=30),
        "until": today(region),
        **values,
    }
    return Wanted(**given)


def made(region: Region, case: Case, **values: object) -> AccessReport:
    """Let Anna make a report."""
    return access_report.make(
        case, actor=region.actor("anna"), wanted=wanted(region, **values), now=region.now
    )


class TestMaking:
    """The report and what it tells."""

    def test_it_tells_who_looked_and_is_a_line(self, region: Region, read: Case) -> None:
        found = access_report.told(made(region, read), now=region.now)
        assert [(entry.name, entry.times) for entry in found] == [("Bram", 2), ("Farid", 1)]
        assert not any(Compartment.POLICE in entry.parts for entry in found)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.case_id) == ("access_report.made", "C", read.pk)
        assert line.detail == {"asked_by": "young_person", "left_out": 0}

    def test_it_tells_the_same_again_whatever_happens_later(self, region: Region, read: Case) -> None:
        report = made(region, read)
        gate.open_case(region.actor("bea"), read.number, now=region.now + SOON)
        assert [entry.name for entry in access_report.told(report, now=region.now + SOON)] == [
            "Bram",
            "Farid",
        ]

    def test_only_the_days_that_were_asked(self, region: Region, read: Case) -> None:
        yesterday = today(region) - timedelta(days=1)
        report = made(region, read, since=yesterday, until=yesterday)
        assert access_report.told(report, now=region.now) == []

    def test_parts_are_left_out_with_a_ground_and_not_without(self, region: Region, read: Case) -> None:
        left_out = frozenset({Compartment.IDENTITY})
        with pytest.raises(StateConflictError) as refused:
            made(region, read, left_out=left_out)
        assert refused.value.field == "limit"
        report = made(region, read, left_out=left_out, limit="others")
        found = access_report.told(report, now=region.now)
        assert not any(Compartment.IDENTITY in entry.parts for entry in found)

    def test_too_long_to_read_is_refused(
        self, region: Region, read: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(access_report, "MOST", 1)
        with pytest.raises(StateConflictError):
            made(region, read)
        assert not AccessReport.objects.exists()

    @pytest.mark.parametrize("name", ["bram", "farid", "iris", "dina", "eva", "chris"])
    def test_only_who_coordinates_makes_it(self, region: Region, read: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            access_report.make(read, actor=region.actor(name), wanted=wanted(region), now=region.now)
        assert not AccessReport.objects.exists()


class TestShielding:
    """A name is left out for a reason, until a day, by who may."""

    def test_a_shielded_name_is_not_told(self, region: Region, read: Case) -> None:
        report = made(region, read)
        shielding.shield_on_case(
            read,
            actor=region.actor("anna"),
            user=region.farid,
            reason="Threats",
            until=today(region),
            now=region.now,
        )
        assert [entry.name for entry in access_report.told(report, now=region.now)] == ["Bram", ""]
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.case_id) == ("shielding.started", read.pk)
        assert line.detail == {"person": region.farid.pk}
        after = region.now + timedelta(days=2)
        fresh = access_report.make(
            read, actor=region.actor("anna", now=after), wanted=wanted(region), now=after
        )
        assert "Farid" in [entry.name for entry in access_report.told(fresh, now=after)]

    def test_an_administrator_shields_a_colleague_in_every_case(self, region: Region, read: Case) -> None:
        terms = {"reason": "Threats", "until": today(region) + timedelta(days=30)}
        joost = region.actor("joost")  # keeps the platform, and so every organisation
        standing = shielding.shield_colleague(member(region, "bram"), actor=joost, now=region.now, **terms)
        assert "Bram" not in [entry.name for entry in access_report.told(made(region, read), now=region.now)]
        with pytest.raises(StateConflictError):
            shielding.shield_colleague(member(region, "bram"), actor=joost, now=region.now, **terms)
        shielding.end(standing, actor=joost, now=region.now + SOON)
        assert LedgerLine.objects.latest("id").event == "shielding.ended"
        again = shielding.shield_colleague(
            member(region, "bram"), actor=joost, now=region.now + SOON, **terms
        )
        assert again.pk != standing.pk

    @pytest.mark.parametrize("days", [-1, 400])
    def test_the_day_lies_within_a_year(self, region: Region, read: Case, days: int) -> None:
        with pytest.raises(StateConflictError) as refused:
            shielding.shield_on_case(
                read,
                actor=region.actor("anna"),
                user=region.farid,
                reason="Threats",
                until=today(region) + timedelta(days=days),
                now=region.now,
            )
        assert refused.value.field == "until"

    def test_only_somebody_who_looked(self, region: Region, read: Case) -> None:
        with pytest.raises(StateConflictError):
            shielding.shield_on_case(
                read,
                actor=region.actor("anna"),
                user=region.piet,
                reason="Threats",
                until=today(region),
                now=region.now,
            )

    @pytest.mark.parametrize("name", ["bram", "bea", "iris", "dina"])
    def test_others_are_refused(self, region: Region, read: Case, name: str) -> None:
        terms = {"reason": "Threats", "until": today(region), "now": region.now}
        actor = region.actor(name)
        with pytest.raises(AccessDenied):
            shielding.shield_on_case(read, actor=actor, user=region.farid, **terms)
        with pytest.raises(AccessDenied):
            shielding.shield_colleague(member(region, "bram"), actor=actor, **terms)
        assert not Shielding.objects.exists()


class TestPages:
    """The form, the page to print, the PDF, and the names."""

    def test_anna_makes_a_report_and_prints_it(self, region: Region, read: Case, log_in: LogIn) -> None:
        client = log_in("anna")
        answer = client.post(
            f"/cases/{read.number}/rights/reports/new/",
            {"for_whom": "young_person", "since": "2026-11-01", "until": "2026-11-17"},
        )
        page = client.get(answer.url)
        assert "Bram" in page.text
        assert "AVG artikel 15 lid 4" in page.text
        assert "politie" not in page.context["rows"][0]["parts"]
        paper = client.get(f"{answer.url}report.pdf")
        assert paper.content.startswith(b"%PDF-")
        events = LedgerLine.objects.order_by("id").values_list("event", flat=True)
        assert list(events)[-2:] == ["access_report.read", "access_report.exported"]
        assert answer.url in client.get(f"/cases/{read.number}/rights/").text

    def test_it_says_nothing_of_a_seal_or_of_police_matters(
        self, region: Region, read: Case, log_in: LogIn
    ) -> None:
        client = log_in("anna")
        sealing.seal(read, actor=region.actor("anna"), reason="Threats", keep=[], now=region.now - SOON)
        report = made(region, read)
        page = client.get(f"/cases/{read.number}/rights/reports/{report.pk}/")
        told = " ".join(str(value) for row in page.context["rows"] for value in row.values())
        assert "erzegel" not in told + " ".join(page.context["lead"])
        assert "ngifte" not in told

    @pytest.mark.parametrize(
        ("values", "status", "field"),
        [
            ({"until": "2026-10-01"}, 400, "until"),
            ({"for_whom": "neighbour"}, 400, "for_whom"),
            ({"left_out": "police"}, 400, "left_out"),
            ({"left_out": "medical"}, 409, "limit"),
        ],
    )
    def test_wrong_input_gets_a_sentence_at_the_field(
        self, region: Region, read: Case, log_in: LogIn, values: dict, status: int, field: str
    ) -> None:
        typed = {"for_whom": "guardian", "since": "2026-11-01", "until": "2026-11-17", **values}
        answer = log_in("anna").post(f"/cases/{read.number}/rights/reports/new/", typed)
        assert answer.status_code == status
        assert answer.context["form"].errors[field]
        assert not AccessReport.objects.exists()

    def test_anna_leaves_a_name_out_and_tells_it_again(
        self, region: Region, read: Case, log_in: LogIn
    ) -> None:
        client = log_in("anna")
        typed = {"user": region.farid.pk, "reason": "Threats", "until": "2026-12-01"}
        assert client.post(f"/cases/{read.number}/rights/shieldings/new/", typed).status_code == 302
        page = client.get(f"/cases/{read.number}/rights/")
        assert "Threats" in page.text
        standing = Shielding.objects.get()
        client.post(f"/cases/{read.number}/rights/shieldings/{standing.pk}/end/")
        standing.refresh_from_db()
        assert standing.ended_by == region.anna

    def test_an_administrator_keeps_the_list_of_colleagues(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        client = log_in("joost")
        typed = {"user": region.iris.pk, "reason": "Threats", "until": "2026-12-01"}
        assert client.post("/shielded/new/", typed).status_code == 302
        assert "Iris" in client.get("/shielded/").text
        outside = {**typed, "user": region.bram.pk}
        assert client.post("/shielded/new/", outside).status_code == 400
        client.post(f"/shielded/{Shielding.objects.get().pk}/end/")
        assert client.get("/shielded/").context["rows"] == []

    def test_a_report_of_another_case_is_not_there(self, region: Region, read: Case, log_in: LogIn) -> None:
        report = made(region, read)
        assert log_in("arno").get(f"/cases/{read.number}/rights/reports/{report.pk}/").status_code == 200
        assert log_in("anna").get(f"/cases/{read.number}/rights/reports/{report.pk + 1}/").status_code == 404
