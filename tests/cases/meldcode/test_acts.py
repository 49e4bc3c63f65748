"""What the cast does in a Meldcode track: allowed, refused, both books, the timeline, and the clocks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cases.access.models import EmergencyAccess
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.meldcode import child_check, consultation, contact_rules, step, talk, track, veilig_thuis, weighing
from cases.meldcode.models import MeldcodeTrack, VeiligThuisAdvice
from cases.meldcode.rules import Answers, ClosingRemark
from cases.meldcode.sentences import KINDS
from cases.meldcode.step_rules import StepStatus
from cases.workdays import local_day
from organisations.actor import AccessDenied, Actor
from organisations.history import StaleWriteError, write
from tests.cast import FOUNDER, NOW, Region

Act = Callable[..., Any]
JUST_NOW = NOW - timedelta(hours=1)
ACUTE = Answers("yes", "yes_acute")
REASONS = {"q1": "Wat hij vertelde", "q2": "Wat de mentor zag", "q3": "Mentor", "q4": "Moeder wil"}


def weigh(about: MeldcodeTrack, actor: Actor, answers: Answers = ACUTE) -> Any:
    return weighing.weigh(
        about, actor=actor, answers=answers, reasons=REASONS, status=StepStatus.DONE, now=NOW
    )


def ask(about: MeldcodeTrack, actor: Actor, question: str = "Een leerling van 15", **given: Any) -> Any:
    values = {"asked_at": JUST_NOW, "advice": "Melden", "now": NOW, **given}
    return veilig_thuis.ask_advice(about, actor=actor, question=question, **values)


def report(about: MeldcodeTrack, actor: Actor, **given: Any) -> Any:
    values = {"reported_at": JUST_NOW, "family_told": "yes", "family_told_note": "", **given}
    return veilig_thuis.report(about, actor=actor, reference="VT-1", now=NOW, **values)


def answer(made: Any, actor: Actor, kind: str, **given: Any) -> Any:
    values = {"at": NOW, "text": "Gebeld", "now": NOW, **given}
    return veilig_thuis.record_answer(made, actor=actor, kind=kind, **values)


def decide(made: Any, actor: Actor, **given: Any) -> Any:
    values = {
        "report_decision": "report",
        "report_reason": "Norm",
        "help_decision": "help",
        "help_reason": "Mentor",
        "help_until": date(2026, 12, 15),
        "case_manager": "De mentor",
        **given,
    }
    return weighing.decide(made, actor=actor, now=NOW, **values)


def consult(about: MeldcodeTrack, actor: Actor, **given: Any) -> Any:
    values = {"held_at": JUST_NOW, "status": StepStatus.DONE, "now": NOW, **given}
    return consultation.record(
        about, actor=actor, kind="colleague", with_whom="Mentor", outcome="Samen kijken", **values
    )


def take_step(about: MeldcodeTrack, actor: Actor) -> Any:
    return step.record(about, actor=actor, number=1, status=StepStatus.RUNNING, text="Gezien", now=NOW)


def check_children(about: MeldcodeTrack, actor: Actor) -> Any:
    answers = contact_rules.ChildCheck("yes", "yes", "refused", "nobody")
    return child_check.record(about, actor=actor, answers=answers, children="1 van 7", now=NOW)


def hold_talk(about: MeldcodeTrack, actor: Actor, **given: Any) -> Any:
    values = {"held_at": JUST_NOW, "now": NOW, **given}
    return talk.hold(
        about, actor=actor, with_whom="parents", report="Zorgen", status=StepStatus.DONE, **values
    )


def omit_talk(about: MeldcodeTrack, actor: Actor, **given: Any) -> Any:
    values = {"ground": "safety_of_child", "reason": "Dreiging", **given}
    return talk.omit(about, actor=actor, with_whom="parents", now=NOW, **values)


def close(about: MeldcodeTrack, actor: Actor, reason: str = "Overgedragen", **given: Any) -> Any:
    return track.close(about, actor=actor, reason=reason, now=NOW, **given)


#: act -> what it leaves in the ledger and on the timeline
ACTS: dict[Act, tuple[str, str]] = {
    take_step: ("meldcode.step_recorded", "meldcode_step_running"),
    consult: ("meldcode.consulted", "meldcode_consulted"),
    check_children: ("meldcode.child_checked", "meldcode_child_checked"),
    hold_talk: ("meldcode.talk_recorded", "meldcode_talk_held"),
    omit_talk: ("meldcode.talk_recorded", "meldcode_talk_omitted"),
    weigh: ("meldcode.weighed", "meldcode_weighed"),
    report: ("veilig_thuis.reported", "veilig_thuis_reported"),
    close: ("meldcode.closed", "meldcode_closed"),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_leaves_a_line_in_both_books(region: Region, brams: MeldcodeTrack, act: Act) -> None:
    act(brams, region.actor("bram"))
    event, kind = ACTS[act]
    line = LedgerLine.objects.get(event=event)
    assert (line.user_id, line.case_id, line.act) == (region.bram.pk, brams.case_id, "follow_meldcode")
    assert line.compartments == "meldcode"
    entry = TimelineEntry.objects.get(kind=kind)
    assert entry.compartment == "meldcode"
    assert entry.url == f"/cases/{brams.case.number}/meldcode/{brams.pk}/"
    assert KINDS[kind][1] % entry.params


@pytest.mark.parametrize("act", [*ACTS, ask])
def test_another_organisation_writes_nothing(region: Region, brams: MeldcodeTrack, act: Act) -> None:
    lines = LedgerLine.objects.count()
    for name in ("anna", "gerda", "farid", "iris", "hugo", "chris", "eva", "dina"):
        with pytest.raises(AccessDenied):
            act(brams, region.actor(name))
    assert LedgerLine.objects.count() == lines


@pytest.mark.parametrize("act", [*ACTS, ask])
def test_the_contact_point_of_the_school_may_go_on(region: Region, brams: MeldcodeTrack, act: Act) -> None:
    act(brams, region.actor("bea"))


@pytest.mark.parametrize("act", [*ACTS, ask])
def test_a_closed_track_takes_nothing_new(region: Region, brams: MeldcodeTrack, act: Act) -> None:
    close(brams, region.actor("bram"))
    with pytest.raises(StateConflictError) as conflict:
        act(brams, region.actor("bram"))
    assert conflict.value.code in {"track_closed", "not_from_here"}


def test_everybody_starts_a_track_of_their_own_once(region: Region, case: Case, brams: MeldcodeTrack) -> None:
    other = track.start(case, actor=region.actor("anna"), profile="general", now=NOW)
    assert other.organisation == region.desk
    with pytest.raises(StateConflictError) as conflict:
        track.start(case, actor=region.actor("bram"), profile="general", now=NOW)
    assert conflict.value.code == "track_running"
    assert LedgerLine.objects.filter(event="meldcode.started").count() == 2


def test_a_volunteer_is_told_whom_to_tell_instead(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as conflict:
        track.start(case, actor=region.actor("bram"), profile="volunteer", now=NOW)
    assert (conflict.value.code, conflict.value.field) == ("volunteer", "profile")
    assert "0800-2000" in str(conflict.value.sentence)
    assert not case.meldcode_tracks.exists()


def test_police_are_pointed_to_the_zorgmelding_whatever_the_case(region: Region, case: Case) -> None:
    with pytest.raises(AccessDenied) as denied:
        track.start(case, actor=region.actor("farid"), profile="general", now=NOW)
    assert denied.value.code == "no_meldcode"
    assert "zorgmelding" in str(denied.value.sentence)
    assert not denied.value.conceal


@pytest.mark.parametrize(
    ("name", "conceal"), [("hugo", False), ("iris", False), ("chris", True), ("eva", True)]
)
def test_who_does_not_read_the_part_starts_nothing(
    region: Region, case: Case, name: str, conceal: bool
) -> None:
    with pytest.raises(AccessDenied) as denied:
        track.start(case, actor=region.actor(name), profile="general", now=NOW)
    assert denied.value.conceal is conceal


def test_a_closed_case_takes_no_track_and_starts_none_again(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    made = report(brams, bram)
    close(brams, bram)
    casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=NOW)
    for refused in (
        lambda: track.start(case, actor=bram, profile="general", now=NOW),
        lambda: track.reopen(brams, actor=bram, reason="Nieuw signaal", now=NOW),
        lambda: answer(made, bram, "assessment"),
    ):
        with pytest.raises(StateConflictError) as conflict:
            refused()
        assert conflict.value.code == "case_closed"


def test_a_case_stays_open_while_a_track_runs(region: Region, case: Case, brams: MeldcodeTrack) -> None:
    with pytest.raises(StateConflictError):
        casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=NOW)


def test_a_track_closes_in_any_step_with_a_reason_and_starts_again(
    region: Region, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    take_step(brams, bram)
    with pytest.raises(StateConflictError) as conflict:
        close(brams, bram, "  ")
    assert conflict.value.field == "reason"
    close(brams, bram)
    with pytest.raises(StateConflictError):
        close(brams, bram)
    again = track.reopen(brams, actor=bram, reason="Nieuw signaal", now=NOW)
    assert (again.closed_at, again.close_reason, again.reopen_reason) == (None, "", "Nieuw signaal")
    with pytest.raises(StateConflictError):
        track.reopen(brams, actor=bram, reason="Nog eens", now=NOW)
    assert step.current(again, 1) is StepStatus.RUNNING
    assert [row.close_reason for row in again.history.order_by("history_id")] == ["", "Overgedragen", ""]
    assert TimelineEntry.objects.filter(kind="meldcode_reopened").count() == 1


def test_starting_again_beside_a_newer_track_is_refused(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    close(brams, bram)
    track.start(case, actor=bram, profile="education", now=NOW)
    with pytest.raises(StateConflictError) as conflict:
        track.reopen(brams, actor=bram, reason="Nieuw signaal", now=NOW)
    assert conflict.value.code == "track_running"


def test_a_stale_page_closes_nothing(region: Region, brams: MeldcodeTrack) -> None:
    with pytest.raises(StaleWriteError):
        close(brams, region.actor("bram"), version=brams.version + 1)
    brams.refresh_from_db()
    assert brams.closed_at is None


def test_before_closing_the_open_report_is_pointed_at(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    assert track.remarks_before_closing(brams) == (ClosingRemark.QUESTIONS_STILL_OPEN,)
    weigh(brams, bram)
    assert track.remarks_before_closing(brams) == (ClosingRemark.REPORT_NECESSARY_NOT_MADE,)
    report(brams, bram)
    assert track.remarks_before_closing(brams) == ()
    decide(brams.weighings.last(), bram, help_decision="no_help")
    assert track.remarks_before_closing(brams) == (ClosingRemark.REPORT_WITHOUT_HELP,)


def test_steps_overlap_repeat_and_are_skipped_only_with_a_reason(
    region: Region, brams: MeldcodeTrack
) -> None:
    who: dict[str, Any] = {"actor": region.actor("bram"), "now": NOW}
    step.record(brams, number=2, status=StepStatus.RUNNING, **who)
    step.record(brams, number=1, status=StepStatus.DONE, **who)
    step.record(brams, number=1, status=StepStatus.RUNNING, text="Nieuw signaal", **who)
    with pytest.raises(StateConflictError) as conflict:
        step.record(brams, number=2, status=StepStatus.SKIPPED, **who)
    assert conflict.value.field == "reason"
    step.record(brams, number=2, status=StepStatus.SKIPPED, reason="Niemand bereikbaar", **who)
    assert [step.current(brams, n) for n in (1, 2, 3)] == ["running", "skipped", "not_started"]
    step.record(brams, number=1, status=StepStatus.DONE, **who)
    with pytest.raises(StateConflictError):
        step.record(brams, number=1, status=StepStatus.SKIPPED, reason="Toch niet", **who)
    with pytest.raises(ValueError, match="no step"):
        step.record(brams, number=6, status=StepStatus.DONE, **who)


def test_a_talk_left_out_skips_the_step_unless_another_was_held(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    omit_talk(brams, bram)
    assert step.current(brams, 3) is StepStatus.SKIPPED
    hold_talk(brams, bram)
    omit_talk(brams, bram, ground="contact_would_break")
    assert step.current(brams, 3) is StepStatus.DONE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"reason": " "}, "reason"),
        ({"ground": "unreachable", "attempts": 1}, "attempts"),
    ],
)
def test_a_talk_is_left_out_on_a_ground_with_an_explanation(
    region: Region, brams: MeldcodeTrack, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(StateConflictError) as conflict:
        omit_talk(brams, region.actor("bram"), **given)
    assert conflict.value.field == field
    assert not brams.talks.exists()


def test_the_child_check_keeps_its_outcome_and_starts_step_one(region: Region, brams: MeldcodeTrack) -> None:
    made = check_children(brams, region.actor("bram"))
    assert made.outcome == "continue_meldcode"
    assert step.current(brams, 1) is StepStatus.RUNNING


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda about, actor: consult(about, actor, held_at=NOW + timedelta(minutes=1)), "held_at"),
        (lambda about, actor: hold_talk(about, actor, held_at=NOW + timedelta(days=9)), "held_at"),
        (lambda about, actor: ask(about, actor, asked_at=NOW + timedelta(days=9)), "asked_at"),
        (lambda about, actor: report(about, actor, reported_at=NOW + timedelta(days=9)), "reported_at"),
    ],
)
def test_nothing_happens_in_the_future(region: Region, brams: MeldcodeTrack, act: Act, field: str) -> None:
    with pytest.raises(StateConflictError) as conflict:
        act(brams, region.actor("bram"))
    assert (conflict.value.code, conflict.value.field) == ("future", field)


def test_each_answer_needs_what_it_rests_on(region: Region, brams: MeldcodeTrack) -> None:
    with pytest.raises(StateConflictError) as conflict:
        weigh(brams, region.actor("bram"), Answers("yes", "no", "yes", "yes", "no"))
    assert conflict.value.field == "q5_reason"


@pytest.mark.parametrize(
    ("profile", "outcome"), [("education", "report"), ("general", "consult")]
)  # doubt about question 2: https://www.handelingsprotocol.nl/utrecht-bo-stap-5-hulp-of-melden-3
def test_the_sector_says_what_doubt_means(region: Region, case: Case, profile: str, outcome: str) -> None:
    mine = track.start(case, actor=region.actor("bram"), profile=profile, now=NOW)
    assert weigh(mine, region.actor("bram"), Answers("yes", "unsure")).outcome == outcome


def test_decisions_are_the_professionals_and_taken_once(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    made = weigh(brams, bram)
    for field in ("report_reason", "help_reason"):
        with pytest.raises(StateConflictError) as conflict:
            decide(made, bram, **{field: " "})
        assert conflict.value.field == field
    decided = decide(made, bram, report_decision="no_report")
    assert (decided.outcome, decided.report_decision) == ("report", "no_report")
    assert step.current(brams, 5) is StepStatus.DONE
    with pytest.raises(StateConflictError) as conflict:
        decide(made, bram)
    assert conflict.value.code == "decided"
    assert LedgerLine.objects.filter(event="meldcode.decided").count() == 1
    with pytest.raises(AccessDenied):
        decide(made, region.actor("anna"))


def test_an_older_weighing_is_no_longer_decided_on(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    older = weigh(brams, bram)
    weigh(brams, bram, Answers("yes", "no", "yes", "yes"))
    with pytest.raises(StateConflictError) as conflict:
        decide(older, bram)
    assert conflict.value.code == "weighed_again"


def test_a_weighing_after_a_report_is_called_a_new_report(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    report(brams, bram)
    assert "reported_before" in weighing.verdict(weigh(brams, bram), brams).grounds


@pytest.mark.parametrize(
    ("band", "suspected", "proposed"),
    [
        ("12_15", True, True),
        ("16_17", True, True),
        ("18_22", True, False),
        ("unknown", True, False),
        ("12_15", False, False),
    ],
)
def test_acute_unsafety_is_proposed_for_a_minor_only(
    brams: MeldcodeTrack, band: str, suspected: bool, proposed: bool
) -> None:
    case = brams.case
    case.young_person, case.age_band, case.exploitation_suspected = None, band, suspected
    assert (weighing.proposal(brams, on=NOW.date()) is not None) is proposed


def test_a_known_birth_date_says_on_which_day_somebody_is_no_longer_a_minor(brams: MeldcodeTrack) -> None:
    case = brams.case
    case.age_band, case.exploitation_suspected = "16_17", True
    case.young_person.birth_date = date(2008, 11, 18)
    assert weighing.proposal(brams, on=date(2026, 11, 17)) is not None
    assert weighing.proposal(brams, on=date(2026, 11, 18)) is None


def test_advice_leaves_no_trace_for_the_others(region: Region, brams: MeldcodeTrack) -> None:
    before = TimelineEntry.objects.count()
    made = ask(brams, region.actor("bram"))
    assert TimelineEntry.objects.count() == before
    assert step.current(brams, 2) is StepStatus.NOT_STARTED
    assert LedgerLine.objects.get(event="veilig_thuis.advice_asked").object_id == made.pk
    for name, shown in (("bram", 1), ("bea", 1), ("anna", 0), ("gerda", 0), ("farid", 0), ("chris", 0)):
        found = veilig_thuis.advices(brams, actor=region.actor(name), now=NOW)
        assert found.count() == shown, name


def test_emergency_access_opens_no_advice(region: Region, brams: MeldcodeTrack) -> None:
    ask(brams, region.actor("bram"))
    opened = EmergencyAccess(
        case=brams.case,
        user=region.piet,
        organisation=region.institution,
        reason="danger_now",
        explanation="Gevaar",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=4),
    )
    write(opened, actor=FOUNDER, now=NOW)
    assert not veilig_thuis.advices(brams, actor=region.actor("piet"), now=NOW).exists()


@pytest.mark.parametrize(
    "text", ["Noor is 15", "over ZEEGRAS, meisje", "Noor's telefoon", "(nóór)", "Zeegras/Noor", "N\no\nnoor"]
)
def test_advice_holds_no_name(region: Region, brams: MeldcodeTrack, text: str) -> None:
    for given in ({"question": text}, {"question": "Een meisje", "advice": text}):
        with pytest.raises(StateConflictError) as conflict:
            ask(brams, region.actor("bram"), **given)
        assert conflict.value.code == "name_in_advice"
    assert not VeiligThuisAdvice.objects.exists()


def test_a_word_that_only_resembles_the_name_is_no_name(region: Region, brams: MeldcodeTrack) -> None:
    ask(brams, region.actor("bram"), "Noorderlicht, een meisje uit Zeegrasdorp " + "woord " * 3000)


def test_who_may_not_read_the_name_cannot_find_it_out(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    part = case.participations.get(organisation=region.school)
    part.reads_identity = False
    write(part, actor=FOUNDER, now=NOW)
    assert ask(brams, region.actor("bram"), "Noor").pk


def test_a_report_starts_the_clock_of_five_working_days(region: Region, brams: MeldcodeTrack) -> None:
    made = report(brams, region.actor("bram"))  # a Tuesday
    assert local_day(made.assessment_due_at).isoformat() == "2026-11-24"


@pytest.mark.parametrize("told", ["no", "afterwards"])
def test_why_the_family_was_not_told_is_written_down(region: Region, brams: MeldcodeTrack, told: str) -> None:
    with pytest.raises(StateConflictError) as conflict:
        report(brams, region.actor("bram"), family_told=told, family_told_note=" ")
    assert conflict.value.field == "family_told_note"


def test_answers_stop_the_clocks_and_an_inquiry_starts_ten_weeks(
    region: Region, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    made = report(brams, bram)
    close(brams, bram)  # answers also come after the track was closed
    answer(made, bram, "assessment", text="Onderzoek volgt")
    known = answer(made, bram, "inquiry")
    assert local_day(known.inquiry_due_at).isoformat() == "2027-01-26"
    assert [f.kind for f in contact_rules.feedback_expected(known.facts)] == ["inquiry"]
    known = answer(made, bram, "feedback", text="Lokaal team neemt over")
    assert contact_rules.feedback_expected(known.facts) == ()
    assert (known.assessment_outcome, known.feedback) == ("Onderzoek volgt", "Lokaal team neemt over")
    assert LedgerLine.objects.filter(event="veilig_thuis.answered").count() == 3
    kinds = TimelineEntry.objects.filter(kind__startswith="veilig_thuis_").values_list("kind", flat=True)
    assert set(kinds) <= set(KINDS)


def test_an_answer_comes_once_after_the_report_and_not_from_the_future(
    region: Region, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    made = report(brams, bram)
    for at in (JUST_NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(StateConflictError) as conflict:
            answer(made, bram, "assessment", at=at)
        assert conflict.value.field == "at"
    answer(made, bram, "assessment", version=made.version)
    with pytest.raises(StateConflictError) as conflict:
        answer(made, bram, "assessment")
    assert conflict.value.code == "answered"
    with pytest.raises(StaleWriteError):
        answer(made, bram, "inquiry", version=made.version)
    with pytest.raises(AccessDenied):
        answer(made, region.actor("gerda"), "inquiry")
