"""One organisation asks another: before a day, in one part of the case, with an answer for who reads it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.asks import ask, reminder
from cases.asks.models import Ask
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.models import Organisation
from tests.cast import Region

LogIn = Callable[[str], Client]
DAY = date(2026, 11, 20)  # a Friday, three days on
SIGNALS, MELDCODE, MISSING = Compartment.SIGNALS, Compartment.MELDCODE, Compartment.MISSING


def put(
    region: Region,
    case: Case,
    by: str = "bram",
    *,
    to: Organisation | None = None,
    part: Compartment = MELDCODE,
    due_on: date = DAY,
) -> Ask:
    """Let somebody ask Veilig Thuis, or another organisation, something."""
    question = ask.Question(to or region.veilig_thuis, part, "Is er al contact met moeder?", due_on)
    return ask.put(case, actor=region.actor(by), question=question, now=region.now)


def told(kind: str) -> list[str]:
    """Give who has a message of this kind in the application."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def test_bram_asks_veilig_thuis_and_gerda_is_told(region: Region, case: Case) -> None:
    made = put(region, case)
    assert told("ask_put") == ["Gerda"]
    line = LedgerLine.objects.get(event="ask.put")
    assert (line.case_id, line.compartments) == (case.pk, "meldcode")
    assert line.detail == {"party": region.veilig_thuis.pk}
    entry = case.timeline.get(kind="ask_put")
    assert (entry.compartment, entry.url) == ("meldcode", ask.address(made))
    assert made.history.count() == 1


def test_gerda_takes_it_on_and_answers(region: Region, case: Case) -> None:
    made = put(region, case)
    taken = ask.accept(made, actor=region.actor("gerda"), now=region.now)
    assert (taken.state, taken.accepted_by) == ("accepted", region.gerda)
    assert told("ask_accepted") == ["Bram"]
    done = ask.answer(made, actor=region.actor("gerda"), text="Ja, maandag.", now=region.now)
    assert (done.state, done.answer, done.ended_by) == ("answered", "Ja, maandag.", region.gerda)
    assert told("ask_answered") == ["Bram"]
    assert LedgerLine.objects.filter(event__in=["ask.accepted", "ask.answered"]).count() == 2
    assert not LedgerLine.objects.filter(detail__icontains="maandag").exists()


def test_a_no_has_a_reason_and_goes_back_to_who_asked(region: Region, case: Case) -> None:
    made = put(region, case)
    with pytest.raises(StateConflictError) as refused:
        ask.decline(made, actor=region.actor("gerda"), reason=" ", now=region.now)
    assert refused.value.field == "reason"
    done = ask.decline(made, actor=region.actor("gerda"), reason="Wij kennen haar niet", now=region.now)
    assert (done.state, done.declined_reason) == ("declined", "Wij kennen haar niet")
    assert told("ask_declined") == ["Bram"]


def test_who_asked_takes_it_back_and_so_does_who_coordinates(region: Region, case: Case) -> None:
    first, second = put(region, case), put(region, case)
    ask.revoke(first, actor=region.actor("bram"), now=region.now)
    ask.revoke(second, actor=region.actor("anna"), now=region.now)
    assert told("ask_revoked") == ["Gerda", "Gerda"]


@pytest.mark.parametrize("how", ["accept", "answer", "decline", "revoke"])
def test_what_ended_meanwhile_is_said_and_nothing_changes(region: Region, case: Case, how: str) -> None:
    made = put(region, case)
    ask.answer(made, actor=region.actor("gerda"), text="Ja.", now=region.now)
    words = {"answer": {"text": "Nee."}, "decline": {"reason": "x"}}.get(how, {})
    name = "bram" if how == "revoke" else "gerda"
    with pytest.raises(StateConflictError) as refused:
        getattr(ask, how)(made, actor=region.actor(name), now=region.now, **words)
    assert refused.value.code == "not_from_here"
    assert Ask.objects.get(pk=made.pk).answer == "Ja."


@pytest.mark.parametrize("name", ["anna", "bram", "farid", "hugo", "iris", "chris", "eva"])
def test_nobody_answers_for_another_organisation(region: Region, case: Case, name: str) -> None:
    made = put(region, case)
    with pytest.raises(AccessDenied):
        ask.answer(made, actor=region.actor(name), text="x", now=region.now)
    with pytest.raises(AccessDenied):
        ask.accept(made, actor=region.actor(name), now=region.now)


