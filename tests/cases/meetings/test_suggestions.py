"""The agenda proposes itself: who sees which reason, taking over, leaving off, and proposing to the chair."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.meetings import agenda, decision, meeting, room, shown, suggestion
from cases.meetings.models import AgendaItem, AgendaProposal, AgendaSetAside, ItemInvitation, Meeting
from cases.meetings.suggest_rules import Reason, Suggestion
from cases.own_plan import plan
from organisations.actor import AccessDenied
from organisations.history import write
from tests.cast import NOW, PROCESS, Region, admit, open_case

LogIn = Callable[[str], Client]
LATER = NOW + timedelta(days=20)


def asking(region: Region, planned: Meeting, *, now=NOW, name: str = "iris") -> dict[str, Suggestion]:
    actor = region.actor(name)
    found = shown.for_chair(actor, planned, now=now)
    cases = shown.cases_of(actor, found, now=now)
    return {cases[one.case_id].number: one for one in found}


def late_action(region: Region, case: Case) -> None:
    """Let the school agree to something that is past its day a week later."""
    action.agree(
        case,
        actor=region.actor("anna"),
        description="Bellen",
        owner_organisation=region.school,
        due_on=(NOW + timedelta(days=2)).date(),
        now=NOW,
    )


# Which reasons


def test_a_new_case_of_the_table_asks_for_a_place(region: Region, case: Case, planned: Meeting) -> None:
    open_case(region, name="Sil Duinpan")  # the table takes no part in it
    assert asking(region, planned)[case.number].reasons == (Reason.NEW_CASE,)
    assert set(asking(region, planned)) == {case.number}


def test_an_action_past_its_day_and_a_part_that_lapses_ask_too(
    region: Region, case: Case, planned: Meeting
) -> None:
    late_action(region, case)
    found = asking(region, planned, now=LATER)[case.number]
    assert found.reasons == (Reason.ACTION_LATE, Reason.NEW_CASE)
    much_later = NOW + timedelta(days=75)
    assert asking(region, planned, now=much_later)[case.number].reasons == (
        Reason.ACTION_LATE,
        Reason.GRANT_LAPSES,
    )


def test_reasons_of_other_parts_are_for_who_reads_them(
    region: Region, case: Case, planned: Meeting, red_episode: object
) -> None:
    assert Reason.RED_EPISODE not in asking(region, planned)[case.number].reasons  # Iris reads the core only
    anna = shown.for_coordinator(region.actor("anna"), now=NOW)
    assert anna[0].case_id == case.pk
    assert anna[0].reasons[0] is Reason.RED_EPISODE


def test_a_birthday_and_the_plan_ask_for_who_knows_the_name(
    region: Region, case: Case, planned: Meeting
) -> None:
    """Turning 18 within half a year, and the day on which one would talk about the plan again."""
    anna, person = region.actor("anna"), case.young_person
    person.birth_date = NOW.date().replace(year=NOW.year - 18) + timedelta(days=180)
    write(person, actor=anna, now=NOW)
    words = plan.Words(agreed="Wij bellen.", meet_on=(NOW + timedelta(days=27)).date())
    plan.put(case, actor=anna, words=words, version=None, now=NOW)
    (mine,) = shown.for_coordinator(anna, now=NOW)
    assert {Reason.TURNS_ADULT, Reason.PLAN_REVIEW} < set(mine.reasons)
    assert not {Reason.TURNS_ADULT, Reason.PLAN_REVIEW} & set(mine.shared)
    assert asking(region, planned)[case.number].reasons == (Reason.NEW_CASE,)  # Iris reads the core only


@pytest.mark.parametrize(("days", "asks"), [(-1, False), (0, True), (183, True), (184, False)])
def test_a_birthday_asks_half_a_year_ahead_and_not_afterwards(
    region: Region, case: Case, days: int, asks: bool
) -> None:
    anna, turns = region.actor("anna"), NOW.date() + timedelta(days=days)
    case.young_person.birth_date = turns.replace(year=turns.year - 18)
    write(case.young_person, actor=anna, now=NOW)
    found = {reason for one in shown.for_coordinator(anna, now=NOW) for reason in one.reasons}
    assert (Reason.TURNS_ADULT in found) is asks


@pytest.mark.parametrize(("days", "asks"), [(-30, True), (28, True), (29, False)])
def test_a_plan_asks_as_soon_as_its_day_comes_near(region: Region, case: Case, days: int, asks: bool) -> None:
    anna = region.actor("anna")
    words = plan.Words(agreed="Wij bellen.", meet_on=(NOW + timedelta(days=days)).date())
    plan.put(case, actor=anna, words=words, version=None, now=NOW)
    found = {reason for one in shown.for_coordinator(anna, now=NOW) for reason in one.reasons}
    assert (Reason.PLAN_REVIEW in found) is asks


def test_a_decision_that_nothing_came_of_is_asked_about(region: Region, attended: AgendaItem) -> None:
    iris = region.actor("iris")
    outcome = decision.Outcome(text="Wij kijken het aan", legal_ground="public_task")
    decision.record(attended, actor=iris, outcome=outcome, now=NOW)
    meeting.move(attended.meeting, actor=iris, to="held", reason="", version=None, now=NOW)
    following = meeting.Planning(title="Volgend overleg", starts_at=LATER + timedelta(days=1))
    later = meeting.plan(actor=region.actor("iris"), planning=following, now=LATER)
    assert Reason.DRIFT in asking(region, later, now=LATER)[attended.case.number].reasons


@pytest.mark.parametrize("name", ["anna", "bram", "chris", "dina", "joost"])
def test_only_who_chairs_takes_over_or_leaves_off(
    region: Region, case: Case, planned: Meeting, name: str
) -> None:
    actor = region.actor(name)
    with pytest.raises(AccessDenied):
        suggestion.take_over(planned, actor=actor, case=case, wish=suggestion.Wish("?"), now=NOW)
    with pytest.raises(AccessDenied):
        suggestion.leave_off(planned, actor=actor, case=case, reason="Nee", keys=[], now=NOW)
    assert not AgendaItem.objects.exists()


# Taking over


def test_one_press_puts_a_case_on_the_agenda_with_whom_it_needs(
    region: Region, case: Case, log_in: LogIn
) -> None:
    iris = region.actor("iris")
    bare = meeting.plan(actor=iris, planning=meeting.Planning(title="Overleg", starts_at=NOW), now=NOW)
    client = log_in("iris")
    page = client.get(f"/meetings/{bare.number}/suggestions/")
    (card,) = page.context["cards"]
    assert region.school in card["new"]
    sent = {
        "case": case.number,
        "question": card["question"],
        "minutes": "20",
        "organisations": [region.school.pk, region.table.pk],
        "idempotency": card["form"].initial["idempotency"],
    }
    done = client.post(f"/meetings/{bare.number}/suggestions/take/", sent)
    assert done.status_code == 302
    item = AgendaItem.objects.get()
    assert (item.minutes, item.reasons) == (20, "new_case")
    assert {row.organisation for row in ItemInvitation.objects.all()} == {region.school, region.table}
    assert region.school in room.invited(bare)
    assert not client.get(f"/meetings/{bare.number}/suggestions/").context["cards"]
    assert client.post(f"/meetings/{bare.number}/suggestions/take/", sent).url == done.url  # pressed twice
    assert AgendaItem.objects.count() == 1


def test_who_is_not_needed_for_an_item_does_not_hear_of_it(
    region: Region, case: Case, planned: Meeting, log_in: LogIn
) -> None:
    wish = suggestion.Wish("Wat nu?", organisations=(region.school,))
    item = suggestion.take_over(planned, actor=region.actor("iris"), case=case, wish=wish, now=NOW)
    address = f"/meetings/{planned.number}/items/{item.pk}/"
    assert log_in("bea").get(address).status_code == 200
    assert log_in("iris").get(address).status_code == 200  # the host keeps the minutes
    for name in ("fenna", "gerda"):  # on the case, at the meeting, not needed here
        assert log_in(name).get(address).status_code == 404
        assert log_in(name).get(f"/meetings/{planned.number}/").context["rows"] == []
    seats = room.seats(AgendaItem.objects.get(pk=item.pk), now=NOW)
    assert set(seats.inside) == {region.school, region.table}
    assert region.police in seats.outside


def test_an_organisation_that_is_not_on_the_case_cannot_be_needed(
    region: Region, case: Case, planned: Meeting
) -> None:
    wish = suggestion.Wish("Wat nu?", organisations=(region.elsewhere,))
    with pytest.raises(StateConflictError, match="not_on_case"):
        suggestion.take_over(planned, actor=region.actor("iris"), case=case, wish=wish, now=NOW)
    assert not AgendaItem.objects.exists()


def test_a_waiting_proposal_is_answered_by_taking_it_over(
    region: Region, case: Case, planned: Meeting
) -> None:
    proposed = suggestion.propose(case, actor=region.actor("anna"), question="Wie belt?", now=NOW)
    assert Reason.PROPOSED in asking(region, planned)[case.number].reasons
    wish = suggestion.Wish("Wie belt?", reasons=(Reason.PROPOSED, Reason.SILENCE, Reason.NEW_CASE))
    item = suggestion.take_over(planned, actor=region.actor("iris"), case=case, wish=wish, now=NOW)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.item_id) == ("placed", item.pk)
    assert item.reasons == "new_case"  # never of a part that not everybody reads


# Leaving off


def test_what_is_left_off_stays_away_until_something_new(
    region: Region, case: Case, planned: Meeting, log_in: LogIn
) -> None:
    client, address = log_in("iris"), f"/meetings/{planned.number}/suggestions/leave/"
    form = client.get(address, {"case": case.number}).context["form"]
    sent = {name: form[name].value() for name in ("case", "keys", "idempotency")}
    assert client.post(address, {**sent, "reason": " "}).status_code == 400
    assert client.post(address, {**sent, "reason": "Loopt goed"}).status_code == 302
    kept = AgendaSetAside.objects.get()
    assert (kept.reason, kept.keys, kept.host) == ("Loopt goed", [f"new_case:{case.number}"], region.table)
    (line,) = LedgerLine.objects.filter(event="agenda.left_off")
    assert (line.case_id, line.object_number, line.detail) == (case.pk, planned.number, {"known": 1})
    assert asking(region, planned) == {}
    late_action(region, case)
    assert set(asking(region, planned, now=LATER)) == {case.number}


def test_a_proposal_that_is_left_off_is_answered_with_the_reason(
    region: Region, case: Case, planned: Meeting
) -> None:
    suggestion.propose(case, actor=region.actor("anna"), question="Wie belt?", now=NOW)
    iris = region.actor("iris")
    suggestion.leave_off(planned, actor=iris, case=case, reason="Later", keys=[], now=NOW)
    proposal = AgendaProposal.objects.get()
    assert (proposal.state, proposal.answer) == ("set_aside", "Later")


# Proposing


def test_anna_proposes_and_iris_reads_the_question_only(
    region: Region, case: Case, planned: Meeting, red_episode: object, log_in: LogIn
) -> None:
    anna = log_in("anna")
    page = anna.get("/proposals/")
    assert [row["case"] for row in page.context["rows"]] == [case]
    form = anna.get("/proposals/new/", {"case": case.number}).context["form"]
    sent = {"case": case.number, "question": "Wat nu?", "idempotency": form["idempotency"].value()}
    assert anna.post("/proposals/new/", sent).status_code == 302
    assert anna.get("/proposals/").context["rows"] == []
    assert [one.case for one in anna.get("/proposals/").context["waiting"]] == [case]
    shown_to_iris = log_in("iris").get(f"/meetings/{planned.number}/suggestions/").content.decode()
    assert red_episode.number not in shown_to_iris
    assert "kleur rood" not in shown_to_iris


@pytest.mark.parametrize("name", ["eva", "chris", "iris", "bram"])
def test_who_does_not_coordinate_proposes_nothing(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        suggestion.propose(case, actor=region.actor(name), question="?", now=NOW)


def test_twice_proposed_is_said_and_a_closed_case_too(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    suggestion.propose(case, actor=anna, question="?", now=NOW)
    with pytest.raises(StateConflictError, match="proposed_already"):
        suggestion.propose(case, actor=anna, question="?", now=NOW)
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=NOW)
    with pytest.raises(StateConflictError, match="case_closed"):
        suggestion.propose(case, actor=anna, question="?", now=NOW)


# Constant


def test_more_cases_cost_no_more_selects(region: Region, case: Case, planned: Meeting, log_in: LogIn) -> None:
    client, address = log_in("iris"), f"/meetings/{planned.number}/suggestions/"
    client.get(address)
    before = _selects(client, address)
    for number in range(4):
        admit(region, open_case(region, name=f"Kind {number}"), "table", PROCESS, "core")
    assert len(client.get(address).context["cards"]) == 5
    assert _selects(client, address) == before


def _selects(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len([query for query in queries if query["sql"].startswith("SELECT")])


def test_agenda_add_without_organisations_invites_everybody_on_the_case(
    region: Region, case: Case, planned: Meeting
) -> None:
    item = agenda.add(planned, actor=region.actor("iris"), case=case, question="?", now=NOW)
    assert not item.needed.exists()
    assert region.police in room.seats(item, now=NOW).inside
