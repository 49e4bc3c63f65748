"""Coordinator and deputy: never nobody, never twice, and two people at once is one winner."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import coordinator
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cases.coordination.handing import ask, hand_over
from tests.cast import Region

LogIn = Callable[[str], Client]


def test_a_new_pair_is_told_and_the_old_one_stays_on_record(region: Region, case: Case) -> None:
    made = hand_over(region, case, region.arno, region.bea)
    assert [row.ended_at for row in coordinator.chain(case)] == [None, region.now]
    told = Delivery.objects.filter(
        notification__kind="coordinator_assigned", channel="inbox", key__contains=f":{made.pk}:"
    )
    assert {row.user for row in told} == {region.arno}  # Bea said the last yes herself
    before = Delivery.objects.filter(notification__kind="coordination_moved", channel="inbox")
    assert [row.user for row in before] == [region.anna]
    line = LedgerLine.objects.filter(event="coordinator.assigned").latest("id")
    assert line.detail == {"coordinator": region.arno.pk, "deputy": region.bea.pk}
    assert case.timeline.filter(kind="coordinator_assigned").count() == 2


def test_who_takes_a_case_themselves_asks_nobody(region: Region, case: Case) -> None:
    made = ask(region, case, region.arno, region.anna, by="anna")
    assert made.state == "waiting"  # Arno sat in the other chair
    hers = case.assignments.get(ended_at=None)
    assert (hers.coordinator, hers.deputy) == (region.anna, region.arno)


def test_two_people_ask_at_once_and_the_second_reads_who_was_asked(
    region: Region, case: Case, log_in: LogIn
) -> None:
    anna, arno = log_in("anna"), log_in("arno")
    address = f"/cases/{case.number}/people/coordinator/"
    shown = anna.get(address).context["form"].initial["replaces"]
    both_saw = {"replaces": shown, "reason": "overdracht"}
    first = arno.post(address, {"to": region.arno.pk, "deputy": region.bea.pk, **both_saw})
    second = anna.post(address, {"to": region.anna.pk, "deputy": region.bea.pk, **both_saw})
    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert "Arno en Bea zijn al gevraagd." in page
    assert "overdracht" in page
    assert case.assignments.get(ended_at=None).coordinator == region.anna


def test_whoever_saw_an_old_pair_reads_who_it_became(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    address = f"/cases/{case.number}/people/coordinator/"
    shown = anna.get(address).context["form"].initial["replaces"]
    hand_over(region, case, region.arno, region.bea, by="arno")
    typed = {"to": region.anna.pk, "deputy": region.bea.pk, "reason": "terug"}
    answer = anna.post(address, {**typed, "replaces": shown})
    assert answer.status_code == 409
    assert "Iemand anders was u net voor: Arno coördineert deze casus nu." in answer.content.decode()
    again = {**typed, "replaces": answer.context["form"]["replaces"].value()}
    assert anna.post(address, again).status_code == 302


@pytest.mark.parametrize(
    ("to", "deputy", "code"),
    [
        ("arno", "arno", "same_person"),
        ("anna", "arno", "same_pair"),
        ("chris", "arno", "not_a_participant"),
        ("arno", "eva", "not_a_participant"),  # a conflict of interest
        ("arno", "hugo", "not_a_participant"),  # the night shift coordinates nothing
    ],
)
def test_a_pair_that_cannot_be_is_refused(
    region: Region, case: Case, to: str, deputy: str, code: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        ask(region, case, region.people[to], region.people[deputy])
    assert refused.value.code == code
    assert case.assignments.get(ended_at=None).coordinator == region.anna


@pytest.mark.parametrize("name", ["bram", "gerda", "iris", "eva", "chris", "dina"])
def test_only_who_assigns_may_ask(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        ask(region, case, region.arno, region.bea, by=name)
    assert not case.coordination_offers.exists()


def test_who_may_not_ask_meets_no_form(case: Case, log_in: LogIn) -> None:
    assert log_in("gerda").get(f"/cases/{case.number}/people/coordinator/").status_code == 403
    assert log_in("eva").get(f"/cases/{case.number}/people/coordinator/").status_code == 404
