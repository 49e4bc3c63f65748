"""A case whose coordinator or deputy left: somebody who may choose a new pair hears of it, sealed or not."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from cases.access import gate, sealing
from cases.audit.models import LedgerLine
from cases.casefile import grants as case_grants
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination import succession
from cases.notifications.models import Delivery
from organisations import membership
from organisations.acts import Act
from organisations.roles import Role
from tests.cases.coordination.handing import hand_over, hire
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]


def leave(region: Region, *keys: str) -> None:
    """Let people end their work for their organisation."""
    for key in keys:
        membership.end(member(region, key), actor=FOUNDER, now=region.now)


def told(case: Case) -> set[str]:
    """Give who was told in the application that a pair is needed."""
    rows = Delivery.objects.filter(
        notification__kind="coordinator_left", notification__number=case.number, channel="inbox"
    )
    return set(rows.values_list("user__name", flat=True))


def vacant(case: Case) -> bool:
    """Tell whether the case is known to need a new pair."""
    return case.assignments.filter(ended_at=None).exclude(vacancy="").exists()


def seal(region: Region, case: Case, *keep: str) -> Case:
    """Let Anna seal a case."""
    people = [member(region, key) for key in keep]
    sealing.seal(case, actor=region.actor("anna"), reason="Een broer werkt hier", keep=people, now=region.now)
    return Case.objects.get(pk=case.pk)


def test_nobody_left_and_nobody_is_told(region: Region, case: Case) -> None:
    assert succession.look(now=region.now) == 0
    assert told(case) == set()
    assert vacant(case) is False


def test_the_one_who_stays_is_told_once(region: Region, case: Case) -> None:
    leave(region, "arno")
    assert succession.look(now=region.now) == 1
    assert succession.look(now=region.now + timedelta(minutes=10)) == 0
    assert told(case) == {"Anna"}
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.case_id, line.user_label) == ("coordinator.left", case.pk, "succession")
    assert case.timeline.filter(kind="coordinator_left").count() == 1
    assert case.assignments.get(ended_at=None).vacancy == "one"


def test_when_the_other_leaves_too_it_is_told_again(region: Region, case: Case) -> None:
    leave(region, "arno")
    succession.look(now=region.now)
    hire(region, "olga", "desk")
    leave(region, "anna")
    assert succession.look(now=region.now) == 1
    assert told(case) == {"Anna", "Olga"}


def test_nobody_who_may_choose_means_that_it_is_looked_at_again(region: Region, case: Case) -> None:
    """Eva coordinates at the desk but has a conflict of interest in this case."""
    leave(region, "anna", "arno")
    assert succession.look(now=region.now) == 0
    assert told(case) == set()
    hire(region, "olga", "desk")
    assert succession.look(now=region.now) == 1
    assert told(case) == {"Olga"}


def test_of_a_sealed_case_the_organisation_that_held_it_takes_over(region: Region, case: Case) -> None:
    sealed = seal(region, case, "bram")
    olga = hire(region, "olga", "desk")
    hire(region, "otto", "school")
    assert not gate.may(region.actor("olga"), Act.READ_CASE, on=sealed, now=region.now)
    leave(region, "anna", "arno")
    assert succession.look(now=region.now) == 1
    assert told(case) == {"Olga"}
    assert gate.may(region.actor("olga"), Act.ASSIGN_COORDINATOR, on=sealed, now=region.now)
    for stranger in (region.actor("otto"), region.actor("bea"), region.actor("eva")):
        assert not gate.may(stranger, Act.READ_CASE, on=sealed, now=region.now)
    named = LedgerLine.objects.get(event="colleague.named", user_label="succession")
    assert named.detail == {"named": olga.user_id}
    made = hand_over(region, sealed, olga.user, region.bram, by="olga")
    assert succession.look(now=region.now) == 0
    assert made.vacancy == ""


def test_of_a_sealed_case_nobody_new_is_named_while_somebody_inside_may_choose(
    region: Region, case: Case
) -> None:
    otto = hire(region, "otto", "desk")
    sealing.seal(case, actor=region.actor("anna"), reason="Familie", keep=[otto], now=region.now)
    hire(region, "olga", "desk")
    before = set(CaseUserObjectPermission.objects.values_list("pk", flat=True))
    leave(region, "anna", "arno")
    assert succession.look(now=region.now) == 1
    assert told(case) == {"Otto"}
    assert set(CaseUserObjectPermission.objects.values_list("pk", flat=True)) == before


def test_the_deputy_who_is_left_chooses_for_a_sealed_case_in_any_role(region: Region, case: Case) -> None:
    hand_over(region, case, region.anna, region.bram)
    seal(region, case)
    case_grants.take_off_case(case, region.arno, organisation=region.desk, actor=FOUNDER, now=region.now)
    leave(region, "anna")
    assert succession.look(now=region.now) == 1
    assert told(case) == {"Bram"}
    assert gate.may(region.actor("bram"), Act.ASSIGN_COORDINATOR, on=case, now=region.now)
    assert not gate.may(region.actor("arno"), Act.READ_CASE, on=case, now=region.now)


def test_who_comes_back_ends_the_search(region: Region, case: Case) -> None:
    leave(region, "arno")
    succession.look(now=region.now)
    membership.start(
        actor=FOUNDER, user=region.arno, organisation=region.desk, role=Role.CARE_COORDINATOR, now=region.now
    )
    assert succession.look(now=region.now) == 0
    assert vacant(case) is False


def test_a_closed_case_needs_no_pair(region: Region, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=region.now)
    leave(region, "anna", "arno")
    hire(region, "olga", "desk")
    assert succession.look(now=region.now) == 0


def test_the_start_page_and_the_case_say_so(region: Region, case: Case, log_in: LogIn) -> None:
    leave(region, "arno")
    succession.look(now=region.now)
    anna = log_in("anna")
    start = anna.get("/").content.decode()
    assert "Kies een nieuwe coördinator en vervanger" in start
    assert f"/cases/{case.number}/people/coordinator/" in start
    assert "Er is een nieuw koppel nodig" in anna.get(f"/cases/{case.number}/people/").content.decode()
    assert "Kies een nieuwe coördinator" not in log_in("eva").get("/").content.decode()
