"""Sharing: who takes part and on which clause, who is named, who is kept away."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import blocks, explain, gate
from cases.access.models import ConflictBlock
from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations import covenant
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantClause
from tests.cast import FOUNDER, PEOPLE, Region, open_case

LogIn = Callable[[str], Client]
CARE = {"purpose": "care_coordination", "legal_ground": "public_task"}


def part_of(region: Region, case: Case, key: str) -> CaseParticipation:
    """Give an organisation's part in a case."""
    return case.participations.get(organisation=region.organisations[key], ended_at=None)


def test_anna_admits_the_school_in_two_steps(region: Region, log_in: LogIn) -> None:
    case = open_case(region)
    client, address = log_in("anna"), f"/cases/{case.number}/sharing/admit/"
    assert "Stap 1 van 2" in client.get(address).content.decode()
    step_two = client.get(address, {**CARE, "organisation": region.school.pk})
    page = step_two.content.decode()
    assert "Signalen (artikel 5.3 van het convenant)" in page
    assert "Politie: het convenant heeft geen bepaling" in page
    closed = step_two.context["form"].fields["compartments"].widget.closed
    assert closed == {"police", "medical", "network"}
    sent = {
        **CARE,
        "organisation": region.school.pk,
        "compartments": ["identity", "signals"],
        "starts_on": "2026-11-17",
        "ends_on": "2026-12-31",
    }
    answer = client.post(address, sent)
    assert answer.headers["Location"] == f"/cases/{case.number}/sharing/"
    part = part_of(region, case, "school")
    assert (part.reads_identity, part.reads_signals, part.reads_meldcode) == (True, True, False)
    assert (part.starts_at, part.ends_at) == (region.now, datetime.fromisoformat("2027-01-01T00:00+01:00"))
    told = Delivery.objects.filter(notification__kind="case_admitted", channel="inbox")
    assert [row.user for row in told] == [region.bea]
    assert LedgerLine.objects.filter(event="participation.admitted").latest("id").ground == (
        "care_coordination/public_task"
    )


def test_what_has_no_clause_is_refused_also_past_the_form(region: Region, log_in: LogIn) -> None:
    case = open_case(region)
    sent = {**CARE, "organisation": region.school.pk, "starts_on": "2026-11-17", "compartments": ["police"]}
    answer = log_in("anna").post(f"/cases/{case.number}/sharing/admit/", sent)
    assert answer.status_code == 409
    assert "Het convenant heeft geen bepaling die dit toestaat voor deze organisatie: Politie." in (
        answer.content.decode()
    )
    assert not case.participations.filter(organisation=region.school).exists()


def test_a_clause_withdrawn_while_the_page_is_open_refuses_the_next_post(
    region: Region, log_in: LogIn
) -> None:
    case = open_case(region)
    client, address = log_in("anna"), f"/cases/{case.number}/sharing/admit/"
    chosen = {**CARE, "organisation": region.school.pk}
    assert client.get(address, chosen).status_code == 200
    clause = CovenantClause.objects.get(organisation_kind="school", compartment="signals")
    covenant.withdraw_clause(clause, actor=FOUNDER, on=date(2026, 11, 17), now=region.now)
    sent = {**chosen, "starts_on": "2026-11-17", "compartments": ["identity", "signals"]}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert not case.participations.filter(organisation=region.school).exists()


