"""Patterns as people meet them: the coordinator decides, the chair hears only the question."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.meetings import meeting as meetings
from cases.meetings import proposal as proposals
from cases.meetings.models import AgendaItem, AgendaProposal, Meeting
from cases.missing import pattern_decision, patterns
from cases.missing.models import MissingEpisode, PatternDecision
from organisations.actor import AccessDenied
from tests.cast import SAFETY, Region, admit, open_case

LogIn = Callable[[str], Client]
QUESTION = "What does she need now?"


def episode_of(region: Region, case: Case, number: str, days: int, **known: Any) -> None:
    """Put an episode of some days ago in the tables, found after three hours."""
    at = region.now - timedelta(days=days)
    values = {"colour": "green", "status": "closed", "found_at": at + timedelta(hours=3), **known}
    row = MissingEpisode(
        number=number,
        case=case,
        raised_by=region.hugo,
        raised_by_organisation=region.institution,
        raised_at=at,
        missing_since=at,
        **values,
    )
    MissingEpisode.objects.bulk_create([row])


@pytest.fixture
def often(region: Region, case: Case) -> Case:
    """Give the case in which Noor was missing three times lately."""
    for number, days in (("V-26-AAAAA", 5), ("V-26-BBBBB", 30), ("V-26-CCCCC", 60)):
        episode_of(region, case, number, days)
    return case


@pytest.fixture
def table(region: Region) -> Meeting:
    """Give the meeting that Iris planned for next week."""
    planning = meetings.Planning("Table", region.now + timedelta(days=7), organisations=(region.desk,))
    return meetings.plan(actor=region.actor("iris"), planning=planning, now=region.now)


def found(region: Region, case: Case, name: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Give the patterns that somebody sees."""
    seen = patterns.undecided(case, actor=region.actor(name), now=region.now)
    return [(one.pattern.value, one.episodes, one.others) for one in seen]


def test_a_withdrawn_alert_is_no_episode(region: Region, often: Case) -> None:
    assert found(region, often, "anna") == [("often", ("V-26-AAAAA", "V-26-BBBBB", "V-26-CCCCC"), ())]
    MissingEpisode.objects.filter(number="V-26-AAAAA").update(status="withdrawn")
    assert found(region, often, "anna") == []


def test_another_case_counts_only_for_who_reads_it(region: Region, case: Case) -> None:
    other = open_case(region, name="")
    admit(region, other, "veilig_thuis", SAFETY, "core")
    episode_of(region, case, "V-26-AAAAA", 5, last_seen_with="Ali Karim")
    episode_of(region, other, "V-26-ZZZZZ", 9, last_seen_with="karim ALI")
    assert found(region, case, "anna") == [("same_companion", ("V-26-AAAAA",), ("V-26-ZZZZZ",))]
    for name in ("hugo", "gerda", "farid"):
        assert found(region, case, name) == []
    pattern_decision.decline(case, actor=region.actor("anna"), reason="A brother", now=region.now)
    assert PatternDecision.objects.get().patterns == {"same_companion": ["V-26-AAAAA"]}  # not the other's


def test_anna_proposes_and_iris_hears_only_the_question(
    region: Region, often: Case, table: Meeting, log_in: LogIn
) -> None:
    decided = pattern_decision.propose(often, actor=region.actor("anna"), question=QUESTION, now=region.now)
    assert (decided.outcome, decided.by) == ("proposed", region.anna)
    assert found(region, often, "anna") == []
    line = LedgerLine.objects.get(event="pattern.decided")
    assert (line.compartments, line.detail["patterns"]) == ("missing", ["often"])
    assert LedgerLine.objects.filter(event="agenda.proposed", user_id=region.anna.pk).exists()
    assert TimelineEntry.objects.get(kind="pattern_proposed").compartment == "missing"
    waiting = AgendaProposal.objects.get()
    address = f"/proposals/{waiting.pk}/"
    iris = log_in("iris")
    assert address in iris.get("/").content.decode()
    page = iris.get(address).content.decode()
    assert QUESTION in page
    assert "V-26" not in page
    values = {"decision": "place", "meeting": table.pk, "question": QUESTION}
    assert iris.post(address, values).url == f"/meetings/{table.number}/"
    item = AgendaItem.objects.get(meeting=table)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.item, waiting.answered_by) == ("placed", item, region.iris)
    assert LedgerLine.objects.filter(event="agenda.proposal_answered", user_id=region.iris.pk).exists()
    assert address not in iris.get("/").content.decode()
    assert iris.post(address, values).status_code == 409


