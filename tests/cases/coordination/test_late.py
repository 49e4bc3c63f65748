"""A case that nobody takes in time: who directs hears of it once, sealed or not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import sealing
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.coordination import answer, late, succession
from cases.coordination.models import CoordinationOffer
from cases.notifications.models import Delivery
from organisations import membership
from tests.cases.coordination.handing import ask, hand_over, say_yes
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]
HOUR = timedelta(hours=1)


def told() -> list[str]:
    """Give who was told that nobody took a case."""
    rows = Delivery.objects.filter(notification__kind="coordination_late", channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def test_an_urgent_case_has_an_hour_and_then_iris_hears_of_it_once(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.arno)
    assert late.look(now=region.now + HOUR - timedelta(seconds=1)) == 0
    assert late.look(now=region.now + HOUR) == 1
    assert late.look(now=region.now + 2 * HOUR) == 0
    assert told() == ["Iris"]
    line = LedgerLine.objects.get(event="coordination.late")
    assert (line.case_id, line.user_label) == (case.pk, "succession")
    assert case.timeline.filter(kind="coordination_late").count() == 1
    assert CoordinationOffer.objects.get(pk=asked.pk).escalated_at == region.now + HOUR


def test_a_case_that_does_not_press_has_until_the_next_working_day(region: Region, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(urgency="normal")
    ask(region, case, region.bea, region.arno)
    assert late.look(now=region.now + timedelta(hours=24)) == 0
    assert late.look(now=region.now + timedelta(hours=39)) == 1  # Thursday, just past midnight


@pytest.mark.parametrize("how", ["yes", "taken back"])
def test_what_is_settled_is_never_late(region: Region, case: Case, how: str) -> None:
    asked = ask(region, case, region.bea, region.arno)
    if how == "yes":
        say_yes(region, asked, "bea")
    else:
        answer.revoke(asked, actor=region.actor("anna"), now=region.now)
    assert late.look(now=region.now + timedelta(days=3)) == 0


def test_after_a_no_the_clock_runs_on_and_calls_once(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.arno)
    answer.refuse(asked, actor=region.actor("bea"), reason="verlof", now=region.now)
    assert late.look(now=region.now + HOUR) == 1
    ask(region, case, region.bram, region.arno, now=region.now + 2 * HOUR)
    assert late.look(now=region.now + 5 * HOUR) == 0


def test_where_nobody_directs_who_may_choose_is_told(region: Region, case: Case) -> None:
    membership.end(member(region, "iris"), actor=FOUNDER, now=region.now)
    ask(region, case, region.bea, region.arno)
    late.look(now=region.now + HOUR)
    assert told() == ["Anna", "Arno"]


def test_of_a_sealed_case_only_who_is_named_hears(region: Region, case: Case) -> None:
    sealing.seal(case, actor=region.actor("anna"), reason="familie", keep=[], now=region.now)
    ask(region, Case.objects.get(pk=case.pk), region.arno, region.anna)
    assert late.look(now=region.now + HOUR) == 1
    assert told() == ["Anna", "Arno"]


def test_an_empty_chair_for_which_nobody_was_asked_is_late_too(region: Region, case: Case) -> None:
    membership.end(member(region, "arno"), actor=FOUNDER, now=region.now)
    succession.look(now=region.now)
    assert late.look(now=region.now + HOUR - timedelta(seconds=1)) == 0
    assert late.look(now=region.now + HOUR) == 1
    assert late.look(now=region.now + 2 * HOUR) == 0
    assert told() == ["Iris"]
    asked = ask(region, case, region.anna, region.bea, now=region.now + 2 * HOUR)
    assert asked.due_at == region.now + HOUR  # counted from when the chair was found empty
    assert late.look(now=region.now + 4 * HOUR) == 0


def test_iris_sees_it_as_work_until_somebody_takes_it(region: Region, case: Case, log_in: LogIn) -> None:
    asked = ask(region, case, region.bea, region.arno)
    iris = log_in("iris")
    waits = "Niemand heeft deze casus nog op zich genomen"
    assert waits not in iris.get("/").content.decode()
    late.look(now=region.now + HOUR)
    assert waits in iris.get("/").content.decode()
    say_yes(region, asked, "bea")
    assert waits not in iris.get("/").content.decode()


def test_who_came_back_leaves_no_clock_behind(region: Region, case: Case) -> None:
    membership.end(member(region, "arno"), actor=FOUNDER, now=region.now)
    succession.look(now=region.now)
    hand_over(region, case, region.anna, region.bea)
    succession.look(now=region.now + HOUR)
    assert late.look(now=region.now + timedelta(days=2)) == 0
