"""The child check, the talk of step 3, and the clocks of Veilig Thuis."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.choices import AGE_BANDS
from cases.meldcode import contact_rules as rules
from cases.meldcode.contact_rules import (
    CareAnswer,
    ChildCheck,
    ChildCheckGround,
    ChildCheckOutcome,
    ChildCheckQuestion,
    ContactFacts,
    FeedbackKind,
    OmissionGround,
    OtherProfessional,
    Partner,
    Talk,
    TalkFault,
)
from cases.meldcode.rules import Answer
from cases.workdays import AMSTERDAM

Y, N, DOUBT = Answer.YES, Answer.NO, Answer.UNSURE
OUTCOME, GROUND, ASK = ChildCheckOutcome, ChildCheckGround, ChildCheckQuestion


# The flow of https://lkah.nl/kindcheck and https://www.meldcode.nu/kindcheck/
@pytest.mark.parametrize(
    ("check", "outcome", "question", "ground"),
    [
        (ChildCheck(), OUTCOME.OPEN, ASK.RISK_SIGNALS, GROUND.UNANSWERED),
        (ChildCheck(N), OUTCOME.CLOSE, None, GROUND.NO_RISK_SIGNALS),
        (ChildCheck(Y), OUTCOME.OPEN, ASK.CHILDREN_OR_PREGNANT, GROUND.UNANSWERED),
        (ChildCheck(DOUBT), OUTCOME.OPEN, ASK.CHILDREN_OR_PREGNANT, GROUND.UNANSWERED),
        (ChildCheck(Y, N), OUTCOME.CLOSE, None, GROUND.NO_DEPENDENT_CHILDREN),
        (ChildCheck(Y, Y), OUTCOME.OPEN, ASK.CARE, GROUND.UNANSWERED),
        (ChildCheck(Y, DOUBT), OUTCOME.OPEN, ASK.CARE, GROUND.UNANSWERED),
        (ChildCheck(Y, Y, CareAnswer.SAFE), OUTCOME.CLOSE, None, GROUND.CARE_IS_SAFE),
        (ChildCheck(Y, Y, CareAnswer.WORRYING), OUTCOME.CONTINUE_MELDCODE, None, GROUND.CARE_IS_WORRYING),
        (ChildCheck(Y, Y, CareAnswer.REFUSED), OUTCOME.OPEN, ASK.OTHER_PROFESSIONAL, GROUND.UNANSWERED),
        (
            ChildCheck(Y, Y, CareAnswer.REFUSED, OtherProfessional.TAKES_OVER),
            OUTCOME.HAND_OVER,
            None,
            GROUND.OTHER_TAKES_OVER,
        ),
        (
            ChildCheck(Y, Y, CareAnswer.UNCLEAR, OtherProfessional.DOES_NOT_TAKE_OVER),
            OUTCOME.CONTINUE_MELDCODE,
            None,
            GROUND.NOBODY_TAKES_OVER,
        ),
        (
            ChildCheck(Y, Y, CareAnswer.UNCLEAR, OtherProfessional.NOBODY),
            OUTCOME.CONTINUE_MELDCODE,
            None,
            GROUND.NOBODY_TAKES_OVER,
        ),
    ],
)
def test_the_flow_of_the_child_check(check, outcome, question, ground) -> None:
    verdict = rules.child_check(check)
    assert (verdict.outcome, verdict.next_question, verdict.grounds) == (outcome, question, (ground,))


def test_answers_as_stored_text_count_like_the_codes_they_are() -> None:
    assert rules.child_check(ChildCheck("yes", "unsure", "safe", "")).outcome is OUTCOME.CLOSE
    assert rules.child_check(ChildCheck("yes", "", "")).next_question is ASK.CHILDREN_OR_PREGNANT
    with pytest.raises(ValueError, match="fine"):
        ChildCheck("yes", "yes", "fine")


def test_a_blank_never_closes_the_child_check() -> None:
    for given_answers in product(
        (None, *Answer), (None, *Answer), (None, *CareAnswer), (None, *OtherProfessional)
    ):
        check = ChildCheck(*given_answers)
        verdict = rules.child_check(check)
        if verdict.outcome is OUTCOME.OPEN:
            assert getattr(check, verdict.next_question.value) is None
        if verdict.outcome is OUTCOME.CLOSE:
            assert N in (check.risk_signals, check.children_or_pregnant) or check.care is CareAnswer.SAFE


# From 12 together: unconfirmed, a setting. Parents for youth up to 16:
# https://www.nvo.nl/veelgestelde-vragen/meldrecht-veilig-thuis-en-het-gesprek-met-ouders
@pytest.mark.parametrize(
    ("age", "partners"),
    [
        (0, (Partner.PARENTS,)),
        (11, (Partner.PARENTS,)),
        (12, (Partner.PARENTS, Partner.YOUNG_PERSON)),
        (15, (Partner.PARENTS, Partner.YOUNG_PERSON)),
        (16, (Partner.YOUNG_PERSON,)),
        (22, (Partner.YOUNG_PERSON,)),
        (None, (Partner.PARENTS, Partner.YOUNG_PERSON)),
    ],
)
def test_with_whom_the_talk_is_held(age: int | None, partners: tuple[Partner, ...]) -> None:
    assert rules.talk_partners(age) == partners


def test_the_ages_are_settings_and_an_age_is_not_negative() -> None:
    assert rules.talk_partners(12, ages=rules.TalkAges(13, 17)) == (Partner.PARENTS,)
    assert rules.talk_partners(16, ages=rules.TalkAges(13, 17)) == (Partner.PARENTS, Partner.YOUNG_PERSON)
    with pytest.raises(ValueError, match="negative"):
        rules.talk_partners(-1)


@pytest.mark.parametrize(
    ("talk", "fault"),
    [
        (Talk(held=True), None),
        (Talk(held=False), TalkFault.GROUND_MISSING),
        (Talk(False, None, "afraid"), TalkFault.GROUND_MISSING),
        (Talk(False, OmissionGround.SAFETY_OF_CHILD, "  "), TalkFault.EXPLANATION_MISSING),
        (Talk(False, OmissionGround.SAFETY_OF_CHILD, "threat at home"), None),
        # Several attempts are asked of somebody who is out of reach:
        # https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader
        (Talk(False, OmissionGround.UNREACHABLE, "no answer", 1), TalkFault.TOO_FEW_ATTEMPTS),
        (Talk(False, OmissionGround.UNREACHABLE, "no answer", 2), None),
    ],
)
def test_a_talk_is_left_out_only_on_a_ground_with_an_explanation(talk: Talk, fault: TalkFault | None) -> None:
    if fault is None:
        assert rules.check_talk(talk) is talk
        return
    with pytest.raises(rules.TalkRefused) as refused:
        rules.check_talk(talk)
    assert refused.value.code is fault


REPORTED = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)


# Five working days: https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/
@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-11-23T12:00:00+01:00", "2026-11-30T23:59:59+01:00"),
        ("2026-12-21T09:00:00+01:00", "2026-12-29T23:59:59+01:00"),  # over Christmas
        (
            "2026-03-27T09:00:00+01:00",
            "2026-04-03T23:59:59+02:00",
        ),  # over the clock change; Good Friday counts
    ],
)
def test_veilig_thuis_assesses_safety_within_five_working_days(reported: str, due: str) -> None:
    at = datetime.fromisoformat(reported).astimezone(AMSTERDAM)
    assert rules.safety_assessment_due(at).isoformat() == due


def test_an_inquiry_takes_ten_weeks_and_that_is_a_setting() -> None:
    assert rules.inquiry_due(REPORTED).isoformat() == "2027-02-01T23:59:59+01:00"
    shorter = rules.VeiligThuisTerms(inquiry_weeks=1)
    assert rules.inquiry_due(REPORTED, terms=shorter).isoformat() == "2026-11-30T23:59:59+01:00"


# The reporter hears at least twice:
# https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-4-taken-en-functie-van-veilig-thuis
@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (ContactFacts(None), []),  # advice: no name, no clock
        (ContactFacts(REPORTED), [FeedbackKind.SAFETY_ASSESSMENT]),
        (ContactFacts(REPORTED, REPORTED), []),
        (ContactFacts(REPORTED, REPORTED, REPORTED), [FeedbackKind.INQUIRY]),
        (ContactFacts(REPORTED, None, REPORTED), [FeedbackKind.SAFETY_ASSESSMENT, FeedbackKind.INQUIRY]),
        (ContactFacts(REPORTED, REPORTED, REPORTED, REPORTED), []),
    ],
)
def test_what_the_reporter_is_still_to_hear(facts: ContactFacts, kinds: list[FeedbackKind]) -> None:
    assert [feedback.kind for feedback in rules.feedback_expected(facts)] == kinds


@pytest.mark.parametrize(
    ("now", "workdays"),
    [
        ("2026-11-30T23:59:59+01:00", None),  # the last second is in time
        ("2026-12-01T00:00:00+01:00", 1),
        ("2026-12-04T12:00:00+01:00", 4),
        ("2026-12-06T12:00:00+01:00", 4),  # a weekend adds nothing
    ],
)
def test_silence_after_the_safety_assessment(now: str, workdays: int | None) -> None:
    silence = rules.silence(ContactFacts(REPORTED), datetime.fromisoformat(now))
    assert (silence.workdays if silence else None) == workdays
    assert silence is None or silence.kind is FeedbackKind.SAFETY_ASSESSMENT


def test_the_oldest_silence_comes_first() -> None:
    facts = ContactFacts(REPORTED, None, REPORTED - timedelta(weeks=30))
    assert rules.silence(facts, REPORTED + timedelta(weeks=2)).kind is FeedbackKind.INQUIRY


@given(st.timedeltas(timedelta(0), timedelta(days=500)))
def test_what_was_heard_is_never_silence(later: timedelta) -> None:
    heard = ContactFacts(REPORTED, REPORTED, REPORTED, REPORTED)
    assert rules.silence(heard, REPORTED + later) is None
    assert rules.silence(ContactFacts(None), REPORTED + later) is None


def test_every_age_band_has_its_youngest_age() -> None:
    assert rules.YOUNGEST_OF_BAND.keys() | {"unknown"} == dict(AGE_BANDS).keys()


@pytest.mark.parametrize(
    ("band", "partners"),
    [
        ("under_12", (Partner.PARENTS,)),
        ("12_15", (Partner.PARENTS, Partner.YOUNG_PERSON)),
        ("16_17", (Partner.YOUNG_PERSON,)),
        ("23_plus", (Partner.YOUNG_PERSON,)),
        ("unknown", (Partner.PARENTS, Partner.YOUNG_PERSON)),
    ],
)
def test_the_age_band_is_enough_to_propose_a_talk(band: str, partners: tuple[Partner, ...]) -> None:
    assert rules.partners_of_band(band) == partners