def test_a_decided_pattern_asks_again_when_a_new_episode_joins(region: Region, often: Case) -> None:
    anna = region.actor("anna")
    with pytest.raises(StateConflictError) as refused:
        pattern_decision.decline(often, actor=anna, reason=" ", now=region.now)
    assert refused.value.field == "reason"
    pattern_decision.decline(often, actor=anna, reason="Help has started", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        pattern_decision.propose(often, actor=anna, question=QUESTION, now=region.now)
    assert refused.value.code == "pattern_decided"
    episode_of(region, often, "V-26-DDDDD", 1)
    assert len(found(region, often, "anna")) == 1
    pattern_decision.propose(often, actor=anna, question=QUESTION, now=region.now)
    episode_of(region, often, "V-26-EEEEE", 0)
    pattern_decision.propose(often, actor=anna, question="Again?", now=region.now)
    assert AgendaProposal.objects.count() == 1  # one waits for the chair already


def test_a_closed_case_goes_to_no_agenda(region: Region, often: Case) -> None:
    casefile.close(often, actor=region.actor("anna"), reason="done", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        pattern_decision.propose(often, actor=region.actor("anna"), question=QUESTION, now=region.now)
    assert refused.value.code == "case_closed"


@pytest.mark.parametrize("name", ["bram", "chris", "dina", "eva", "gerda", "hugo", "iris", "joost"])
def test_only_the_coordination_decides(region: Region, often: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        pattern_decision.decline(often, actor=region.actor(name), reason="x", now=region.now)
    assert not PatternDecision.objects.exists()


@pytest.mark.parametrize("name", ["anna", "bram", "chris", "dina", "eva", "gerda", "hugo", "joost"])
def test_only_who_chairs_answers_a_proposal(region: Region, often: Case, table: Meeting, name: str) -> None:
    pattern_decision.propose(often, actor=region.actor("anna"), question=QUESTION, now=region.now)
    waiting, actor = AgendaProposal.objects.get(), region.actor(name)
    with pytest.raises(AccessDenied):
        proposals.place(waiting, table, actor=actor, question="x", now=region.now)
    with pytest.raises(AccessDenied):
        proposals.set_aside(waiting, table, actor=actor, reason="x", now=region.now)
    assert AgendaProposal.objects.get().state == "waiting"


def test_iris_sets_a_proposal_aside_with_a_reason(
    region: Region, often: Case, table: Meeting, log_in: LogIn
) -> None:
    pattern_decision.propose(often, actor=region.actor("anna"), question=QUESTION, now=region.now)
    address, iris = f"/proposals/{AgendaProposal.objects.get().pk}/", log_in("iris")
    values = {"decision": "set_aside", "meeting": table.pk, "question": QUESTION}
    assert iris.post(address, values).status_code == 400
    assert iris.post(address, {**values, "answer": "Spoken of last week"}).status_code == 302
    assert AgendaProposal.objects.get().state == "set_aside"
    assert not AgendaItem.objects.exists()


def test_the_tab_names_the_episodes_and_who_decides(region: Region, often: Case, log_in: LogIn) -> None:
    tab, page = f"/cases/{often.number}/missing/", f"/cases/{often.number}/missing/patterns/"
    shown = log_in("hugo").get(tab).content.decode()
    assert "/missing/V-26-BBBBB/" in shown
    assert page not in shown
    anna = log_in("anna")
    assert page in anna.get(tab).content.decode()
    assert page in anna.get("/").content.decode()
    assert anna.post(page, {"decision": "decline"}).status_code == 400
    assert anna.post(page, {"decision": "propose", "question": " "}).status_code == 400
    assert anna.post(page, {"decision": "decline", "reason": "Hulp is <begonnen>"}).url == tab
    assert "Hulp is &lt;begonnen&gt;" in anna.get(tab).content.decode()
    assert page not in anna.get("/").content.decode()
    assert anna.post(page, {"decision": "decline", "reason": "x"}).status_code == 409


def test_more_cases_cost_the_dashboard_no_more_queries(region: Region, often: Case, log_in: LogIn) -> None:
    client = log_in("anna")
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get("/")
    for index in range(3):
        case = open_case(region, name="")
        for day in (1, 2, 3):
            episode_of(region, case, f"V-25-{index}{day}QRT", day)
    with CaptureQueriesContext(connection) as after:
        client.get("/")
    assert len(after) == len(before)
