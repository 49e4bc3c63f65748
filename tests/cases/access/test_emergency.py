"""Break-glass: for a few hours, told at once, and no way to learn which numbers exist."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import emergency, gate
from cases.access.emergency import Emergency
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import Region

LogIn = Callable[[str], Client]
SENT = {"reason": "danger_now", "explanation": "Zij belt mij nu", "hours": "2", "parts": ["identity", "missing"], "told": "on"}
EVERYTHING = frozenset(Compartment(part) for part in ("core", "identity", "signals", "meldcode", "missing"))
DANGER = Emergency("danger_now", "Zij belt mij nu", 2, EVERYTHING)


def test_chris_opens_the_case_and_the_coordinator_hears_it(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("chris")
    assert client.get(f"/cases/{case.number}/").status_code == 404
    answer = client.post("/cases/emergency/", {**SENT, "number": case.number.lower()})
    assert answer.headers["Location"] == f"/cases/{case.number}/"
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "Noodtoegang" in page
    told = Delivery.objects.filter(notification__kind="emergency_opened", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno, region.dina}
    line = LedgerLine.objects.get(event="emergency.opened")
    assert (line.is_emergency, line.user_id) == (True, region.chris.pk)
    assert LedgerLine.objects.filter(event="case.read", is_emergency=True).exists()
    assert case.timeline.filter(kind="emergency_opened").exists()


def test_it_opens_only_what_the_covenant_lets_the_organisation_have(region: Region, case: Case) -> None:
    chris = region.actor("chris")
    emergency.break_glass(case.number, actor=chris, emergency=DANGER, now=region.now)
    opens = [
        part
        for part in Compartment
        if gate.may(chris, Act.READ_CASE, on=case, compartment=part, now=region.now)
    ]
    assert opens == ["core", "identity", "signals", "meldcode", "missing"]


def test_it_ends_by_itself(region: Region, case: Case) -> None:
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=DANGER, now=region.now)
    later = region.now + timedelta(hours=2)
    assert not gate.may(region.actor("chris"), Act.READ_CASE, on=case, now=later)


def test_a_number_that_is_unknown_or_forbidden_gets_one_and_the_same_answer(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client = log_in("eva")  # blocked for a conflict of interest
    answers = [
        client.post("/cases/emergency/", {**SENT, "number": number}) for number in (case.number, "C-26-22222")
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    sentences = [str(answer.context["form"].errors["number"]) for answer in answers]
    assert sentences[0] == sentences[1]
    assert "Zij belt mij nu" in answers[0].content.decode()
    refused = LedgerLine.objects.filter(event="access.refused", refusal="emergency")
    assert refused.count() == 2
    assert not refused.exclude(case_id=None).exists()
    assert not Delivery.objects.filter(notification__kind="emergency_opened").exists()


def test_who_is_in_already_needs_no_emergency(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as refused:
        emergency.break_glass(case.number, actor=region.actor("gerda"), emergency=DANGER, now=region.now)
    assert refused.value.code == "opens_already"


@pytest.mark.parametrize("hours", [0, -1, 5, 24])
def test_never_longer_than_four_hours(region: Region, case: Case, hours: int) -> None:
    with pytest.raises(StateConflictError):
        emergency.break_glass(
            case.number,
            actor=region.actor("chris"),
            emergency=Emergency("danger_now", "x", hours, EVERYTHING),
            now=region.now,
        )


@pytest.mark.parametrize("name", ["dina", "joost", "iris", "hugo"])
def test_roles_without_it_are_refused(region: Region, case: Case, log_in: LogIn, name: str) -> None:
    assert log_in(name).get("/cases/emergency/").status_code == 403
    with pytest.raises(AccessDenied):
        emergency.break_glass(case.number, actor=region.actor(name), emergency=DANGER, now=region.now)


def test_without_the_confirmation_nothing_opens(region: Region, case: Case, log_in: LogIn) -> None:
    sent = {name: value for name, value in SENT.items() if name != "told"}
    answer = log_in("chris").post("/cases/emergency/", {**sent, "number": case.number})
    assert answer.status_code == 400
    assert not LedgerLine.objects.filter(event="emergency.opened").exists()
