"""Conflict of interest: decided, said by oneself, about somebody who works here, a whole organisation."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.access import blocks, emergency, existence, gate, request
from cases.access.block_rules import BlockKind
from cases.access.models import ConflictBlock, OrganisationBlock
from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.dashboard import counts
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import CARE, Region, admit, full_table, open_case

LogIn = Callable[[str], Client]


def breaks_glass(region: Region, case: Case, name: str) -> None:
    """Let somebody try emergency access; it has to answer as for a number that does not exist."""
    parts = frozenset({Compartment.MISSING})
    with pytest.raises(StateConflictError) as refused:
        emergency.break_glass(
            case.number,
            actor=region.actor(name),
            emergency=emergency.Emergency("danger_now", "x", 1, parts),
            now=region.now,
        )
    assert refused.value.code == "emergency_unknown"


def sees(region: Region, case: Case, name: str) -> bool:
    """Tell whether list and door agree that somebody sees a case, and what they agree on."""
    actor = region.actor(name)
    listed = gate.visible(actor, Case.objects.filter(pk=case.pk), now=region.now).exists()
    assert listed is gate.may(actor, Act.READ_CASE, on=case, now=region.now)
    return listed


def test_bram_steps_back_and_nobody_hears_why(region: Region, case: Case, log_in: LogIn) -> None:
    client, page = log_in("bram"), f"/cases/{case.number}/step-back/"
    assert page in client.get(f"/cases/{case.number}/").content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/cases/").content.decode()
    assert f"/cases/{case.number}/" not in client.post("/search/", {"q": case.number}).content.decode()
    assert not sees(region, case, "bram")
    breaks_glass(region, case, "bram")
    made = ConflictBlock.objects.get(user=region.bram)
    assert (made.kind, made.reason) == ("declared", "")
    line = LedgerLine.objects.get(event="conflict.declared")
    assert (line.user_id, line.detail["blocked"]) == (region.bram.pk, region.bram.pk)
    told = Delivery.objects.filter(notification__kind="conflict_declared", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno}
    assert "Trok zich zelf terug" in log_in("anna").get(f"/cases/{case.number}/sharing/").content.decode()


def test_whoever_coordinates_hands_over_first(region: Region, case: Case) -> None:
    for name in ("anna", "arno"):
        with pytest.raises(StateConflictError) as refused:
            blocks.declare(case, actor=region.actor(name), now=region.now)
        assert refused.value.code == "coordinates"
    with pytest.raises(AccessDenied):
        blocks.declare(case, actor=region.actor("chris"), now=region.now)


def test_it_takes_a_coordinator_and_a_second_person_to_bring_bram_back(region: Region, case: Case) -> None:
    made = blocks.declare(case, actor=region.actor("bram"), now=region.now)
    with pytest.raises(AccessDenied):
        blocks.lift(made, actor=region.actor("bram"), now=region.now)
    with pytest.raises(AccessDenied):
        blocks.lift(made, actor=region.actor("hugo"), now=region.now)
    proposed = blocks.lift(made, actor=region.actor("anna"), now=region.now)
    assert (proposed.ended_at, proposed.lift_asked_by) == (None, region.anna)
    assert not sees(region, case, "bram")
    with pytest.raises(StateConflictError) as refused:
        blocks.lift(made, actor=region.actor("anna"), now=region.now)
    assert refused.value.code == "same_person"
    blocks.lift(made, actor=region.actor("iris"), now=region.now)
    assert sees(region, case, "bram")
    with pytest.raises(StateConflictError) as refused:
        blocks.lift(made, actor=region.actor("arno"), now=region.now)
    assert refused.value.code == "over"
    events = list(LedgerLine.objects.filter(event__startswith="conflict.").values_list("event", flat=True))
    assert events[-3:] == ["conflict.declared", "conflict.lift_proposed", "conflict.unblocked"]


def test_somebody_who_works_at_the_table_finds_nothing_of_the_case_about_them(
    region: Region, case: Case, log_in: LogIn
) -> None:
    page = f"/cases/{case.number}/sharing/blocks/subject/"
    anna = log_in("anna")
    assert anna.post(page, {"email": "nobody@demo.zorgtafel.example"}).status_code == 400
    assert anna.post(page, {"email": region.chris.email.upper()}).status_code == 302
    assert ConflictBlock.objects.get(user=region.chris).kind == "subject"
    chris, noor = region.actor("chris"), case.young_person
    check = existence.ask(actor=chris, name=noor.name, birth_date=noor.birth_date, now=region.now)
    assert not existence.answer(chris, check, now=region.now).exists
    asked = request.ask_by_number(
        case.number, actor=chris, wish=request.Wish(*CARE, frozenset(), "x"), now=region.now
    )
    assert asked.case is None
    breaks_glass(region, case, "chris")
    assert not sees(region, case, "chris")
    farid = log_in("anna").post(page, {"email": region.farid.email})
    assert farid.status_code == 302
    assert not sees(region, case, "farid")
    assert anna.post(page, {"email": region.arno.email}).status_code == 409


def test_a_whole_organisation_is_kept_away(region: Region, case: Case, log_in: LogIn) -> None:
    page, anna = f"/cases/{case.number}/sharing/blocks/organisation/", log_in("anna")
    sent = {"organisation": region.school.pk, "reason": "Moeder werkt daar"}
    assert anna.post(page, {**sent, "reason": ""}).status_code == 400
    assert anna.post(page, sent).status_code == 302
    assert not case.participations.filter(organisation=region.school, ended_at=None).exists()
    for name in ("bram", "bea"):
        assert not sees(region, case, name)
        breaks_glass(region, case, name)
    with pytest.raises(StateConflictError) as refused:
        participation.admit(
            case,
            actor=region.actor("anna"),
            organisation=region.school,
            terms=Terms(*CARE, frozenset(), region.now),
            now=region.now,
        )
    assert refused.value.code == "kept_away"
    line = LedgerLine.objects.get(event="conflict.organisation_blocked")
    assert line.detail["party"] == region.school.pk
    made = OrganisationBlock.objects.get()
    lift = f"/cases/{case.number}/sharing/kept-away/{made.pk}/lift/"
    assert lift in anna.get(f"/cases/{case.number}/sharing/").content.decode()
    assert anna.post(lift).status_code == 302
    assert not sees(region, case, "bea")
    assert log_in("arno").post(lift).status_code == 302
    assert OrganisationBlock.objects.get().ended_at == region.now
    assert not sees(region, case, "bea")  # taking part has to be decided again
    assert anna.get(lift).status_code == 404


def test_who_is_kept_away_hears_in_no_inbox_that_there_is_a_case(region: Region, log_in: LogIn) -> None:
    """Bea's school is asked in, and she is its contact point; she is kept away from this very case."""
    case, anna = open_case(region), region.actor("anna")
    blocks.block(case, actor=anna, user=region.bea, reason="her niece", now=region.now)
    admit(region, case, "school", CARE, "core")
    told = Delivery.objects.get(notification__kind="case_admitted", user=region.bea, channel="inbox")
    client = log_in("bea")
    for page in ("/inbox/", "/"):
        assert case.number not in client.get(page).text
    assert client.get(f"/inbox/{told.pk}/").status_code == 404
    assert counts.waiting(region.actor("bea"), now=region.now)["inbox"] == 0
    blocks.lift(case.blocks.get(), actor=anna, now=region.now)
    assert case.number in log_in("bea").get("/inbox/").text


