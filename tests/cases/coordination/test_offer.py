"""A case that is offered: the old pair holds it until both say yes; a no goes back with its reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import gate
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action, answer, offer
from cases.coordination.models import CoordinationOffer
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.roles import Role
from tests.cases.coordination.handing import ask, hire, say_yes
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]


def holders(case: Case) -> tuple[str, str]:
    """Give who holds the case now."""
    pair = case.assignments.get(ended_at=None)
    return pair.coordinator.name, pair.deputy.name


def told(kind: str) -> set[str]:
    """Give who has a message of this kind in the application."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


def lines(event: str) -> list[LedgerLine]:
    """Give the lines of the ledger of this event."""
    return list(LedgerLine.objects.filter(event=event).order_by("pk"))


def test_until_both_say_yes_nothing_changes(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.bram)
    assert holders(case) == ("Anna", "Arno")
    assert told("coordination_offered") == {"Bea", "Bram"}
    assert lines("coordination.offered")[0].detail == {
        "coordinator": region.bea.pk,
        "deputy": region.bram.pk,
    }
    say_yes(region, asked, "bram")
    assert holders(case) == ("Anna", "Arno")
    assert say_yes(region, asked, "bea").state == "accepted"
    assert holders(case) == ("Bea", "Bram")
    assert [line.user_label for line in lines("coordination.accepted")] == ["Bram", "Bea"]
    assert told("coordination_moved") == {"Anna", "Arno"}
    assert CoordinationOffer.objects.get().history.count() == 4


def test_who_takes_it_up_with_the_deputy_who_stays_holds_it_at_once(region: Region, case: Case) -> None:
    """A third coordinator of the desk takes the case herself: there is nobody to ask."""
    olga = hire(region, "olga", "desk").user
    made = ask(region, case, olga, region.arno, by="olga")
    assert made.state == "accepted"
    assert holders(case) == ("Olga", "Arno")
    assert told("coordination_offered") == set()


def test_a_no_goes_back_to_who_asked_with_its_reason(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.arno)
    refused = answer.refuse(asked, actor=region.actor("bea"), reason="  Ik ga met verlof ", now=region.now)
    assert (refused.state, refused.refusal, refused.settled_at) == ("refused", "Ik ga met verlof", None)
    assert told("coordination_refused") == {"Anna"}
    assert lines("coordination.refused")[0].detail == {
        "coordinator": region.bea.pk,
        "deputy": region.arno.pk,
    }
    assert holders(case) == ("Anna", "Arno")
    with pytest.raises(StateConflictError):
        say_yes(region, asked, "bea")


def test_a_no_without_a_reason_is_refused(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.arno)
    with pytest.raises(StateConflictError) as refused:
        answer.refuse(asked, actor=region.actor("bea"), reason=" ", now=region.now)
    assert refused.value.field == "reason"
    assert offer.opened(case).state == "waiting"


def test_the_question_is_taken_back_and_nobody_can_say_yes_any_more(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.bram)
    say_yes(region, asked, "bea")
    answer.revoke(asked, actor=region.actor("arno"), now=region.now)
    assert told("coordination_offer_revoked") == {"Bea", "Bram"}
    assert offer.opened(case) is None
    assert not Delivery.objects.filter(notification__kind="coordination_offered", state="queued").exists()
    for late in (
        lambda: say_yes(region, asked, "bram"),
        lambda: answer.revoke(asked, actor=region.actor("anna"), now=region.now),
    ):
        with pytest.raises(StateConflictError):
            late()
    assert len(lines("coordination.offer_revoked")) == 1
    assert ask(region, case, region.bea, region.arno).state == "waiting"


def test_after_a_no_the_case_may_stay_or_somebody_else_is_asked(region: Region, case: Case) -> None:
    """The clock does not begin again with every no: it is the same empty chair."""
    asked = ask(region, case, region.bea, region.arno)
    answer.refuse(asked, actor=region.actor("bea"), reason="verlof", now=region.now)
    later = region.now + timedelta(minutes=30)
    again = ask(region, case, region.bram, region.arno, now=later)
    assert again.due_at == asked.due_at
    assert CoordinationOffer.objects.get(pk=asked.pk).settled_at == later
    answer.refuse(again, actor=region.actor("bram"), reason="te druk", now=later)
    answer.revoke(again, actor=region.actor("anna"), now=later)
    assert offer.opened(case) is None
    assert CoordinationOffer.objects.get(pk=again.pk).state == "refused"


@pytest.mark.parametrize("name", ["anna", "arno", "bram", "gerda", "iris"])
def test_nobody_answers_for_somebody_else(region: Region, case: Case, name: str) -> None:
    asked = ask(region, case, region.bea, region.arno)
    for say in (
        lambda actor: answer.accept(asked, actor=actor, now=region.now),
        lambda actor: answer.refuse(asked, actor=actor, reason="x", now=region.now),
    ):
        with pytest.raises((AccessDenied, StateConflictError)):
            say(region.actor(name))
    assert holders(case) == ("Anna", "Arno")


@pytest.mark.parametrize("name", ["bea", "bram", "iris", "gerda"])
def test_only_who_assigns_takes_a_question_back(region: Region, case: Case, name: str) -> None:
    asked = ask(region, case, region.bea, region.bram)
    with pytest.raises(AccessDenied):
        answer.revoke(asked, actor=region.actor(name), now=region.now)
    assert offer.opened(case).state == "waiting"


