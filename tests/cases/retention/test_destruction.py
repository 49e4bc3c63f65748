"""The end of a case as a story: announced, asked, agreed to by two, held, opened again."""

from datetime import timedelta

import pytest

from cases.access import blocks, sealing
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from cases.retention import destruction, proposal, seats
from cases.retention.models import DestructionCertificate, DestructionHold, DestructionProposal
from organisations.actor import AccessDenied
from organisations.history import write
from organisations.models import CovenantController
from tests.cases.retention.ending import closed, ended, later, looked_at, short_term
from tests.cast import FOUNDER, Region, open_case

HOLD = {"reason": "complaint", "explanation": "De klacht wordt in maart behandeld."}


def told(kind: str) -> set[str]:
    """Give who got a message of a kind in the inbox."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return {name.lower() for name in rows.values_list("user__name", flat=True)}


def events(case: Case) -> list[str]:
    """Give the events about the end of a case, in order."""
    rows = LedgerLine.objects.filter(case_id=case.pk, event__contains="destr").order_by("id")
    return list(rows.values_list("event", flat=True))


def test_the_coordinator_hears_of_it_ninety_thirty_and_seven_days_ahead(region: Region) -> None:
    short_term(region)
    case = closed(region)
    assert looked_at(later(region, 90).now) == 0
    assert not DestructionProposal.objects.exists()
    looked_at(later(region, 91).now)  # 17 February; kept until and including 17 May
    made = DestructionProposal.objects.get(case=case)
    assert (made.state, made.kept_until.isoformat(), made.months) == ("announced", "2027-05-17", 6)
    assert told("retention_ends") == {"anna", "arno"}
    assert looked_at(later(region, 91).now) == 0  # a second run the same day finds nothing to do
    for days in (120, 151, 170, 174, 180):
        looked_at(later(region, days).now)
    warned = Delivery.objects.filter(notification__kind="retention_ends", channel="inbox", user=region.anna)
    assert warned.count() == 3
    assert looked_at(later(region, 181).now) == 0  # the last day itself
    looked_at(later(region, 182).now)
    made.refresh_from_db()
    assert made.state == "waiting"
    assert told("destruction_waits") == {"anna", "arno", "bea", "fenna", "gerda", "piet"}
    assert Case.objects.filter(pk=case.pk).exists()


def test_the_version_that_held_at_the_closing_decides(region: Region) -> None:
    closed(region)
    looked_at(later(region, 700).now)
    assert not DestructionProposal.objects.exists()  # sixty months


def test_two_of_two_organisations_destroy_and_leave_a_certificate(region: Region) -> None:
    then, asked = ended(region)
    case = asked.case
    assert destruction.agree(asked, actor=then.actor("anna"), now=then.now) is None
    assert Case.objects.filter(pk=case.pk).exists()
    made = destruction.agree(asked, actor=then.actor("gerda"), now=then.now)
    assert not Case.objects.filter(pk=case.pk).exists()
    assert not Case.history.filter(id=case.pk).exists()
    assert (made.number, made.case_number, made.first_name, made.second_name) == (
        asked.number,
        case.number,
        "Anna",
        "Gerda",
    )
    assert made.counts["cases.Case"][0] == 1
    assert events(case) == [
        "destruction.announced",
        "destruction.due",
        "destruction.agreed",
        "destruction.agreed",
        "case.destroyed",
    ]
    with pytest.raises(StateConflictError) as gone:
        proposal.lock(asked)
    assert gone.value.code == "destroyed"


def test_the_second_may_be_first_but_two_without_the_coordination_are_not_enough(region: Region) -> None:
    then, asked = ended(region)
    assert destruction.agree(asked, actor=then.actor("gerda"), now=then.now) is None
    with pytest.raises(StateConflictError) as refused:
        destruction.agree(asked, actor=then.actor("bea"), now=then.now)
    assert refused.value.code == "nobody_coordinates"
    assert destruction.agree(asked, actor=then.actor("arno"), now=then.now) is not None


def test_nobody_agrees_twice_or_twice_for_one_organisation(region: Region) -> None:
    then, asked = ended(region)
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    for name, code in (("anna", "agreed_already"), ("arno", "same_organisation")):
        with pytest.raises(StateConflictError) as refused:
            destruction.agree(asked, actor=then.actor(name), now=then.now)
        assert refused.value.code == code


@pytest.mark.parametrize("name", ["bram", "chris", "dina", "eva", "farid", "hugo", "iris", "joost"])
def test_others_decide_nothing_and_do_not_learn_of_it(region: Region, name: str) -> None:
    """Bram and Farid do not decide for their organisation; Chris takes no part; Eva is kept away."""
    then, asked = ended(region)
    assert not seats.judged_by(then.actor(name), now=then.now).exists()
    with pytest.raises(AccessDenied):
        destruction.agree(asked, actor=then.actor(name), now=then.now)
    with pytest.raises(AccessDenied):
        destruction.hold(
            asked, actor=then.actor(name), until=then.now.date() + timedelta(days=9), now=then.now, **HOLD
        )


def test_who_is_kept_away_for_a_conflict_is_not_asked(region: Region) -> None:
    then, asked = ended(region)
    blocks.block(asked.case, actor=then.actor("anna"), user=region.gerda, reason="neighbour", now=then.now)
    assert not seats.judged_by(then.actor("gerda"), now=then.now).exists()
    assert "gerda" not in {m.user.name.lower() for m in seats.second_eyes(asked, now=then.now)}


def test_of_a_sealed_case_only_who_is_named_can_be_the_second(region: Region) -> None:
    short_term(region)
    case = closed(region)
    sealing.seal(case, actor=region.actor("anna"), reason="Gevaar", keep=[], now=region.now)
    then = later(region, 190)
    looked_at(then.now)
    for name in ("gerda", "bea", "fenna"):
        assert not seats.judged_by(then.actor(name), now=then.now).exists()
    assert seats.judged_by(then.actor("anna"), now=then.now).exists()
    assert told("destruction_waits") == {"anna", "arno"}


def test_a_case_of_one_organisation_needs_the_controller_that_the_covenant_names(region: Region) -> None:
    then, asked = ended(region, open_case(region))
    assert seats.second_eyes(asked, now=then.now) == []
    named = CovenantController(
        version=region.covenant_version, compartment="core", rule="party", organisation=region.school
    )
    write(named, actor=FOUNDER, now=region.now)
    assert [m.user.name for m in seats.second_eyes(asked, now=then.now)] == ["Bea"]
    destruction.agree(asked, actor=then.actor("bea"), now=then.now)
    assert destruction.agree(asked, actor=then.actor("anna"), now=then.now) is not None


def test_a_hold_keeps_the_case_and_ends_what_was_agreed(region: Region) -> None:
    then, asked = ended(region)
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    until = then.now.date() + timedelta(days=100)
    destruction.hold(asked, actor=then.actor("gerda"), until=until, now=then.now, **HOLD)
    with pytest.raises(StateConflictError) as refused:
        destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    assert refused.value.code == "held"
    line = LedgerLine.objects.get(event="destruction.held")
    assert line.detail == {"hold": "complaint", "until": until.isoformat()}
    assert HOLD["explanation"] not in str(line.__dict__)
    looked_at(later(then, 100).now)
    asked.refresh_from_db()
    assert asked.state == "held"
    after = later(then, 101)
    looked_at(after.now)
    asked.refresh_from_db()
    assert asked.state == "waiting"
    assert destruction.agree(asked, actor=after.actor("gerda"), now=after.now) is None  # anew
    assert destruction.agree(asked, actor=after.actor("anna"), now=after.now) is not None
    assert not DestructionHold.objects.exists()


@pytest.mark.parametrize("days", [0, -5, 732])
def test_a_hold_has_a_day_to_come_and_at_most_two_years(region: Region, days: int) -> None:
    then, asked = ended(region)
    until = then.now.date() + timedelta(days=days)
    with pytest.raises(StateConflictError) as refused:
        destruction.hold(asked, actor=then.actor("anna"), until=until, now=then.now, **HOLD)
    assert (refused.value.code, refused.value.field) == ("hold_day", "until")


def test_a_case_that_was_opened_again_is_never_destroyed(region: Region) -> None:
    then, asked = ended(region)
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    standing = casefile.reopen(asked.case, actor=then.actor("anna"), now=then.now)
    assert not seats.judged_by(then.actor("gerda"), now=then.now).exists()
    casefile.close(standing, actor=then.actor("anna"), reason="Again.", now=later(then, 1).now)
    with pytest.raises(StateConflictError) as refused:  # closed, but not since the same moment
        destruction.agree(asked, actor=then.actor("gerda"), now=later(then, 1).now)
    assert refused.value.code == "reopened"
    looked_at(later(then, 1).now)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert not destruction.standing_agreements(asked).exists()
    assert not DestructionCertificate.objects.exists()


def test_a_number_of_a_destroyed_case_is_never_drawn_again(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    then, asked = ended(region)
    number = asked.case.number
    destruction.agree(asked, actor=then.actor("anna"), now=then.now)
    destruction.agree(asked, actor=then.actor("gerda"), now=then.now)
    drawn = []
    monkeypatch.setattr(casefile, "draw", lambda _p, _y, taken: drawn.append(taken(number)) or "C-27-22222")
    open_case(then, name="")
    assert drawn == [True]