def test_the_organisation_that_coordinates_is_not_kept_away(region: Region, case: Case) -> None:
    for organisation, name in ((region.desk, "anna"), (region.school, "iris")):
        with pytest.raises((StateConflictError, AccessDenied)):
            blocks.block_organisation(
                case, actor=region.actor(name), organisation=organisation, reason="x", now=region.now
            )
    assert not OrganisationBlock.objects.exists()


def test_who_was_kept_away_and_turns_out_to_be_whom_it_is_about_is_brought_back_by_two(
    region: Region,
) -> None:
    case, anna = full_table(region), region.actor("anna")
    first = blocks.block(case, actor=anna, user=region.bram, reason="neighbour", now=region.now)
    about = {"user": region.bram, "reason": "", "kind": BlockKind.SUBJECT}
    again = blocks.block(case, actor=anna, now=region.now, **about)
    assert (again.pk, again.kind, again.reason) == (first.pk, "subject", "neighbour")
    lines = LedgerLine.objects.filter(event="conflict.blocked", case_id=case.pk).order_by("-id")[:2]
    assert {line.detail["blocked"] for line in lines} == {region.bram.pk}
    proposed = blocks.lift(again, actor=anna, now=region.now)
    assert proposed.ended_at is None
    assert not sees(region, case, "bram")
    weaker = blocks.block(case, actor=anna, user=region.bram, reason="x", now=region.now)
    assert weaker.kind == "subject"


def test_twice_is_once(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    ours = [
        blocks.block_organisation(case, actor=anna, organisation=region.police, reason="x", now=region.now)
        for _again in range(2)
    ]
    assert ours[0] == ours[1]
    other = full_table(region)
    his = [blocks.block(other, actor=anna, user=region.bram, reason="x", now=region.now) for _again in "12"]
    assert his[0] == his[1]
