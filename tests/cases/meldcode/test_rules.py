"""The five steps, and the branch table of the weighing questions: one outcome for every set of answers."""

from itertools import product

import pytest

from cases.meldcode import rules
from cases.meldcode.rules import (
    PROFILES,
    Answer,
    Answers,
    ClosingRemark,
    Consultation,
    HelpNeed,
    Question,
    ReportNeed,
    Step,
    StepStatus,
    TrackStatus,
    Unsafety,
    WeighingGround,
    WeighingState,
)
from cases.moves import MoveRefusal, MoveRefused

Y, N, DOUBT = Answer.YES, Answer.NO, Answer.UNSURE
UNSAFE = {Unsafety.YES_ACUTE, Unsafety.YES_STRUCTURAL, Unsafety.YES_BOTH}
SAFE = {Unsafety.NO}
BLANK = {None}
ANY = {None, Y, N, DOUBT}
ANY_UNSAFETY = {None, *Unsafety}

STATE, REPORT, HELP = WeighingState, ReportNeed, HelpNeed
UNKNOWN = (REPORT.UNDETERMINED, HELP.UNDETERMINED, None)
REPORT_NORM_1 = (REPORT.NECESSARY, HELP.DECIDED_WITH_VEILIG_THUIS, 1)
REPORT_DOUBT = (REPORT.NECESSARY, HELP.DECIDED_WITH_VEILIG_THUIS, None)

