"""The preparation sheet: each organisation its own items, actions and questions, and nothing of another."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from cases.asks import ask
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.coordination import action
from cases.meetings import agenda, agenda_plan, decision, meeting
from cases.meetings.agenda_plan import Change
from cases.meetings.models import AgendaItem, Meeting
from organisations.compartments import Compartment
from organisations.models import Organisation
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]


def sheet(client: Client, of: Meeting) -> list[dict]:
    return client.get(f"/meetings/{of.number}/preparation/").context["sheet"]


def owes(region: Region, case: Case, home: Organisation, what: str) -> None:
    action.agree(
        case,
        actor=region.actor("anna"),
        description=what,
        owner_organisation=home,
        due_on=(NOW + timedelta(days=1)).date(),
        now=NOW,
    )


def test_the_school_finds_its_own_actions_and_what_it_may_read(
    region: Region, case: Case, item: AgendaItem, log_in: LogIn
) -> None:
    owes(region, case, region.school, "Belt de ouders")
    owes(region, case, region.police, "Rijdt langs")
    (row,) = sheet(log_in("bea"), item.meeting)
    assert [one["action"].description for one in row["actions"]] == ["Belt de ouders"]
    assert len(row["parts"]) == 5  # core, identity, signals, Meldcode, missing
    (row,) = sheet(log_in("iris"), item.meeting)
    assert (row["actions"], len(row["parts"])) == ([], 1)
    (line,) = LedgerLine.objects.filter(event="meeting.read", user_id=region.bea.pk, case_id=case.pk)
    assert line.object_number == item.meeting.number


def test_only_items_that_need_the_organisation(region: Region, item: AgendaItem, log_in: LogIn) -> None:
    asked = Change("Wie belt?", 10, (region.school,))
    agenda_plan.change(item, actor=region.actor("iris"), asked=asked, version=None, now=NOW)
    assert len(sheet(log_in("bea"), item.meeting)) == 1
    assert sheet(log_in("gerda"), item.meeting) == []
    assert log_in("chris").get(f"/meetings/{item.meeting.number}/preparation/").status_code == 404


def test_what_another_organisation_asked_is_on_it(
    region: Region, case: Case, item: AgendaItem, log_in: LogIn
) -> None:
    question = ask.Question(region.school, Compartment.CORE, "Is ze op school?", due_on=NOW.date())
    ask.put(case, actor=region.actor("anna"), question=question, now=NOW)
    (row,) = sheet(log_in("bea"), item.meeting)
    assert [one.question for one in row["asked"]] == ["Is ze op school?"]
    (row,) = sheet(log_in("fenna"), item.meeting)
    assert row["asked"] == []


def test_what_was_decided_before_is_for_who_heard_it(
    region: Region, case: Case, attended: AgendaItem, log_in: LogIn
) -> None:
    iris, later = region.actor("iris"), NOW + timedelta(days=1)
    decided = decision.Outcome(text="Wij kijken het aan", legal_ground="public_task")
    decision.record(attended, actor=iris, outcome=decided, now=NOW)
    meeting.move(attended.meeting, actor=iris, to="held", reason="", version=None, now=NOW)
    following = meeting.Planning(
        title="Volgend overleg", starts_at=later, organisations=(region.school, region.elsewhere)
    )
    planned = meeting.plan(actor=iris, planning=following, now=NOW)
    agenda.add(planned, actor=iris, case=case, question="Hoe nu?", now=NOW)
    (row,) = sheet(log_in("bea"), planned)
    assert [one["text"] for one in row["decided"]] == ["Wij kijken het aan"]
    AgendaItem.objects.filter(pk=attended.pk).update(taken_off_at=NOW)  # nobody hears of that one any more
    (row,) = sheet(log_in("bea"), planned)
    assert row["decided"] == []
