"""Safety incidents in care: written down by who saw it, told to who coordinates, never changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.incidents import incident
from cases.incidents.models import SafetyIncident
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
GATE = incident.Seen(
    "at_the_gate", "young_person", NOW - timedelta(hours=1), "The gate", "A car waited and called her name"
)
TYPED = {
    "kind": "threat",
    "against": "staff",
    "happened_at": "2026-11-17T09:30",
    "place": "De hal",
    "what": "<b>Hij zei</b>: ik weet je te vinden",
    "police": "not_yet",
    "report_address": "work",
}


def test_bram_writes_it_down_and_the_line_holds_no_words(region: Region, case: Case) -> None:
    made = incident.report(case, actor=region.actor("bram"), seen=GATE, now=NOW)
    line = LedgerLine.objects.get(event="safety_incident.reported")
    assert (line.case_id, line.compartments, line.detail) == (case.pk, "signals", {"kind": "at_the_gate"})
    entry = case.timeline.get(kind="safety_incident")
    assert (entry.compartment, entry.params) == ("signals", {})
    assert made.history.count() == 1


def test_coordinator_and_deputy_are_told_with_a_number_and_a_link(region: Region, case: Case) -> None:
    incident.report(case, actor=region.actor("bram"), seen=GATE, now=NOW)
    incident.report(case, actor=region.actor("bram"), seen=GATE, now=NOW)
    told = Delivery.objects.filter(notification__kind="safety_incident", channel="inbox")
    assert sorted(row.user.name for row in told) == ["Anna", "Anna", "Arno", "Arno"]
    assert {row.path for row in told} == {f"/cases/{case.number}/incidents/"}


def test_who_wrote_it_is_not_told(region: Region, case: Case) -> None:
    incident.report(case, actor=region.actor("anna"), seen=GATE, now=NOW)
    told = Delivery.objects.filter(notification__kind="safety_incident", channel="inbox")
    assert [row.user for row in told] == [region.arno]


@pytest.mark.parametrize("name", ["gerda", "hugo", "iris", "chris", "eva", "dina", "joost"])
def test_who_may_not_write_there_is_refused(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        incident.report(case, actor=region.actor(name), seen=GATE, now=NOW)
    assert not SafetyIncident.objects.exists()


def test_the_future_and_a_closed_case_are_refused(region: Region, case: Case) -> None:
    bram = region.actor("bram")
    with pytest.raises(StateConflictError) as refused:
        incident.report(case, actor=bram, seen=replace(GATE, happened_at=NOW + timedelta(hours=1)), now=NOW)
    assert refused.value.field == "happened_at"
    casefile.close(case, actor=region.actor("anna"), reason="done", now=NOW)
    with pytest.raises(StateConflictError):
        incident.report(case, actor=bram, seen=GATE, now=NOW)


def test_the_form_writes_it_and_markup_stays_text(case: Case, log_in: LogIn) -> None:
    bram = log_in("bram")
    answer = bram.post(f"/cases/{case.number}/incidents/new/", TYPED, follow=True)
    page = answer.content.decode()
    assert "&lt;b&gt;Hij zei" in page
    assert "Kan opnieuw gebeuren" in page
    assert "Vraag de wijkagent" in page
    assert "Veiligheidsincidenten" in bram.get(f"/cases/{case.number}/signals/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": "  "}, "what"),
        ({"what": "x" * 10_001}, "what"),
        ({"kind": "crime"}, "kind"),
        ({"happened_at": "2026-11-18T09:30"}, "happened_at"),
        ({"police": ""}, "police"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    case: Case, log_in: LogIn, typed: dict[str, str], field: str
) -> None:
    answer = log_in("bram").post(f"/cases/{case.number}/incidents/new/", {**TYPED, **typed})
    assert answer.status_code in (400, 409)
    assert answer.context["form"].errors[field]
    assert 'value="De hal"' in answer.content.decode()
    assert not SafetyIncident.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("bram", 200), ("farid", 200), ("hugo", 403), ("iris", 403), ("chris", 404), ("eva", 404)],
)
def test_who_meets_the_page(region: Region, case: Case, log_in: LogIn, name: str, status: int) -> None:
    incident.report(case, actor=region.actor("bram"), seen=GATE, now=NOW)
    answer = log_in(name).get(f"/cases/{case.number}/incidents/")
    assert answer.status_code == status
    assert (GATE.what in answer.content.decode()) is (status == 200)