# The branch table, a row per line: answers 1 to 5 -> state, decision 1, decision 2, norm.
# https://www.nji.nl/kindermishandeling/afwegingskader-meldcode and
# https://handelingsprotocol.nl/utrecht-kz-stap-5-hulp-of-melden
TABLE = [
    (
        {N},
        ANY_UNSAFETY,
        ANY,
        ANY,
        ANY,
        STATE.CLOSED_RECORDED,
        REPORT.NOT_NECESSARY,
        HELP.NOT_APPLICABLE,
        None,
    ),
    ({Y}, UNSAFE, ANY, ANY, ANY, STATE.REPORT, *REPORT_NORM_1),
    ({Y}, SAFE, {N}, ANY, ANY, STATE.REPORT, REPORT.NECESSARY, HELP.NOT_BY_THIS_PROFESSIONAL, 2),
    ({Y}, SAFE, {Y}, {N}, ANY, STATE.REPORT, REPORT.NECESSARY, HELP.REFUSED, None),
    (
        {Y},
        SAFE,
        {Y},
        {Y},
        BLANK,
        STATE.HELP_RUNNING,
        REPORT.NOT_NECESSARY_NOW,
        HELP.HELP_WITH_AGREED_TERM,
        None,
    ),
    ({Y}, SAFE, {Y}, {Y}, {N}, STATE.REPORT, REPORT.NECESSARY, HELP.INSUFFICIENT, 3),
    ({Y}, SAFE, {Y}, {Y}, {Y}, STATE.HELP_CLOSED_WITH_FOLLOWUP, REPORT.NOT_NECESSARY, HELP.FINISHED, None),
    # A blank leaves it open; doubt asks Veilig Thuis ("in doubt always consult",
    # https://www.ggdzeeland.nl/seksualiteit-en-soa/seksualiteit/seksueel-geweld/voor-professionals/).
    (BLANK, ANY_UNSAFETY, ANY, ANY, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, BLANK, ANY, ANY, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, SAFE, BLANK, ANY, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, SAFE, {Y}, BLANK, ANY, STATE.OPEN, *UNKNOWN),
    ({DOUBT}, ANY_UNSAFETY, ANY, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, {DOUBT}, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, {Y}, {DOUBT}, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, {Y}, {Y}, {DOUBT}, STATE.CONSULT, REPORT.UNDETERMINED, HELP.HELP_WITH_AGREED_TERM, None),
]
# Doubt about question 2: https://www.handelingsprotocol.nl/utrecht-bo-stap-5-hulp-of-melden-3
DOUBT_ROW = {
    "general": ({Y}, {Unsafety.UNSURE}, ANY, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    "education": ({Y}, {Unsafety.UNSURE}, ANY, ANY, ANY, STATE.REPORT, *REPORT_DOUBT),
    "attendance": ({Y}, {Unsafety.UNSURE}, ANY, ANY, ANY, STATE.REPORT, *REPORT_DOUBT),
}
DOUBT_ROW |= dict.fromkeys(("health", "youth_help", "neighbourhood_team"), DOUBT_ROW["general"])

EVERY_ANSWER = [
    Answers(*given) for given in product((None, *Answer), (None, *Unsafety), *[(None, *Answer)] * 3)
]


def _rows(answers: Answers, profile: str) -> list[tuple]:
    given = (answers.q1, answers.q2, answers.q3, answers.q4, answers.q5)
    table = [*TABLE, DOUBT_ROW[profile]]
    return [row[5:] for row in table if all(g in cell for g, cell in zip(given, row[:5], strict=True))]


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_combination_of_answers_has_exactly_the_outcome_of_the_table(profile: str) -> None:
    for answers in EVERY_ANSWER:
        outcome = rules.weigh(answers, PROFILES[profile])
        found = (outcome.state, outcome.report, outcome.help, outcome.norm)
        assert _rows(answers, profile) == [found], answers
        assert outcome.grounds


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_missing_answer_never_closes_and_is_asked_next(profile: str) -> None:
    for answers in EVERY_ANSWER:
        outcome = rules.weigh(answers, PROFILES[profile])
        if outcome.state is STATE.OPEN:
            assert getattr(answers, outcome.next_question.value) is None
            assert outcome.grounds == (WeighingGround.UNANSWERED,)
        if outcome.state is STATE.HELP_CLOSED_WITH_FOLLOWUP:
            assert None not in (answers.q1, answers.q2, answers.q3, answers.q4, answers.q5)
        if outcome.state is STATE.CLOSED_RECORDED:
            assert answers.q1 is N


def test_answers_as_stored_text_count_like_the_codes_they_are() -> None:
    assert rules.weigh(Answers("yes", "no", "no", "", "")) == rules.weigh(Answers(Y, Unsafety.NO, N))
    assert rules.weigh(Answers("", "")).next_question is Question.SUSPICION
    for wrong in (("maybe",), ("yes", "yes")):
        with pytest.raises(ValueError, match=wrong[-1]):
            Answers(*wrong)


def test_skipping_asks_its_reason_also_when_the_status_is_stored_text() -> None:
    with pytest.raises(MoveRefused) as refused:
        rules.move("running", "skipped")
    assert refused.value.code is MoveRefusal.REASON_MISSING


def test_an_empty_form_asks_the_first_question() -> None:
    assert rules.weigh(Answers()).next_question is Question.SUSPICION


@pytest.mark.parametrize(
    ("answer", "grounds"),
    [
        (Unsafety.YES_ACUTE, {WeighingGround.ACUTE_UNSAFETY}),
        (Unsafety.YES_STRUCTURAL, {WeighingGround.STRUCTURAL_UNSAFETY}),
        (Unsafety.YES_BOTH, {WeighingGround.ACUTE_UNSAFETY, WeighingGround.STRUCTURAL_UNSAFETY}),
    ],
)
def test_which_unsafety_is_a_ground_and_the_rest_is_walked_with_veilig_thuis(
    answer: Unsafety, grounds: set[WeighingGround]
) -> None:
    outcome = rules.weigh(Answers(Y, answer, Y))
    assert set(outcome.grounds) == {*grounds, WeighingGround.REST_TOGETHER_WITH_VEILIG_THUIS}
    assert outcome.next_question is Question.HELP_ACCEPTED


def test_no_suspicion_beside_other_answers_deserves_a_second_look() -> None:
    assert rules.weigh(Answers(N)).grounds == (WeighingGround.NO_SUSPICION,)
    odd = rules.weigh(Answers(N, Unsafety.YES_ACUTE))
    assert WeighingGround.LATER_ANSWERS_NOT_USED in odd.grounds


@pytest.mark.parametrize(
    "answers", [Answers(Y, Unsafety.YES_BOTH), Answers(Y, Unsafety.NO, N), Answers(Y, Unsafety.NO, Y, Y, N)]
)
def test_a_second_report_is_called_a_second_report(answers: Answers) -> None:
    assert WeighingGround.REPORTED_BEFORE not in rules.weigh(answers).grounds
    assert WeighingGround.REPORTED_BEFORE in rules.weigh(answers, reported_before=True).grounds


# Human trafficking is a weighing question for acute unsafety: https://www.interventieacademie.nl/afwegingsvraag-2/
@pytest.mark.parametrize(
    ("suspected", "minor", "answer"),
    [(True, True, Unsafety.YES_ACUTE), (True, False, None), (False, True, None), (False, False, None)],
)
def test_exploitation_of_a_minor_proposes_acute_unsafety(
    suspected: bool, minor: bool, answer: Unsafety | None
) -> None:
    preset = rules.preset_q2(exploitation_suspected=suspected, is_minor=minor)
    assert (preset.answer if preset else None) is answer
    assert preset is None or preset.ground is rules.PresetGround.EXPLOITATION_OF_A_MINOR


def test_the_proposal_is_not_an_answer() -> None:
    assert rules.weigh(Answers(Y)).state is STATE.OPEN
    assert rules.weigh(Answers(Y, Unsafety.NO)).next_question is Question.EFFECTIVE_HELP


def test_the_steps_have_the_numbers_that_everybody_knows() -> None:
    assert [step.number for step in Step] == [1, 2, 3, 4, 5]
    assert [Step.numbered(number) for number in range(1, 6)] == list(Step)
    for number in (0, 6, -1):
        with pytest.raises(ValueError, match="no step"):
            Step.numbered(number)


FRESH, RUNNING, DONE, SKIPPED = StepStatus
STEP_MOVES = {
    (FRESH, RUNNING),
    (FRESH, DONE),  # written down when it was done already
    (FRESH, SKIPPED),
    (RUNNING, RUNNING),
    (RUNNING, DONE),
    (RUNNING, SKIPPED),
    (DONE, RUNNING),
    (DONE, DONE),  # repeated
    (SKIPPED, RUNNING),
    (SKIPPED, DONE),
    (SKIPPED, SKIPPED),  # for another reason
}


@pytest.mark.parametrize(
    "change", list(product(StepStatus, StepStatus)), ids=lambda pair: f"{pair[0]}-{pair[1]}"
)
def test_steps_may_be_repeated_and_are_skipped_only_with_a_reason(
    change: tuple[StepStatus, StepStatus],
) -> None:
    if change not in STEP_MOVES:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="because")
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE
    elif change[1] is SKIPPED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="  ")
        assert refused.value.code is MoveRefusal.REASON_MISSING
        assert rules.move(*change, reason=" because ").reason == "because"
    else:
        assert rules.move(*change).to is change[1]


