"""The five steps, and the branch table of the weighing questions: one outcome for every set of answers."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.meldcode import rules, step_rules
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.rules import (
    Answer,
    Answers,
    ClosingRemark,
    HelpNeed,
    Question,
    ReportNeed,
    Said,
    Unsafety,
    WeighingGround,
    WeighingState,
)
from cases.meldcode.step_rules import TrackStatus

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

REPORT_EITHER_WAY = REPORT_DOUBT
UNSETTLED = {None, DOUBT}
NOT_NO = {None, Y, DOUBT}
DOUBT_Q2 = {Unsafety.UNSURE}
BLANK_OR_DOUBT_Q2 = {None, Unsafety.UNSURE}
NOT_UNSAFE = {None, Unsafety.UNSURE, Unsafety.NO}
CLOSED = (STATE.CLOSED_RECORDED, REPORT.NOT_NECESSARY, HELP.NOT_APPLICABLE, None)
HELP_RUNS = (STATE.HELP_RUNNING, REPORT.NOT_NECESSARY_NOW, HELP.HELP_WITH_AGREED_TERM, None)
HELP_ENDS = (STATE.HELP_CLOSED_WITH_FOLLOWUP, REPORT.NOT_NECESSARY, HELP.FINISHED, None)
HELP_DOUBTED = (STATE.CONSULT, REPORT.UNDETERMINED, HELP.HELP_WITH_AGREED_TERM, None)

# The branch table, read from above: answers 1 to 5 -> state, decision 1, decision 2, norm.
# https://www.nji.nl/kindermishandeling/afwegingskader-meldcode and
# https://handelingsprotocol.nl/utrecht-kz-stap-5-hulp-of-melden
BEFORE_DOUBT = [
    # "No suspicion" beside unsafety or doubt contradicts itself: nothing is closed on it.
    ({N}, UNSAFE | DOUBT_Q2, ANY, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({N}, ANY_UNSAFETY, {DOUBT}, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({N}, ANY_UNSAFETY, ANY, {DOUBT}, ANY, STATE.CONSULT, *UNKNOWN),
    ({N}, ANY_UNSAFETY, ANY, ANY, {DOUBT, N}, STATE.CONSULT, *UNKNOWN),
    ({N}, ANY_UNSAFETY, ANY, ANY, ANY, *CLOSED),
    # Question 1 open or in doubt, and nothing that tells of unsafety.
    (BLANK, NOT_UNSAFE, ANY, ANY, NOT_NO, STATE.OPEN, *UNKNOWN),
    ({DOUBT}, NOT_UNSAFE, ANY, ANY, NOT_NO, STATE.CONSULT, *UNKNOWN),
    (ANY, UNSAFE, ANY, ANY, ANY, STATE.REPORT, *REPORT_NORM_1),
]
AFTER_DOUBT = [
    (ANY, SAFE, {N}, ANY, ANY, STATE.REPORT, REPORT.NECESSARY, HELP.NOT_BY_THIS_PROFESSIONAL, 2),
    (ANY, ANY_UNSAFETY, {N}, ANY, ANY, STATE.REPORT, *REPORT_EITHER_WAY),
    (ANY, SAFE, {Y}, {N}, ANY, STATE.REPORT, REPORT.NECESSARY, HELP.REFUSED, None),
    (ANY, ANY_UNSAFETY, ANY, {N}, ANY, STATE.REPORT, *REPORT_EITHER_WAY),
    (ANY, SAFE, {Y}, {Y}, {N}, STATE.REPORT, REPORT.NECESSARY, HELP.INSUFFICIENT, 3),
    (ANY, ANY_UNSAFETY, ANY, ANY, {N}, STATE.REPORT, *REPORT_EITHER_WAY),
    # A blank leaves it open; doubt asks Veilig Thuis ("in doubt always consult",
    # https://www.ggdzeeland.nl/seksualiteit-en-soa/seksualiteit/seksueel-geweld/voor-professionals/).
    ({Y}, BLANK, ANY, ANY, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, DOUBT_Q2, ANY, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, BLANK, ANY, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, SAFE, {DOUBT}, ANY, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, {Y}, BLANK, ANY, STATE.OPEN, *UNKNOWN),
    ({Y}, SAFE, {Y}, {DOUBT}, ANY, STATE.CONSULT, *UNKNOWN),
    ({Y}, SAFE, {Y}, {Y}, BLANK, *HELP_RUNS),
    ({Y}, SAFE, {Y}, {Y}, {DOUBT}, *HELP_DOUBTED),
    ({Y}, SAFE, {Y}, {Y}, {Y}, *HELP_ENDS),
]
# Doubt about question 2: https://www.handelingsprotocol.nl/utrecht-bo-stap-5-hulp-of-melden-3
DOUBT_IS_A_REPORT = (ANY, DOUBT_Q2, ANY, ANY, ANY, STATE.REPORT, *REPORT_DOUBT)
WHERE_DOUBT_IS_A_REPORT = {"education", "attendance"}

EVERY_ANSWER = [
    Answers(*given) for given in product((None, *Answer), (None, *Unsafety), *[(None, *Answer)] * 3)
]


def _expected(answers: Answers, profile: str) -> tuple:
    given = (answers.q1, answers.q2, answers.q3, answers.q4, answers.q5)
    table = [*BEFORE_DOUBT, *[DOUBT_IS_A_REPORT] * (profile in WHERE_DOUBT_IS_A_REPORT), *AFTER_DOUBT]
    return next(row[5:] for row in table if all(g in cell for g, cell in zip(given, row[:5], strict=True)))


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_combination_of_answers_has_exactly_the_outcome_of_the_table(profile: str) -> None:
    for answers in EVERY_ANSWER:
        outcome = rules.weigh(answers, PROFILES[profile])
        assert (outcome.state, outcome.report, outcome.help, outcome.norm) == _expected(answers, profile), (
            answers
        )
        assert outcome.grounds


def _settled(answers: Answers) -> list[Answers]:
    """Give every way in which the open and doubted questions may still be answered."""
    among = [
        [given] if given and given != "unsure" else [yes, no]
        for given, (yes, no) in zip(
            (answers.q1, answers.q2, answers.q3, answers.q4, answers.q5),
            [(Y, N), (Unsafety.YES_STRUCTURAL, Unsafety.NO), (Y, N), (Y, N), (Y, N)],
            strict=True,
        )
    ]
    return [Answers(*given) for given in product(*among)]


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_no_open_question_holds_up_a_report_that_is_necessary_either_way(profile: str) -> None:
    for answers in EVERY_ANSWER:
        outcomes = {rules.weigh(settled, PROFILES[profile]).report for settled in _settled(answers)}
        if outcomes == {REPORT.NECESSARY}:
            assert rules.weigh(answers, PROFILES[profile]).report is REPORT.NECESSARY, answers


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_doubt_never_ends_as_no_report_and_a_report_never_replaces_help(profile: str) -> None:
    for answers in EVERY_ANSWER:
        outcome = rules.weigh(answers, PROFILES[profile])
        if DOUBT in (answers.q1, answers.q3, answers.q4, answers.q5) or answers.q2 is Unsafety.UNSURE:
            assert outcome.report in {REPORT.UNDETERMINED, REPORT.NECESSARY}, answers
        if outcome.report is REPORT.NECESSARY:
            assert outcome.help not in {HELP.NOT_APPLICABLE, HELP.FINISHED}, answers


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_estimated_unsafety_is_a_report_whatever_else_was_said_or_left_out(profile: str) -> None:
    for answers in EVERY_ANSWER:
        if answers.q2 in UNSAFE and answers.q1 is not N:
            assert rules.weigh(answers, PROFILES[profile]).state is STATE.REPORT


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
    assert WeighingGround.LATER_ANSWERS_NOT_USED in rules.weigh(Answers(N, Unsafety.NO, Y)).grounds
    odd = rules.weigh(Answers(N, Unsafety.YES_ACUTE))
    assert odd.grounds == (WeighingGround.ANSWERS_CONTRADICT, WeighingGround.DOUBT_ASK_VEILIG_THUIS)
    assert odd.next_question is Question.SUSPICION


@pytest.mark.parametrize(
    ("answers", "ground", "asked"),
    [
        (Answers(None, Unsafety.YES_ACUTE), WeighingGround.SUSPICION_FOLLOWS, Question.SUSPICION),
        (Answers(DOUBT, Unsafety.YES_BOTH), WeighingGround.SUSPICION_FOLLOWS, Question.SUSPICION),
        (Answers(Y, None, N), WeighingGround.REPORT_EITHER_WAY, Question.UNSAFETY),
        (Answers(Y, Unsafety.NO, DOUBT, N), WeighingGround.REPORT_EITHER_WAY, Question.EFFECTIVE_HELP),
    ],
)
def test_why_a_report_does_not_wait_is_said_and_the_open_question_still_asked(
    answers: Answers, ground: WeighingGround, asked: Question
) -> None:
    outcome = rules.weigh(answers)
    assert outcome.report is REPORT.NECESSARY
    assert outcome.grounds[0] is ground
    assert outcome.next_question is asked


@pytest.mark.parametrize(
    "answers", [Answers(Y, Unsafety.YES_BOTH), Answers(Y, Unsafety.NO, N), Answers(Y, Unsafety.NO, Y, Y, N)]
)
def test_a_second_report_is_called_a_second_report(answers: Answers) -> None:
    assert WeighingGround.REPORTED_BEFORE not in rules.weigh(answers).grounds
    assert WeighingGround.REPORTED_BEFORE in rules.weigh(answers, reported_before=True).grounds


# Human trafficking is a weighing question for acute unsafety (https://www.interventieacademie.nl/afwegingsvraag-2/);
# so is a disclosure (https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1).
@pytest.mark.parametrize(
    ("suspected", "minor", "said", "grounds"),
    [
        (True, True, set(), ("exploitation_of_a_minor",)),
        (False, True, {Said.DISCLOSED}, ("disclosure_by_a_minor",)),
        (True, True, {Said.DISCLOSED}, ("exploitation_of_a_minor", "disclosure_by_a_minor")),
        (True, False, {Said.DISCLOSED}, None),
        (False, True, {Said.NOTHING}, None),
        (False, True, set(), None),
    ],
)
def test_exploitation_or_disclosure_of_a_minor_proposes_acute_unsafety(
    suspected: bool, minor: bool, said: set[Said], grounds: tuple[str, ...] | None
) -> None:
    preset = rules.preset_q2(exploitation_suspected=suspected, is_minor=minor, said=frozenset(said))
    assert (preset.grounds if preset else None) == grounds
    assert preset is None or preset.answer is Unsafety.YES_ACUTE


@given(st.booleans(), st.booleans(), st.frozensets(st.sampled_from(Said)))
def test_denial_never_takes_the_proposal_away(suspected: bool, minor: bool, said: frozenset[Said]) -> None:
    asked = {"exploitation_suspected": suspected, "is_minor": minor}
    assert rules.preset_q2(said=said | {Said.DENIED}, **asked) == rules.preset_q2(said=said, **asked)


def test_the_proposal_is_not_an_answer() -> None:
    assert rules.weigh(Answers(Y)).state is STATE.OPEN
    assert rules.weigh(Answers(Y, Unsafety.NO)).next_question is Question.EFFECTIVE_HELP


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
    assert step_rules.close(TrackStatus.RUNNING, reason="because") is TrackStatus.CLOSED