def test_what_is_open_must_be_walked_through(region: Region, case: Case) -> None:
    action.agree(
        case,
        actor=region.actor("anna"),
        description="Belt de ouders",
        owner_organisation=region.desk,
        due_on=region.now.date(),
        now=region.now,
    )
    asked = ask(region, case, region.bea, region.arno, introduce="De mentor, maandag")
    with pytest.raises(StateConflictError) as refused:
        answer.accept(asked, actor=region.actor("bea"), seen=["introduce"], now=region.now)
    assert (refused.value.code, refused.value.field) == ("not_walked_through", "seen")
    made = answer.accept(asked, actor=region.actor("bea"), seen=["introduce", "actions"], now=region.now)
    assert made.seen == "actions introduce"
    assert holders(case) == ("Bea", "Arno")


def test_the_deputy_owes_no_checklist(region: Region, case: Case) -> None:
    asked = ask(region, case, region.anna, region.bea, introduce="De mentor")
    answer.accept(asked, actor=region.actor("bea"), now=region.now)
    assert holders(case) == ("Anna", "Bea")


def test_who_is_named_only_to_answer_goes_off_the_case_with_a_no(region: Region, case: Case) -> None:
    """Bram's colleague Bo teaches at the same school and was not named on this case."""
    bo = hire(region, "bo", "school", Role.PROFESSIONAL).user
    assert not gate.may(region.actor("bo"), Act.READ_CASE, on=case, now=region.now)
    asked = ask(region, case, bo, region.arno)
    assert asked.newly_named == "coordinator"
    assert gate.may(region.actor("bo"), Act.READ_CASE, on=case, now=region.now)
    answer.refuse(asked, actor=region.actor("bo"), reason="te druk", now=region.now)
    assert not gate.may(region.actor("bo"), Act.READ_CASE, on=case, now=region.now)
    assert lines("colleague.named")[-1].detail == {"named": bo.pk}
    assert lines("colleague.removed")[-1].detail == {"named": bo.pk}


def test_who_was_named_before_stays_named(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bram, region.arno)
    answer.revoke(asked, actor=region.actor("anna"), now=region.now)
    assert gate.may(region.actor("bram"), Act.READ_CASE, on=case, now=region.now)


def test_somebody_who_left_meanwhile_gets_no_chair(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.bram)
    membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)
    with pytest.raises(StateConflictError) as refused:
        say_yes(region, asked, "bea")
    assert refused.value.code == "not_a_participant"
    assert holders(case) == ("Anna", "Arno")


def test_a_case_does_not_close_while_a_question_waits(region: Region, case: Case) -> None:
    asked = ask(region, case, region.bea, region.arno)
    with pytest.raises(StateConflictError):
        casefile.close(case, actor=region.actor("anna"), reason="klaar", now=region.now)
    answer.revoke(asked, actor=region.actor("anna"), now=region.now)
    casefile.close(case, actor=region.actor("anna"), reason="klaar", now=region.now)
    with pytest.raises(StateConflictError):
        ask(region, case, region.bea, region.arno)


def test_bea_finds_it_on_her_start_page_and_says_yes(region: Region, case: Case, log_in: LogIn) -> None:
    asked = ask(region, case, region.bea, region.arno, introduce="De mentor <b>maandag</b>")
    bea = log_in("bea")
    assert offer.path_of(asked) in bea.get("/").content.decode()
    page = bea.get(offer.path_of(asked)).content.decode()
    assert "&lt;b&gt;maandag" in page
    assert "Ja, ik neem dit op mij" in page
    missing = bea.post(offer.path_of(asked), {})
    assert missing.status_code == 400
    assert missing.context["form"].errors["seen"]
    assert bea.post(offer.path_of(asked), {"seen": ["introduce"]}).status_code == 302
    assert holders(case) == ("Bea", "Arno")
    assert offer.path_of(asked) not in bea.get("/").content.decode()


def test_a_no_is_typed_and_anna_sees_it_as_work(region: Region, case: Case, log_in: LogIn) -> None:
    asked = ask(region, case, region.bea, region.arno)
    bea, anna = log_in("bea"), log_in("anna")
    empty = bea.post(f"{offer.path_of(asked)}refuse/", {"reason": ""})
    assert (empty.status_code, offer.opened(case).state) == (400, "waiting")
    assert bea.post(f"{offer.path_of(asked)}refuse/", {"reason": "Ik ga weg"}).status_code == 302
    assert "Vraag iemand anders voor deze casus" in anna.get("/").content.decode()
    assert "Ik ga weg" in anna.get(f"/cases/{case.number}/people/coordinator/").content.decode()
    assert anna.post(f"{offer.path_of(asked)}take-back/").status_code == 302
    assert "Vraag iemand anders voor deze casus" not in anna.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("anna", 200), ("iris", 200), ("gerda", 200), ("chris", 404), ("eva", 404), ("dina", 403)],
)
def test_who_meets_the_question(region: Region, case: Case, log_in: LogIn, name: str, status: int) -> None:
    asked = ask(region, case, region.bea, region.arno)
    assert log_in(name).get(offer.path_of(asked)).status_code == status
    assert log_in(name).get(offer.path_of(asked).replace(str(asked.pk), "999999")).status_code in (404, 403)