@pytest.mark.parametrize("name", ["gerda", "farid", "hugo", "iris", "chris"])
def test_nobody_takes_back_what_another_organisation_asked(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        ask.revoke(put(region, case), actor=region.actor(name), now=region.now)


@pytest.mark.parametrize("name", ["farid", "hugo", "iris", "chris", "eva", "dina"])
def test_who_does_not_work_in_a_part_asks_nothing_there(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        put(region, case, by=name)
    assert not Ask.objects.exists()


@pytest.mark.parametrize("home", ["police", "institution", "elsewhere", "table", "school"])
def test_who_cannot_read_the_part_is_not_asked_there(region: Region, case: Case, home: str) -> None:
    """Nor one's own organisation: Bram works for the school."""
    with pytest.raises(StateConflictError) as refused:
        put(region, case, to=region.organisations[home])
    assert refused.value.field == "to_organisation"


def test_a_day_that_passed_and_a_closed_case_are_refused(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as refused:
        put(region, case, due_on=region.now.date() - timedelta(days=1))
    assert refused.value.field == "due_on"
    assert put(region, case, due_on=region.now.date()).state == "waiting"
    with pytest.raises(StateConflictError):  # a question that waits keeps a case open
        casefile.close(case, actor=region.actor("anna"), reason="klaar", now=region.now)
    ask.revoke(Ask.objects.get(), actor=region.actor("anna"), now=region.now)
    casefile.close(case, actor=region.actor("anna"), reason="klaar", now=region.now)
    with pytest.raises(StateConflictError):
        put(region, case)


def test_the_day_before_gerda_hears_it_and_after_it_both_do(region: Region, case: Case) -> None:
    put(region, case)
    assert reminder.remind(now=region.now) == 0
    day_before = region.now + timedelta(days=2)
    assert [reminder.remind(now=day_before) for _ in range(2)] == [1, 0]
    assert (told("ask_near"), told("ask_past")) == (["Gerda"], [])
    day_after = region.now + timedelta(days=4)
    assert [reminder.remind(now=day_after) for _ in range(2)] == [1, 0]
    assert told("ask_past") == ["Bram", "Gerda"]
    assert LedgerLine.objects.filter(event="ask.reminded", user_label="questions").count() == 2


def test_nobody_is_reminded_of_what_was_answered(region: Region, case: Case) -> None:
    ask.answer(put(region, case), actor=region.actor("gerda"), text="Ja.", now=region.now)
    assert reminder.remind(now=region.now + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("name", "reads"), [("anna", True), ("bram", True), ("gerda", True), ("farid", False), ("iris", False)]
)
def test_question_and_answer_are_read_by_who_reads_that_part(
    region: Region, case: Case, log_in: LogIn, name: str, reads: bool
) -> None:
    made = put(region, case)
    ask.answer(made, actor=region.actor("gerda"), text="Antwoord <b>maandag</b>", now=region.now)
    client = log_in(name)
    answer = client.get(f"/cases/{case.number}/asks/")
    assert answer.status_code == 200
    assert ("Antwoord &lt;b&gt;maandag" in answer.content.decode()) is reads
    line = LedgerLine.objects.filter(event="case.read", user_id=region.people[name].pk, case_id=case.pk)
    assert line.filter(compartments__contains="meldcode").exists() is reads  # the ledger tells which part
    assert (
        "beantwoordde een vraag" in client.get(f"/cases/{case.number}/timeline/").content.decode()
    ) is reads


@pytest.mark.parametrize(("name", "status"), [("hugo", 404), ("farid", 404), ("bram", 403), ("gerda", 200)])
def test_a_question_in_a_closed_part_does_not_exist(
    region: Region, case: Case, log_in: LogIn, name: str, status: int
) -> None:
    made = put(region, case)
    assert log_in(name).get(f"/cases/{case.number}/asks/{made.pk}/answer/").status_code == status


def test_gerda_finds_it_on_her_start_page_and_answers(region: Region, case: Case, log_in: LogIn) -> None:
    made = put(region, case)
    gerda = log_in("gerda")
    assert f"/cases/{case.number}/asks/#a-{made.pk}" in gerda.get("/").content.decode()
    address = f"/cases/{case.number}/asks/{made.pk}/answer/"
    assert gerda.post(address, {"text": " "}).status_code == 400
    assert gerda.post(address, {"text": "Ja, maandag."}).status_code == 302
    assert f"#a-{made.pk}" not in gerda.get("/").content.decode()
    assert f"#a-{made.pk}" not in log_in("farid").get("/").content.decode()


def test_the_form_says_who_could_read_it_and_keeps_what_was_typed(
    region: Region, case: Case, log_in: LogIn
) -> None:
    bram = log_in("bram")
    typed = {
        "compartment": "meldcode",
        "to_organisation": region.police.pk,
        "question": "Reed er een donkere auto?",
        "due_on": "2026-11-20",
    }
    answer = bram.post(f"/cases/{case.number}/asks/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Wie wel: " in page
    assert "Reed er een donkere auto?" in page
    answer = bram.post(f"/cases/{case.number}/asks/new/", {**typed, "compartment": "signals"})
    assert answer.status_code == 302
    assert Ask.objects.get().compartment == "signals"