# Closed in any step, started again at any moment: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1
@pytest.mark.parametrize(
    ("answers", "report_made", "remarks"),
    [
        (Answers(), False, (ClosingRemark.QUESTIONS_STILL_OPEN,)),
        (Answers(Y, Unsafety.UNSURE), False, (ClosingRemark.ADVICE_NOT_YET_ASKED,)),
        (Answers(Y, Unsafety.YES_ACUTE), False, (ClosingRemark.REPORT_NECESSARY_NOT_MADE,)),
        (Answers(Y, Unsafety.YES_ACUTE), True, ()),
        (Answers(Y, Unsafety.NO, Y, Y), False, (ClosingRemark.HELP_STILL_RUNNING,)),
        (Answers(Y, Unsafety.NO, Y, Y, Y), False, ()),
        (Answers(N), False, ()),
    ],
)
def test_a_track_can_be_closed_in_any_state_and_says_what_deserves_a_look(
    answers: Answers, report_made: bool, remarks: tuple[ClosingRemark, ...]
) -> None:
    assert rules.closing_remarks(rules.weigh(answers), report_made=report_made) == remarks
    assert rules.close(TrackStatus.RUNNING, reason="because") is TrackStatus.CLOSED


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (TrackStatus.RUNNING, " ", MoveRefusal.REASON_MISSING),
        (TrackStatus.CLOSED, "x", MoveRefusal.NOT_FROM_HERE),
    ],
)
def test_closing_needs_a_running_track_and_a_reason(
    status: TrackStatus, reason: str, code: MoveRefusal
) -> None:
    with pytest.raises(MoveRefused) as refused:
        rules.close(status, reason=reason)
    assert refused.value.code is code


def test_a_closed_track_can_be_started_again_with_a_reason() -> None:
    assert rules.reopen(TrackStatus.CLOSED, reason="new signals") is TrackStatus.RUNNING
    for status, reason, code in (
        (TrackStatus.RUNNING, "x", MoveRefusal.NOT_FROM_HERE),
        (TrackStatus.CLOSED, "", MoveRefusal.REASON_MISSING),
    ):
        with pytest.raises(MoveRefused) as refused:
            rules.reopen(status, reason=reason)
        assert refused.value.code is code


# https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3 : the team must ask the safeguarding lead.
def test_a_sector_names_the_consultations_that_it_asks_for() -> None:
    team, lead = PROFILES["neighbourhood_team"], Consultation.SAFEGUARDING_LEAD
    assert rules.missing_consultations(team, frozenset({Consultation.COLLEAGUE})) == (lead,)
    assert rules.missing_consultations(team, frozenset({lead})) == ()
    assert rules.missing_consultations(PROFILES["general"], frozenset()) == ()
