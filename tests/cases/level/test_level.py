"""Steps up and down the ladder, and the risk in words: facts with who, when and why; never a score."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.level import judgement, reminder, step
from cases.level.models import LevelStep, RiskJudgement
from cases.level.rules import Rung
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
TODAY = date(2026, 11, 17)
UP = step.Decided(Rung.SAFETY_HOUSE, "Er is gedreigd bij school", TODAY, "De zorgtafel", "Haar moeder")
WORDS = judgement.Judged(
    "Zij kan dit weekend weer worden opgehaald", "De auto stond er twee keer", TODAY + timedelta(14)
)
JUDGED = {"words": WORDS.words, "reason": WORDS.reason, "review_on": "2026-12-01"}


def told(kind: str) -> list[str]:
    """Give who has a message of this kind in the application."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def test_a_step_up_is_a_fact_that_the_whole_table_hears(region: Region, case: Case) -> None:
    made = step.take(case, actor=region.actor("anna"), decided=UP, now=NOW)
    assert (made.from_rung, made.to_rung, made.people_told) == ("table", "safety_house", "Haar moeder")
    assert step.standing(case) is Rung.SAFETY_HOUSE
    assert told("level_step") == ["Arno", "Bea", "Fenna", "Gerda", "Piet"]  # not Eva
    line = LedgerLine.objects.get(event="level.step_taken")
    assert (line.case_id, line.detail) == (case.pk, {"to": "safety_house"})
    assert case.timeline.filter(kind="level_up", compartment="core").count() == 1


def test_down_again_starts_where_the_case_was(region: Region, case: Case) -> None:
    step.take(case, actor=region.actor("anna"), decided=UP, now=NOW)
    down = replace(UP, to_rung=Rung.LOCAL, reason="Zij is veilig bij haar tante")
    made = step.take(case, actor=region.actor("arno"), decided=down, now=NOW + timedelta(hours=1))
    assert (made.from_rung, made.to_rung) == ("safety_house", "local")
    assert case.timeline.filter(kind="level_down").count() == 1


