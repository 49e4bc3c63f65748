"""What each step records, who may have a talk alone, and on what grounds a report stays hidden."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.meldcode import board, entries, step, talk, track, veilig_thuis, weighing
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.rules import Answers
from cases.meldcode.step_rules import StepStatus
from cases.notifications.models import Delivery
from tests.cases.meldcode.test_acts import JUST_NOW, answer, consult, decide, hold_talk, report, weigh
from tests.cases.meldcode.test_pages import FORMS, url
from tests.cast import CARE, NOW, Region, admit

LogIn = Callable[[str], Any]
HELPABLE = Answers("yes", "no", "yes", "yes")


def signals(about: MeldcodeTrack, region: Region, **given: Any) -> Any:
    who = {"actor": region.actor("bram"), "now": NOW}
    return step.record(
        about, number=1, status=StepStatus.DONE, text="Gezien", signals=step.Signals(**given), **who
    )


def words(found: MeldcodeTrack, case: Case, region: Region) -> str:
    whole = board.whole(case, found.pk, actor=region.actor("bram"), now=NOW)
    rows = [row for made in entries.by_step(whole).values() for entry in made for row in entry.rows]
    return " | ".join(f"{row['label']}: {row['value']}" for row in rows)


def refused(act: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(StateConflictError) as conflict:
        act()
    return conflict.value.code, conflict.value.field


# What each step records: https://www.augeo.nl/nl-nl/kindcheck and the pages of handelingsprotocol.nl
def test_facts_source_interpretation_and_diagnosis_stand_apart(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    given = {"heard_from": "De conciërge", "interpretation": "Wordt gestuurd", "diagnosis": "PTSS"}
    assert refused(lambda: signals(brams, region, **given)) == ("diagnosis_of_nobody", "diagnosis_by")
    assert not brams.records.exists()
    signals(brams, region, **given, diagnosis_by="De jeugdarts")
    shown = words(brams, case, region)
    for part in ("Gezien", "De conciërge", "Wordt gestuurd", "PTSS", "De jeugdarts"):
        assert part in shown


def test_a_consultation_says_who_does_what_and_who_keeps_the_overview(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    consult(brams, region.actor("bram"), tasks="Mentor belt moeder", overview="Zorgcoördinator")
    assert "Mentor belt moeder" in words(brams, case, region)
    assert "Zorgcoördinator" in words(brams, case, region)


def test_a_talk_keeps_purpose_worries_reaction_and_agreements(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    account = talk.Account(purpose="Zorgen delen", concerns="Dure spullen", agreements="Volgende week weer")
    hold_talk(brams, region.actor("bram"), account=account)
    for part in ("Zorgen delen", "Dure spullen", "Volgende week weer"):
        assert part in words(brams, case, region)


@pytest.mark.parametrize(
    "act",
    [
        lambda about, actor, at: consult(about, actor, held_at=at),
        lambda about, actor, at: hold_talk(about, actor, held_at=at),
        lambda about, actor, at: report(about, actor, reported_at=at),
    ],
)
def test_a_step_does_not_lie_before_its_track(
    region: Region, brams: MeldcodeTrack, act: Callable[..., Any]
) -> None:
    bram = region.actor("bram")
    code, field = refused(lambda: act(brams, bram, NOW - timedelta(days=2)))
    assert code == "before_track"
    assert field in {"held_at", "reported_at"}
    act(brams, bram, brams.started_at - timedelta(minutes=5))  # the same day is the same start


def test_who_began_earlier_says_so_at_the_start(region: Region, case: Case) -> None:
    bram = region.actor("bram")
    tomorrow = NOW + timedelta(days=1)
    begin = lambda at: track.start(case, actor=bram, profile="education", started_at=at, now=NOW)  # noqa: E731
    assert refused(lambda: begin(tomorrow)) == ("future", "started_at")
    made = begin(NOW - timedelta(days=9))
    assert consult(made, bram, held_at=NOW - timedelta(days=8)).pk


# Under 12 parents decide, up to 16 they take part (unconfirmed; https://www.nvo.nl/veelgestelde-vragen/meldrecht-veilig-thuis-en-het-gesprek-met-ouders)
@pytest.mark.parametrize(
    ("profile", "band", "alone"),
    [
        ("general", "under_12", False),
        ("general", "12_15", False),
        ("general", "16_17", True),
        ("general", "unknown", True),
        ("education", "12_15", True),  # a school talks with its pupil alone
        ("education", "under_12", False),
    ],
)
def test_a_twelve_year_old_is_no_adult_who_can_do_without_parents(
    region: Region, case: Case, profile: str, band: str, alone: bool
) -> None:
    bram = region.actor("bram")
    mine = track.start(case, actor=bram, profile=profile, now=NOW - timedelta(days=1))
    Case.objects.filter(pk=case.pk).update(age_band=band, young_person=None)
    hold = {"with_whom": "young_person", "held_at": JUST_NOW, "report": "Zorgen", "status": StepStatus.DONE}
    if not alone:
        assert refused(lambda: talk.hold(mine, actor=bram, now=NOW, **hold)) == (
            "without_parents",
            "without_parents",
        )
        hold["account"] = talk.Account(without_parents="Moeder is verdachte")
    assert talk.hold(mine, actor=bram, now=NOW, **hold).pk


def test_a_disclosure_is_proposed_anew_and_denial_lowers_nothing(
    region: Region, brams: MeldcodeTrack, log_in: LogIn
) -> None:
    bram = region.actor("bram")
    Case.objects.filter(pk=brams.case_id).update(exploitation_suspected=False)
    brams.case.refresh_from_db()
    assert weighing.proposal(brams, on=NOW.date()) is None
    signals(brams, region, said="denied")
    assert weighing.proposal(brams, on=NOW.date()) is None
    weigh(brams, bram, Answers("yes", "no", "no"))
    later = NOW + timedelta(minutes=1)
    account = talk.Account(said="disclosed")
    hold_talk(brams, bram, account=account, now=later)
    assert weighing.proposal(brams, on=NOW.date()).grounds == ("disclosure_by_a_minor",)
    assert weighing.was_disclosed_since(brams)
    page = log_in("bram").get(url(brams, "weighing/")).content.decode()
    assert "omdat de jongere vertelde over geweld of uitbuiting" in page
    assert 'value="yes_acute" ' in page


def test_a_proposal_is_no_weighing_until_somebody_says_what_it_rests_on(
    brams: MeldcodeTrack, log_in: LogIn
) -> None:
    answers = {**FORMS["weighing/"], "q2": "yes_acute", "q2_reason": ""}
    assert log_in("bram").post(url(brams, "weighing/"), answers).status_code == 409
    assert not brams.weighings.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"help_until": None}, "help_until"),
        ({"case_manager": " "}, "case_manager"),
        ({"help_until": date(2026, 11, 16)}, "help_until"),
    ],
)
def test_a_school_that_helps_agrees_a_term_and_names_a_case_manager(
    region: Region, brams: MeldcodeTrack, given: dict[str, Any], field: str
) -> None:
    made = weigh(brams, region.actor("bram"), HELPABLE)
    assert refused(lambda: decide(made, region.actor("bram"), **given))[1] == field
    kept = decide(made, region.actor("bram"))
    assert (kept.help_until, kept.case_manager) == (date(2026, 12, 15), "De mentor")


# https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-3-een-anonieme-melding-doen-bij-veilig-thuis
@pytest.mark.parametrize(
    ("profile", "ground", "reason", "fault"),
    [
        ("education", "", "", None),
        ("education", "danger_to_child", " ", "hidden_reason"),
        ("education", "danger_to_child", "Vader dreigt", None),
        ("education", "danger_to_professional", "Dreigde mij", None),
        ("education", "relation_of_trust", "Zij komt dan niet meer", "hidden_ground"),
        ("health", "relation_of_trust", "Zij komt dan niet meer", None),
    ],
)
def test_a_professional_reports_openly_but_for_danger(
    region: Region, case: Case, profile: str, ground: str, reason: str, fault: str | None
) -> None:
    bram = region.actor("bram")
    mine = track.start(case, actor=bram, profile=profile, now=NOW)
    make = lambda: report(mine, bram, hidden_ground=ground, hidden_reason=reason)  # noqa: E731
    if fault:
        assert refused(make)[1] == fault
    else:
        assert make().hidden_ground == ground


def test_who_was_not_reached_was_tried_more_than_once(region: Region, brams: MeldcodeTrack) -> None:
    given = {"family_told": "unreached", "family_told_note": "Neemt niet op"}
    bram = region.actor("bram")
    assert refused(lambda: report(brams, bram, attempts=1, **given)) == ("too_few_attempts", "attempts")
    assert report(brams, bram, attempts=2, **given).attempts == 2


def test_conditions_and_follow_up_are_kept_with_the_days_to_look_at_them(
    region: Region, brams: MeldcodeTrack, settings: Any
) -> None:
    bram = region.actor("bram")
    agreed = veilig_thuis.Agreed("conditions", "Vader slaapt elders", "Wijkteam kijkt wekelijks")
    known = answer(report(brams, bram), bram, "assessment", agreed=agreed)
    assert veilig_thuis.monitoring(known) == (date(2027, 2, 17), date(2027, 5, 17), date(2027, 11, 17))
    settings.ZORGTAFEL_MONITORING_MONTHS = [1]
    assert veilig_thuis.monitoring(known) == (date(2026, 12, 17),)
    rows = {str(row["value"]) for row in entries.of_report(known).rows}
    assert {"Vader slaapt elders", "Wijkteam kijkt wekelijks", "17 december 2026"} <= rows
    later = answer(known, bram, "feedback", agreed=veilig_thuis.Agreed(follow_up="Afgerond"))
    assert (later.conditions, later.follow_up) == ("Vader slaapt elders", "Afgerond")  # empty changes nothing


def test_the_terms_of_the_region_count(region: Region, brams: MeldcodeTrack, settings: Any) -> None:
    settings.ZORGTAFEL_ASSESSMENT_WORKDAYS, settings.ZORGTAFEL_INQUIRY_WEEKS = 10, 6
    bram = region.actor("bram")
    made = report(brams, bram)
    assert made.assessment_due_at.date() >= date(2026, 11, 30)
    assert answer(made, bram, "inquiry").inquiry_due_at.date() >= date(2026, 12, 28)


def test_a_report_is_news_for_who_follows_or_coordinates_and_says_nothing(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    admit(region, case, "elsewhere", CARE, "core meldcode")
    track.start(case, actor=region.actor("chris"), profile="youth_help", now=NOW)
    report(brams, region.actor("bram"))
    owed = Delivery.objects.filter(notification__kind="meldcode_news")
    assert set(owed.values_list("user__email", flat=True)) == {
        user.email for user in (region.anna, region.arno, region.chris)
    }


def kinds(region: Region, name: str = "bram") -> list[str]:
    return [str(item.kind) for item in queue.for_actor(region.actor(name), now=region.now)]


def test_silence_of_veilig_thuis_becomes_work_also_after_an_inquiry(
    region: Region, brams: MeldcodeTrack
) -> None:
    bram = region.actor("bram")
    made = report(brams, bram)
    assert "Veilig Thuis: veiligheidsbeoordeling verwacht" in kinds(region)
    answer(made, bram, "assessment")
    assert not [kind for kind in kinds(region) if "Veilig Thuis" in kind]
    answer(made, bram, "inquiry")
    assert "Veilig Thuis: uitkomst van het onderzoek verwacht" in kinds(region)
    region.now = NOW + timedelta(weeks=11)
    assert "Niets gehoord van Veilig Thuis: bel 0800-2000" in kinds(region)
    assert not [kind for kind in kinds(region, "gerda") if "0800" in kind]
    answer(made, bram, "feedback")
    assert not [kind for kind in kinds(region) if "Veilig Thuis" in kind]


def test_the_term_of_help_becomes_work_a_week_before(region: Region, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    look = "Meldcode: kijk of de hulp werkt (vraag 5)"
    decide(weigh(brams, bram, HELPABLE), bram, report_decision="no_report")
    assert look not in kinds(region)
    region.now = NOW + timedelta(days=22)
    assert look in kinds(region)
    assert look not in kinds(region, "anna")
    weighing.weigh(
        brams,
        actor=bram,
        answers=Answers("yes", "no", "yes", "yes", "yes"),
        reasons={f"q{n}": "Zo" for n in range(1, 6)},
        status=StepStatus.DONE,
        now=region.now,
    )
    assert look not in kinds(region)


@pytest.mark.parametrize("place", ["step/1/", "talk/", "consultation/", "report/"])
def test_the_new_questions_stand_on_their_pages(brams: MeldcodeTrack, log_in: LogIn, place: str) -> None:
    extra = {
        "step/1/": {"heard_from": "Conciërge", "said": "disclosed"},
        "talk/": {"purpose": "Zorgen delen", "said": "denied"},
        "consultation/": {"overview": "Zorgcoördinator"},
        "report/": {"hidden_ground": "danger_to_child", "hidden_reason": "Vader dreigt"},
    }[place]
    client = log_in("bram")
    assert client.post(url(brams, place), {**FORMS[place], **extra}).status_code == 302
    page = client.get(url(brams)).content.decode()
    shown = {
        "disclosed": "Vertelde over geweld",
        "denied": "Ontkende het",
        "danger_to_child": "Gevaar voor de jongere",
    }
    for value in extra.values():
        assert shown.get(value, value) in page
