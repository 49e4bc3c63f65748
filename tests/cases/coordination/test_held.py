"""Whoever holds a case may put it down, in any role: Bram, a teacher, coordinates one and hands it over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import gate
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import answer, offer, succession
from cases.coordination.models import CoordinatorAssignment
from cases.dashboard import queue
from organisations import grants, membership
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.history import write
from organisations.models import DutyOverride, User
from organisations.roles import Role
from tests.cases.coordination.handing import ask, hand_over, hire, say_yes
from tests.cast import FOUNDER, Region, member
from tests.together import behind

LogIn = Callable[[str], Client]
ASSIGN = Act.ASSIGN_COORDINATOR


@pytest.fixture
def held(region: Region, case: Case) -> Case:
    """Give the case that Bram coordinates, with Bea of the same school as his deputy."""
    hand_over(region, case, region.bram, region.bea)
    return case


def may(region: Region, name: str, case: Case) -> bool:
    """Tell whether somebody may choose a pair for a case."""
    return gate.may(region.actor(name), ASSIGN, on=case, now=region.now)


def be_away(region: Region, user: User, *, hours: int) -> None:
    """Let the roster say that somebody is away since an hour, for so many hours more."""
    row = DutyOverride(
        organisation=region.school,
        user=user,
        is_away=True,
        starts_at=region.now - timedelta(hours=1),
        ends_at=region.now + timedelta(hours=hours),
    )
    write(row, actor=FOUNDER, now=region.now)


def test_a_teacher_who_coordinates_hands_the_case_over(region: Region, held: Case) -> None:
    asked = ask(region, held, region.anna, region.bea, by="bram")
    say_yes(region, asked, "anna")
    pair = held.assignments.get(ended_at=None)
    assert (pair.coordinator, pair.deputy) == (region.anna, region.bea)
    line = LedgerLine.objects.filter(event="coordination.offered").latest("pk")
    assert (line.user_label, line.act, line.case_id) == ("Bram", ASSIGN.value, held.pk)
    assert not may(region, "bram", held)  # it went with the case


def test_he_takes_his_question_back(region: Region, held: Case) -> None:
    asked = ask(region, held, region.anna, region.bea, by="bram")
    answer.revoke(asked, actor=region.actor("bram"), now=region.now)
    assert offer.opened(held) is None
    assert held.assignments.get(ended_at=None).coordinator == region.bram


def test_another_case_is_not_his_to_hand_over(region: Region, case: Case) -> None:
    assert gate.may(region.actor("bram"), Act.READ_CASE, on=case, now=region.now)
    with pytest.raises(AccessDenied) as refused:
        ask(region, case, region.anna, region.bea, by="bram")
    assert refused.value.code == "act_not_in_role"


def test_it_counts_for_the_organisation_for_which_he_holds_it_only(region: Region, held: Case) -> None:
    """Acting as contact point of the police, for whom he is named on nothing, Bram reads it and no more."""
    elsewhere = replace(region.actor("fenna"), user=region.bram, memo={})
    assert gate.may(elsewhere, Act.READ_CASE, on=held, now=region.now)
    for actor in (elsewhere, region.actor("bram")):
        pairs = gate.visible(actor, CoordinatorAssignment.objects.all(), act=ASSIGN, now=region.now)
        seen = {row.case_id for row in pairs.filter(ended_at=None)}
        assert bool(seen) is gate.may(actor, ASSIGN, on=held, now=region.now)


def test_the_deputy_holds_it_while_he_is_away(region: Region, held: Case) -> None:
    assert not may(region, "bea", held)
    be_away(region, region.bram, hours=2)
    assert may(region, "bea", held)
    assert ask(region, held, region.anna, region.bea, by="bea").state == "waiting"
    later = region.now + timedelta(hours=2)
    assert not gate.may(region.actor("bea", now=later), ASSIGN, on=held, now=later)


def test_the_deputy_holds_it_once_he_left(region: Region, held: Case) -> None:
    membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)
    assert succession.look(now=region.now) == 1
    assert may(region, "bea", held)
    assert "Kies een nieuwe" in " ".join(
        str(item.kind) for item in queue.for_actor(region.actor("bea"), now=region.now)
    )


def test_an_organisation_cannot_keep_its_coordinator_in_the_chair(region: Region, held: Case) -> None:
    """What the desk takes away from its care coordinators does not touch a case that one of them holds."""
    hand_over(region, held, region.anna, region.bea, by="anna")
    grants.narrow(region.desk, actor=FOUNDER, role=Role.CARE_COORDINATOR, act=ASSIGN, now=region.now)
    assert may(region, "anna", held)
    assert not may(region, "arno", held)


def test_who_does_no_more_casework_holds_nothing(region: Region, held: Case) -> None:
    membership.change_role(
        member(region, "bram"), role=Role.ORGANISATION_ADMIN, actor=FOUNDER, now=region.now
    )
    assert not may(region, "bram", held)


def test_a_question_that_waits_is_not_asked_again(region: Region, held: Case) -> None:
    ask(region, held, region.anna, region.bea, by="bram")
    with pytest.raises(StateConflictError) as refused:
        ask(region, held, region.arno, region.bea, by="bram")
    assert refused.value.code == "offer_waits"


def test_the_screens_offer_it_and_show_a_no(region: Region, held: Case, log_in: LogIn) -> None:
    bram, address = log_in("bram"), f"/cases/{held.number}/people/coordinator/"
    assert address in bram.get(f"/cases/{held.number}/people/").content.decode()
    assert bram.get(address).status_code == 200
    typed = {"to": region.anna.pk, "deputy": region.bea.pk, "reason": "andere baan"}
    assert (
        bram.post(address, {**typed, "replaces": held.assignments.get(ended_at=None).pk}).status_code == 302
    )
    answer.refuse(offer.opened(held), actor=region.actor("anna"), reason="verlof", now=region.now)
    assert "Vraag iemand anders voor deze casus" in bram.get("/").content.decode()
    assert bram.post(f"{offer.path_of(offer.opened(held))}take-back/").status_code == 302
    assert "Vraag iemand anders voor deze casus" not in bram.get("/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("bea", 403), ("farid", 403), ("iris", 403), ("chris", 404)])
def test_who_does_not_hold_it_meets_no_page(
    region: Region, held: Case, log_in: LogIn, name: str, status: int
) -> None:
    page = log_in(name).get(f"/cases/{held.number}/people/coordinator/")
    assert page.status_code == status
    assert LedgerLine.objects.filter(event="access.refused", user_label=name.title()).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_handed_it_over_meanwhile_asks_nobody(region: Region, case: Case) -> None:
    hire(region, "olga", "desk")
    hand_over(region, case, region.bram, region.bea)
    asked = ask(region, case, region.anna, region.bea, by="bram")
    late = offer.Proposal(region.arno, region.bea, reason="verlof")
    bram = region.actor("bram")
    answers = behind(
        lambda: say_yes(region, asked, "anna"),
        lambda: offer.make(case, actor=bram, proposal=late, now=region.now),
    )
    assert isinstance(answers[1], AccessDenied)
    assert case.assignments.get(ended_at=None).coordinator == region.anna