def test_a_clause_withdrawn_closes_a_note_form_that_is_open(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client, address = log_in("bram"), f"/cases/{case.number}/notes/new/"
    assert client.get(address).status_code == 200
    clause = CovenantClause.objects.get(organisation_kind="school", compartment="core")
    covenant.withdraw_clause(clause, actor=FOUNDER, on=date(2026, 11, 17), now=region.now)
    answer = client.post(address, {"compartment": "core", "text": "te laat"})
    assert answer.status_code == 404
    assert not case.notes.exists()


def test_terms_change_and_a_stale_page_does_not_win(region: Region, case: Case, log_in: LogIn) -> None:
    part = part_of(region, case, "school")
    address = f"/cases/{case.number}/sharing/{part.pk}/change/"
    sent = {**CARE, "starts_on": "2026-11-11", "version": part.version, "compartments": ["identity"]}
    assert log_in("anna").post(address, sent).status_code == 302
    changed = part_of(region, case, "school")
    assert (changed.reads_meldcode, changed.starts_at) == (False, part.starts_at)
    assert log_in("arno").post(address, sent).status_code == 409
    bram = region.actor("bram")
    meldcode = Compartment.MELDCODE
    assert not gate.may(bram, Act.READ_CASE, on=case, compartment=meldcode, now=region.now)


def test_the_end_shuts_the_door_on_the_next_page(region: Region, case: Case, log_in: LogIn) -> None:
    bram = log_in("bram")
    assert bram.get(f"/cases/{case.number}/").status_code == 200
    part = part_of(region, case, "school")
    address = f"/cases/{case.number}/sharing/{part.pk}/end/"
    assert log_in("anna").post(address, {"reason": "Andere school"}).status_code == 302
    assert bram.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in bram.get("/cases/").content.decode()


def test_the_organisation_of_the_coordinator_cannot_leave(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as refused:
        participation.end(
            part_of(region, case, "desk"), actor=region.actor("anna"), reason="weg", now=region.now
        )
    assert refused.value.code == "coordinates"


def test_a_period_that_ends_before_it_starts_is_asked_again(region: Region, case: Case) -> None:
    terms = Terms(
        "care_coordination", "public_task", frozenset(), region.now, region.now - timedelta(hours=1)
    )
    with pytest.raises(StateConflictError) as refused:
        participation.change(
            part_of(region, case, "school"), actor=region.actor("anna"), terms=terms, now=region.now
        )
    assert refused.value.field == "ends_at"


@pytest.mark.parametrize("name", ["bram", "gerda", "farid", "hugo", "iris"])
def test_only_the_desk_admits(region: Region, case: Case, log_in: LogIn, name: str) -> None:
    part = part_of(region, case, "police")
    for tail in ("admit/", f"{part.pk}/change/", f"{part.pk}/end/"):
        assert log_in(name).get(f"/cases/{case.number}/sharing/{tail}").status_code == 403


def test_a_part_in_another_case_is_not_found(region: Region, case: Case, log_in: LogIn) -> None:
    part = part_of(region, open_case(region), "desk")
    assert log_in("anna").get(f"/cases/{case.number}/sharing/{part.pk}/end/").status_code == 404


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_who_says_exactly_what_the_gate_says(region: Region, case: Case, name: str) -> None:
    told = {
        reader.name: reader.readable
        for table in explain.who(case, now=region.now)
        for reader in table.readers
    }
    actor = region.actor(name)
    opens = {
        part
        for part in Compartment
        if gate.may(actor, Act.READ_CASE, on=case, compartment=part, now=region.now)
    }
    assert told.get(actor.user.name, frozenset()) == opens


def test_who_costs_the_same_for_two_and_for_six_organisations(region: Region, case: Case) -> None:
    small = open_case(region)
    counted = []
    for asked in (small, case):
        with CaptureQueriesContext(connection) as captured:
            explain.who(asked, now=region.now)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 10


def test_why_names_article_purpose_role_and_naming(region: Region, case: Case) -> None:
    opened = gate.open_case(region.actor("bram"), case.number, now=region.now)
    reasons = [str(reason.sentence) for reason in explain.why(opened.access, now=region.now)]
    assert "5.1" in reasons[0]
    assert "Lyceum De Dijk" in reasons[1]
    assert len(reasons) == 5  # with the day on which the admission ends unless it is confirmed


def test_bea_names_a_colleague_and_takes_her_off(region: Region, case: Case, log_in: LogIn) -> None:
    bea, people = log_in("bea"), f"/cases/{case.number}/people/"
    removed = bea.post(f"{people}colleagues/{region.bram.pk}/remove/")
    assert removed.status_code == 302
    assert log_in("bram").get(f"/cases/{case.number}/").status_code == 404
    assert bea.post(f"{people}colleagues/new/", {"user": region.bram.pk}).status_code == 302
    assert log_in("bram").get(f"/cases/{case.number}/").status_code == 200
    told = Delivery.objects.filter(notification__kind="colleague_named", user=region.bram, channel="inbox")
    assert told.count() == 2  # once in the beginning, once again now
    assert bea.post(f"{people}colleagues/new/", {"user": region.farid.pk}).status_code == 400


def test_the_coordinator_stays_named(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError):
        participation.remove_colleague(case, actor=region.actor("arno"), user=region.anna, now=region.now)


def test_a_block_comes_before_everything_and_is_seen_by_who_may_block(
    region: Region, case: Case, log_in: LogIn
) -> None:
    anna, sharing = log_in("anna"), f"/cases/{case.number}/sharing/"
    assert anna.post(f"{sharing}blocks/new/", {"user": region.bram.pk, "reason": "oom"}).status_code == 302
    assert log_in("bram").get(sharing).status_code == 404
    assert "oom" in anna.get(sharing).content.decode()
    assert "oom" not in log_in("bea").get(sharing).content.decode()
    standing = ConflictBlock.objects.get(user=region.bram)
    assert anna.post(f"{sharing}blocks/{standing.pk}/lift/").status_code == 302
    assert log_in("bram").get(sharing).status_code == 200
    events = set(LedgerLine.objects.values_list("event", flat=True))
    assert {"conflict.blocked", "conflict.unblocked"} <= events


def test_a_coordinator_cannot_be_blocked_before_somebody_else_coordinates(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError):
        blocks.block(case, actor=region.actor("arno"), user=region.anna, reason="x", now=region.now)
