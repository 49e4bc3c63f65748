"""Three questions about sharing: every combination gets one answer, and danger never closes a door."""

from itertools import product

import pytest

from cases.legal_basis.choices import ANSWERS, GROUNDS, STEPS, TONES
from cases.legal_basis.rules import (
    Agreed,
    Answer,
    Answers,
    Danger,
    Ground,
    Needed,
    Step,
    must_say_why,
    weigh,
)

EVERY = [Answers(*given) for given in product(Agreed, Danger, Needed, (False, True))]
NOW, SERIOUS, NONE = Danger.NOW, Danger.SERIOUS, Danger.NONE


@pytest.mark.parametrize(
    ("said", "answer", "grounds"),
    [
        # Consent (KNMG): share what is needed.
        (Answers(Agreed.YES, NONE, Needed.YES), Answer.MAY, (Ground.CONSENT,)),
        # Conflict of duties (KNMG): also against their will.
        (Answers(Agreed.NO, SERIOUS, Needed.YES), Answer.MAY_WITH_REASON, (Ground.CONFLICT_OF_DUTIES,)),
        (Answers(Agreed.NOT_ASKED, NOW, Needed.UNSURE), Answer.MAY_WITH_REASON, (Ground.CONFLICT_OF_DUTIES,)),
        # The right to report (Wmo 2015 art. 5.2.6): always, to Veilig Thuis.
        (Answers(Agreed.NO, NONE, Needed.YES, True), Answer.MAY_WITH_REASON, (Ground.RIGHT_TO_REPORT,)),
        # No harm and no consent, or doubt whether it is needed: not alone.
        (Answers(Agreed.NO, NONE, Needed.YES), Answer.ASK_FIRST, ()),
        (Answers(Agreed.YES, NONE, Needed.UNSURE), Answer.ASK_FIRST, ()),
        (Answers(Agreed.NO, SERIOUS, Needed.UNSURE), Answer.ASK_FIRST, ()),
    ],
)
def test_what_may_be_shared(said: Answers, answer: Answer, grounds: tuple[Ground, ...]) -> None:
    found = weigh(said)
    assert (found.answer, found.grounds) == (answer, grounds)


@pytest.mark.parametrize("said", EVERY, ids=str)
def test_every_answer_says_what_to_do_next(said: Answers) -> None:
    found = weigh(said)
    assert found.steps
    assert (found.grounds == ()) == (found.answer is Answer.ASK_FIRST)
    assert (Step.CALL_112 in found.steps) == (said.danger is NOW)
    assert (Step.SHARE_LEAST in found.steps) == (found.answer is not Answer.ASK_FIRST)
    # Without consent is not without knowledge (KNOWLEDGE): people are told.
    assert (Step.TELL_THEM in found.steps) == (found.answer is Answer.MAY_WITH_REASON)


@pytest.mark.parametrize("said", EVERY, ids=str)
def test_more_danger_never_takes_a_permission_away(said: Answers) -> None:
    worse = {NONE: SERIOUS, SERIOUS: NOW, NOW: NOW}[said.danger]
    before = weigh(said).answer
    after = weigh(Answers(said.agreed, worse, said.needed, said.to_veilig_thuis)).answer
    assert after is not Answer.ASK_FIRST or before is Answer.ASK_FIRST


def test_danger_now_is_never_a_reason_to_wait() -> None:
    for said in EVERY:
        if said.danger is NOW:
            assert weigh(said).answer is not Answer.ASK_FIRST
            assert Step.ASK_AGREEMENT not in weigh(said).steps


@pytest.mark.parametrize(
    ("answer", "told", "expected"),
    [
        (Answer.MAY, True, False),
        (Answer.MAY, False, True),
        (Answer.MAY_WITH_REASON, True, True),
        (Answer.ASK_FIRST, True, True),
    ],
)
def test_when_words_are_needed(answer: Answer, told: bool, expected: bool) -> None:
    assert must_say_why(answer, told=told) is expected


def test_every_code_has_words() -> None:
    assert set(GROUNDS) == set(Ground)
    assert set(STEPS) == set(Step)
    assert set(TONES) == set(Answer) == {Answer(code) for code, _label in ANSWERS}
