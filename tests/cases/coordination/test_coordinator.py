"""Coordinator and deputy: never nobody, never twice, and two people at once is one winner."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import coordinator
from cases.coordination.models import CoordinatorAssignment
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.models import User
from tests.cast import Region

LogIn = Callable[[str], Client]


def assign(
    region: Region, case: Case, to: User, deputy: User, replaces: int | None = None
) -> CoordinatorAssignment:
    """Let Anna assign a pair."""
    return coordinator.assign(
        case,
        actor=region.actor("anna"),
        to=to,
        deputy=deputy,
        reason="verlof",
        now=region.now,
        replaces=replaces,
    )


def test_a_new_pair_is_told_and_the_old_one_stays_on_record(region: Region, case: Case) -> None:
    made = assign(region, case, region.arno, region.bea)
    assert [row.ended_at for row in coordinator.chain(case)] == [None, region.now]
    told = Delivery.objects.filter(
        notification__kind="coordinator_assigned", channel="inbox", key__contains=f":{made.pk}:"
    )
    assert {row.user for row in told} == {region.arno, region.bea}
    line = LedgerLine.objects.filter(event="coordinator.assigned").latest("id")
    assert line.detail == {"coordinator": region.arno.pk, "deputy": region.bea.pk}
    assert case.timeline.filter(kind="coordinator_assigned").count() == 2


def test_two_people_assign_at_once_and_the_second_reads_who_it_became(
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
    assert "Iemand anders was u net voor: Arno coördineert deze casus nu." in page
    assert "overdracht" in page
    assert case.assignments.get(ended_at=None).coordinator == region.arno
    again = {**both_saw, "replaces": second.context["form"]["replaces"].value()}
    third = anna.post(address, {"to": region.anna.pk, "deputy": region.bea.pk, **again})
    assert third.status_code == 302


@pytest.mark.parametrize(
    ("to", "deputy", "code"),
    [
        ("arno", "arno", "same_person"),
        ("chris", "arno", "not_a_participant"),
        ("arno", "eva", "not_a_participant"),  # a conflict of interest
        ("arno", "hugo", "not_a_participant"),  # the night shift coordinates nothing
    ],
)
def test_a_pair_that_cannot_be_is_refused(
    region: Region, case: Case, to: str, deputy: str, code: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        assign(region, case, region.people[to], region.people[deputy])
    assert refused.value.code == code
    assert case.assignments.get(ended_at=None).coordinator == region.anna


def test_only_who_assigns_may_assign(region: Region, case: Case, log_in: LogIn) -> None:
    for name in ("bram", "gerda", "iris", "eva"):
        with pytest.raises(AccessDenied):
            coordinator.assign(
                case,
                actor=region.actor(name),
                to=region.arno,
                deputy=region.bea,
                reason="",
                now=region.now,
            )
    assert log_in("gerda").get(f"/cases/{case.number}/people/coordinator/").status_code == 403
    assert log_in("eva").get(f"/cases/{case.number}/people/coordinator/").status_code == 404