@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (replace(UP, to_rung=Rung.TABLE), "to_rung"),
        (replace(UP, decided_on=TODAY + timedelta(days=1)), "decided_on"),
        (replace(UP, reason=" "), "reason"),
    ],
)
def test_what_is_no_step_is_said_at_its_field(
    region: Region, case: Case, decided: step.Decided, field: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        step.take(case, actor=region.actor("anna"), decided=decided, now=NOW)
    assert refused.value.field == field
    assert not LevelStep.objects.exists()


@pytest.mark.parametrize("name", ["bram", "farid", "gerda", "hugo", "iris", "chris", "eva", "dina"])
def test_only_who_assigns_writes_a_step(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        step.take(case, actor=region.actor(name), decided=UP, now=NOW)


def test_a_judgement_is_words_and_who_coordinates_is_told(region: Region, case: Case) -> None:
    made = judgement.write_down(case, actor=region.actor("bram"), judged=WORDS, now=NOW)
    assert (made.by, made.review_on) == (region.bram, date(2026, 12, 1))
    assert told("risk_judged") == ["Anna", "Arno"]
    line = LedgerLine.objects.get(event="risk.judged")
    assert (line.compartments, line.detail) == ("signals", {})
    assert case.timeline.filter(kind="risk_judged", compartment="signals").count() == 1


@pytest.mark.parametrize("name", ["gerda", "hugo", "iris", "chris", "eva", "dina"])
def test_who_does_not_write_about_signals_judges_nothing(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        judgement.write_down(case, actor=region.actor(name), judged=WORDS, now=NOW)
    assert not RiskJudgement.objects.exists()


@pytest.mark.parametrize(
    ("judged", "field"),
    [
        (replace(WORDS, words="8 op de 10"), "words"),
        (replace(WORDS, words="hoog"), "words"),
        (replace(WORDS, review_on=TODAY), "review_on"),
        (replace(WORDS, review_on=TODAY + timedelta(days=200)), "review_on"),
    ],
)
def test_a_mark_or_a_day_that_cannot_be_is_refused(
    region: Region, case: Case, judged: judgement.Judged, field: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        judgement.write_down(case, actor=region.actor("anna"), judged=judged, now=NOW)
    assert refused.value.field == field


def test_a_newer_judgement_takes_its_place_and_the_older_stays(region: Region, case: Case) -> None:
    first = judgement.write_down(case, actor=region.actor("bram"), judged=WORDS, now=NOW)
    with pytest.raises(StateConflictError) as refused:
        judgement.write_down(case, actor=region.actor("farid"), judged=WORDS, now=NOW)
    assert refused.value.code == "judged_meanwhile"
    second = judgement.write_down(
        case, actor=region.actor("farid"), judged=WORDS, replaces=first.pk, now=NOW + timedelta(hours=1)
    )
    assert judgement.standing(case) == second
    assert RiskJudgement.objects.get(pk=first.pk).ended_at == NOW + timedelta(hours=1)


def test_in_a_closed_case_nothing_is_written(region: Region, case: Case) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="klaar", now=NOW)
    with pytest.raises(StateConflictError):
        step.take(case, actor=region.actor("anna"), decided=UP, now=NOW)
    with pytest.raises(StateConflictError):
        judgement.write_down(case, actor=region.actor("anna"), judged=WORDS, now=NOW)


def test_on_its_day_who_coordinates_is_told_once(region: Region, case: Case) -> None:
    judgement.write_down(case, actor=region.actor("bram"), judged=WORDS, now=NOW)
    assert reminder.remind(now=NOW + timedelta(days=13)) == 0
    day = NOW + timedelta(days=14)
    assert [reminder.remind(now=day), reminder.remind(now=day + timedelta(hours=1))] == [1, 0]
    assert told("risk_review_due") == ["Anna", "Arno"]
    assert LedgerLine.objects.get(event="risk.review_due").user_label == "judgements"


def test_the_overdue_list_is_work_for_who_coordinates(region: Region, case: Case, log_in: LogIn) -> None:
    past = replace(WORDS, review_on=TODAY - timedelta(days=1))
    judgement.write_down(case, actor=region.actor("bram"), judged=past, now=NOW - timedelta(days=3))
    waits = "Kijk opnieuw naar de weging van het risico"
    assert waits in log_in("anna").get("/").content.decode()
    assert waits not in log_in("bram").get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "reads"), [("anna", True), ("bram", True), ("farid", True), ("hugo", False), ("iris", False)]
)
def test_who_reads_the_ladder_and_who_the_judgement(
    region: Region, case: Case, log_in: LogIn, name: str, reads: bool
) -> None:
    step.take(case, actor=region.actor("anna"), decided=UP, now=NOW)
    judgement.write_down(case, actor=region.actor("bram"), judged=WORDS, now=NOW)
    page = log_in(name).get(f"/cases/{case.number}/level/").content.decode()
    assert UP.reason in page
    assert (WORDS.words in page) is reads


def test_the_forms_write_it_and_keep_what_was_typed(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    address = f"/cases/{case.number}/level/"
    wrong = anna.post(f"{address}judge/", {**JUDGED, "words": "7/10"})
    assert wrong.status_code == 409
    assert WORDS.reason in wrong.content.decode()
    assert anna.post(f"{address}judge/", JUDGED).status_code == 302
    typed = {"to_rung": "justice", "reason": "<b>x</b>", "decided_on": "2026-11-17", "decided_by": "De tafel"}
    assert anna.post(f"{address}step/", {**typed, "to_rung": "table"}).status_code == 400
    assert anna.post(f"{address}step/", typed).status_code == 302
    assert "&lt;b&gt;x" in anna.get(address).content.decode()
