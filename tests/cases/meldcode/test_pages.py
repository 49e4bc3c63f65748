"""The Meldcode tab as the cast meets it: who sees what, and what a form does with bad input."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.meldcode import consultation, step, talk, track, veilig_thuis, weighing
from cases.meldcode.models import MeldcodeTrack, VeiligThuisReport, Weighing
from cases.meldcode.rules import Answers
from cases.meldcode.step_rules import StepStatus
from tests.cast import CARE, Region, admit, full_table

LogIn = Callable[[str], Client]

STEP_FORM = {"status": "done", "text": "Gaf aan dat hij elke nacht wordt opgehaald", "reason": ""}
FORMS: dict[str, dict[str, Any]] = {
    "step/1/": STEP_FORM,
    "child-check/": {"risk_signals": "no"},
    "consultation/": {
        "kind": "colleague",
        "with_whom": "Intern begeleider",
        "held_at": "2026-11-16T10:00",
        "outcome": "Samen verder kijken",
        "status": "done",
    },
    "talk/": {
        "with_whom": "parents",
        "held_at": "2026-11-16T10:00",
        "report": "Moeder maakt zich ook zorgen",
        "status": "done",
    },
    "talk/omitted/": {"with_whom": "parents", "ground": "safety_of_child", "reason": "Dreiging thuis"},
    "weighing/": {"q1": "yes", "q1_reason": "Verhaal", "q2": "yes_acute", "q2_reason": "X", "status": "done"},
    "advice/": {
        "asked_at": "2026-11-16T10:00",
        "question": "Een meisje van 15 krijgt dure spullen",
        "advice": "Melden",
    },
    "report/": {
        "reported_at": "2026-11-16T10:00",
        "family_told": "yes",
        "family_told_note": "",
        "reference": "VT-1",
    },
    "close/": {"reason": "Overgedragen"},
}


def url(about: MeldcodeTrack, page: str = "") -> str:
    return f"/cases/{about.case.number}/meldcode/{about.pk}/{page}"


def full(region: Region, about: MeldcodeTrack) -> VeiligThuisReport:
    """Let Bram walk through all five steps."""
    who = {"actor": region.actor("bram"), "now": region.now}
    step.record(about, number=1, status=StepStatus.RUNNING, text="<script>alert(1)</script> =1+1 😀", **who)
    moment = region.now - timedelta(hours=3)
    consultation.record(
        about,
        kind="colleague",
        with_whom="Intern begeleider",
        held_at=moment,
        outcome="Samen kijken",
        status=StepStatus.DONE,
        **who,
    )
    talk.omit(about, with_whom="parents", ground="safety_of_child", reason="Dreiging", **who)
    made = weighing.weigh(
        about,
        answers=Answers("yes", "yes_acute"),
        reasons={"q1": "Verhaal", "q2": "Uitbuiting"},
        status=StepStatus.DONE,
        **who,
    )
    weighing.decide(
        made,
        report_decision="report",
        report_reason="Beroepsnorm",
        help_decision="with_veilig_thuis",
        help_reason="Samen",
        **who,
    )
    veilig_thuis.ask_advice(about, asked_at=moment, question="Een leerling", advice="Geheim advies", **who)
    return veilig_thuis.report(
        about, reported_at=moment, reference="VT-77", family_told="no", family_told_note="Onveilig", **who
    )


def test_the_board_invites_who_has_no_track_and_shows_those_of_others(
    case: Case, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    seen_by_anna = log_in("anna").get(f"/cases/{case.number}/meldcode/")
    seen_by_bram = log_in("bram").get(f"/cases/{case.number}/meldcode/")
    assert "Lyceum De Dijk" in seen_by_anna.content.decode()
    assert 'href="start/"' in seen_by_anna.content.decode()
    assert 'href="start/"' not in seen_by_bram.content.decode()


def test_an_empty_board_says_so(case: Case, log_in: LogIn) -> None:
    page = log_in("bram").get(f"/cases/{case.number}/meldcode/").content.decode()
    assert "Niemand is hier al met een Meldcode begonnen." in page
    assert 'href="start/"' in page


@pytest.mark.parametrize(
    ("name", "status"),
    [("bram", 200), ("bea", 200), ("anna", 200), ("gerda", 200), ("hugo", 403), ("farid", 403), ("iris", 403)]
    + [(outsider, 404) for outsider in ("chris", "eva")]
    + [(role, 403) for role in ("dina", "joost")],
)
def test_who_reads_the_board_and_a_track(
    region: Region, case: Case, log_in: LogIn, brams: MeldcodeTrack, name: str, status: int
) -> None:
    full(region, brams)
    client = log_in(name)
    assert client.get(f"/cases/{case.number}/meldcode/").status_code == status
    assert client.get(url(brams)).status_code == status
    assert client.get(url(brams, "print/")).status_code == status


def test_police_read_why_they_have_no_meldcode(case: Case, log_in: LogIn) -> None:
    answer = log_in("farid").get(f"/cases/{case.number}/meldcode/start/")
    assert answer.status_code == 403
    assert "zorgmelding" in answer.content.decode()


def test_bram_starts_with_the_profile_of_a_school(case: Case, log_in: LogIn) -> None:
    bram = log_in("bram")
    page = bram.get(f"/cases/{case.number}/meldcode/start/").content.decode()
    assert re.search(r'value="education"[^>]*checked', page)
    answer = bram.post(f"/cases/{case.number}/meldcode/start/", {"profile": "education"})
    made = MeldcodeTrack.objects.get()
    assert answer.headers["Location"] == url(made)
    assert bram.get(url(made)).status_code == 200


@pytest.mark.parametrize("place", FORMS)
def test_each_form_opens_and_saves(brams: MeldcodeTrack, log_in: LogIn, place: str) -> None:
    bram = log_in("bram")
    assert bram.get(url(brams, place)).status_code == 200
    answer = bram.post(url(brams, place), FORMS[place])
    assert answer.status_code == 302, answer.context["form"].errors
    assert bram.get(url(brams)).status_code == 200


@pytest.mark.parametrize("place", FORMS)
def test_another_organisation_reads_but_never_writes(brams: MeldcodeTrack, log_in: LogIn, place: str) -> None:
    for name in ("anna", "gerda"):
        assert log_in(name).get(url(brams, place)).status_code == 403
        assert log_in(name).post(url(brams, place), FORMS[place]).status_code == 403
    assert log_in("chris").post(url(brams, place), FORMS[place]).status_code == 404


@pytest.mark.parametrize("place", [*FORMS, "", "print/", "decisions/", "report/1/answer/", "reopen/"])
def test_a_track_of_another_case_is_not_found(
    region: Region, brams: MeldcodeTrack, log_in: LogIn, place: str
) -> None:
    elsewhere = full_table(region, name="Sil Duinpan")
    bram = log_in("bram")
    assert bram.get(f"/cases/{elsewhere.number}/meldcode/{brams.pk}/{place}").status_code == 404
    assert bram.get(f"/cases/{elsewhere.number}/meldcode/{10**30}/{place}").status_code == 404


def test_a_step_that_does_not_exist_is_not_found(brams: MeldcodeTrack, log_in: LogIn) -> None:
    assert log_in("bram").get(url(brams, "step/6/")).status_code == 404
    assert log_in("bram").get(url(brams, "decisions/")).status_code == 404  # nothing was weighed yet
    assert log_in("bram").get(url(brams, "report/99/answer/")).status_code == 404


def test_advice_stays_with_the_school(region: Region, brams: MeldcodeTrack, log_in: LogIn) -> None:
    full(region, brams)
    for name in ("bram", "bea"):
        assert "Geheim advies" in log_in(name).get(url(brams)).content.decode()
    for name in ("anna", "gerda"):
        assert "Geheim advies" not in log_in(name).get(url(brams)).content.decode()
    for name in ("bram", "anna"):
        assert "Geheim advies" not in log_in(name).get(url(brams, "print/")).content.decode()


def test_what_people_typed_is_shown_as_text(region: Region, brams: MeldcodeTrack, log_in: LogIn) -> None:
    full(region, brams)
    page = log_in("gerda").get(url(brams)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1 😀" in page
    assert "<script>alert(1)" not in page


def test_weighing_leads_to_the_verdict_with_its_source(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    answer = bram.post(url(brams, "weighing/"), FORMS["weighing/"], follow=True)
    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == url(brams, "decisions/")
    assert "noodzakelijk (beroepsnorm 1)" in page
    assert "https://www.nji.nl/kindermishandeling/afwegingskader-meldcode" in page
    shown = Weighing.objects.get()
    decided = bram.post(
        url(brams, "decisions/"),
        {
            "weighing": shown.pk,
            "report_decision": "no_report",
            "report_reason": "De politie heeft al een zorgmelding gedaan",
            "help_decision": "help",
            "help_reason": "De mentor",
            "help_until": "2026-12-15",
            "case_manager": "De mentor",
        },
    )
    assert decided.status_code == 302
    shown.refresh_from_db()
    assert shown.report_decision == "no_report"  # the professional decides, also otherwise


def test_deciding_on_a_weighing_that_was_overtaken_is_refused(
    region: Region, brams: MeldcodeTrack, log_in: LogIn
) -> None:
    full(region, brams)
    bram = log_in("bram")
    older = Weighing.objects.get()
    bram.post(url(brams, "weighing/"), {**FORMS["weighing/"], "q2": "no"})
    answer = bram.post(
        url(brams, "decisions/"),
        {
            "weighing": older.pk,
            "report_decision": "report",
            "report_reason": "Norm",
            "help_decision": "help",
            "help_reason": "Mentor",
            "help_until": "2026-12-15",
            "case_manager": "Mentor",
        },
    )
    assert answer.status_code == 409
    assert "Mentor" in answer.content.decode()


def test_a_blank_first_question_holds_up_no_report(brams: MeldcodeTrack, log_in: LogIn) -> None:
    answers = {**FORMS["weighing/"], "q1": "", "q1_reason": ""}
    page = log_in("bram").post(url(brams, "weighing/"), answers, follow=True).content.decode()
    assert Weighing.objects.get().outcome == "report"
    assert "Dat telt als een vermoeden." in page


def test_answers_that_contradict_each_other_close_nothing(brams: MeldcodeTrack, log_in: LogIn) -> None:
    answers = {**FORMS["weighing/"], "q1": "no"}
    page = log_in("bram").post(url(brams, "weighing/"), answers, follow=True).content.decode()
    assert Weighing.objects.get().outcome == "consult"
    assert "Uw antwoorden spreken elkaar tegen" in page


def test_a_school_reads_the_questions_of_a_school(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    assert (
        "Ja, of bij twijfel: meld direct, per telefoon." in bram.get(url(brams, "weighing/")).content.decode()
    )
    page = bram.get(url(brams)).content.decode()
    assert "Is een collega de verdachte?" in page
    assert "utrecht-bo-stap-5-hulp-of-melden-3" in page


def test_acute_unsafety_is_proposed_and_can_be_changed(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    page = bram.get(url(brams, "weighing/")).content.decode()
    assert re.search(r'name="q2" value="yes_acute"[^>]*checked', page)
    bram.post(url(brams, "weighing/"), {**FORMS["weighing/"], "q2": "no"})
    assert Weighing.objects.get().q2 == "no"
    assert re.search(r'name="q2" value="no"[^>]*checked', bram.get(url(brams, "weighing/")).content.decode())


def test_the_talk_is_proposed_with_parents_and_youth_for_a_fifteen_year_old(
    brams: MeldcodeTrack, log_in: LogIn
) -> None:
    page = log_in("bram").get(url(brams, "talk/")).content.decode()
    assert re.search(r'value="both"[^>]*checked', page)


@pytest.mark.parametrize(
    ("place", "field", "value", "sentence"),
    [
        ("consultation/", "held_at", "2027-01-01T10:00", "toekomst"),
        ("talk/", "held_at", "2026-11-17T10:06", "toekomst"),
        ("advice/", "asked_at", "2026-11-18T09:00", "toekomst"),
        ("report/", "reported_at", "2026-11-18T09:00", "toekomst"),
        ("report/", "reported_at", "1900-01-01T09:00", "te lang geleden"),
        ("report/", "reported_at", "0001-01-01T00:00", "te lang geleden"),
        ("report/", "family_told", "no", "waarom het gezin"),
        ("step/1/", "text", "a" * 200_000, "20000"),
        ("step/1/", "status", "skipped", "waarom u deze stap overslaat"),
        ("weighing/", "q2_reason", "  ", "waar dit antwoord op steunt"),
        ("talk/omitted/", "ground", "unreachable", "twee keer"),
        ("advice/", "question", "Wat met NOOR?", "zonder naam"),
        ("advice/", "advice", "Bel de ouders van zeegras.", "zonder naam"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(
    brams: MeldcodeTrack, log_in: LogIn, place: str, field: str, value: str, sentence: str
) -> None:
    before = LedgerLine.objects.exclude(action="R").count()
    answer = log_in("bram").post(url(brams, place), {**FORMS[place], field: value})
    assert answer.status_code in {400, 409}
    shown = answer.content.decode()
    assert sentence in " ".join(
        str(error) for errors in answer.context["form"].errors.values() for error in errors
    )
    assert value[:1000].strip() in shown
    assert LedgerLine.objects.exclude(action="R").count() == before


def test_a_second_click_makes_nothing_twice(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    values = {**FORMS["step/1/"], "idempotency": "abc"}
    first, second = (bram.post(url(brams, "step/1/"), values) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert brams.records.count() == 1


def test_a_stale_page_overwrites_nothing(region: Region, brams: MeldcodeTrack, log_in: LogIn) -> None:
    made = full(region, brams)
    bram = log_in("bram")
    answered = {"kind": "assessment", "at": "2026-11-17T09:30", "text": "Onderzoek", "version": made.version}
    assert bram.post(url(brams, f"report/{made.pk}/answer/"), answered).status_code == 302
    stale = bram.post(url(brams, f"report/{made.pk}/answer/"), {**answered, "kind": "inquiry"})
    assert stale.status_code == 409
    assert "Onderzoek" in stale.content.decode()
    assert bram.post(url(brams, "close/"), {"reason": "Klaar", "version": 99}).status_code == 409


def test_a_closed_track_is_started_again(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    bram.post(url(brams, "close/"), {"reason": "Overgedragen", "version": 1})
    assert "Overgedragen" in bram.get(url(brams)).content.decode()
    assert bram.post(url(brams, "step/1/"), STEP_FORM).status_code == 409
    assert bram.post(url(brams, "reopen/"), {"reason": "Nieuw signaal", "version": 2}).status_code == 302
    assert bram.post(url(brams, "step/1/"), STEP_FORM).status_code == 302


def test_a_closed_case_takes_no_track(region: Region, case: Case, log_in: LogIn) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=region.now)
    answer = log_in("bram").post(f"/cases/{case.number}/meldcode/start/", {"profile": "education"})
    assert answer.status_code == 409
    assert not MeldcodeTrack.objects.exists()
    assert 'href="start/"' not in log_in("bram").get(f"/cases/{case.number}/meldcode/").content.decode()


def test_the_board_does_not_ask_more_for_more_tracks(
    region: Region, case: Case, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    full(region, brams)
    anna = log_in("anna")
    few = _queries(anna, f"/cases/{case.number}/meldcode/")
    admit(region, case, "elsewhere", CARE, "core meldcode")
    for name, profile in (
        ("anna", "general"),
        ("arno", "general"),
        ("bea", "education"),
        ("chris", "youth_help"),
    ):
        made = track.start(case, actor=region.actor(name), profile=profile, now=region.now)
        step.record(
            made, actor=region.actor(name), number=1, status=StepStatus.DONE, text="x", now=region.now
        )
    assert _queries(anna, f"/cases/{case.number}/meldcode/") == few


def test_a_track_does_not_ask_more_for_more_records(
    region: Region, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    full(region, brams)
    gerda = log_in("gerda")
    few = _queries(gerda, url(brams))
    for _ in range(10):
        step.record(
            brams, actor=region.actor("bram"), number=1, status=StepStatus.DONE, text="x", now=region.now
        )
    assert _queries(gerda, url(brams)) == few


def test_silence_of_veilig_thuis_is_a_task_for_who_reported(
    region: Region, log_in: LogIn, brams: MeldcodeTrack, time_machine: Any
) -> None:
    full(region, brams)
    assert "nog 7 dagen" in log_in("bram").get(url(brams)).content.decode()
    time_machine.move_to(region.now + timedelta(days=9), tick=False)
    assert "Bel 0800-2000 en vraag" in log_in("bram").get(url(brams)).content.decode()
    assert "Bel 0800-2000 en vraag" not in log_in("gerda").get(url(brams)).content.decode()


def test_no_suspicion_drops_the_proposal_that_nobody_confirmed(brams: MeldcodeTrack, log_in: LogIn) -> None:
    answers = {**FORMS["weighing/"], "q1": "no", "q2_reason": ""}
    assert log_in("bram").post(url(brams, "weighing/"), answers).status_code == 302
    made = Weighing.objects.get()
    assert (made.q1, made.q2, made.outcome) == ("no", "", "closed_recorded")


def test_who_will_read_it_stands_beside_the_form(brams: MeldcodeTrack, log_in: LogIn) -> None:
    bram = log_in("bram")
    readers = [group["organisation"] for group in bram.get(url(brams, "talk/")).context["readers"]]
    assert readers == ["Lyceum De Dijk", "Veilig Thuis Waterland-Zuid", "Zorgcoordinatie Waterland-Zuid"]
    only = [group["organisation"] for group in bram.get(url(brams, "advice/")).context["readers"]]
    assert only == ["Lyceum De Dijk"]


def test_reading_and_printing_are_lines_in_the_ledger(
    region: Region, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    log_in("gerda").get(url(brams, "print/"))
    lines = LedgerLine.objects.filter(user_id=region.gerda.pk, case_id=brams.case_id)
    assert {line.event for line in lines} == {"case.read", "meldcode.printed"}
    assert all("meldcode" in line.compartments for line in lines)
    assert lines.get(event="meldcode.printed").object_type == "meldcodetrack"


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
