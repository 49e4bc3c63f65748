"""Who agrees to a registration at CoMensha, and what can follow what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registration.rules import (
    Answer,
    AnswerRefused,
    Fault,
    Said,
    Signer,
    check,
    may_register,
    signers,
)

TODAY = date(2026, 11, 17)
GUARDIANS = {Signer.PARENTS, Signer.GUARDIAN}


@pytest.mark.parametrize(
    ("age", "who"),
    [(15, GUARDIANS), (0, GUARDIANS), (16, {Signer.YOUNG_PERSON}), (19, {Signer.YOUNG_PERSON})],
)
def test_from_sixteen_the_young_person_signs(age: int, who: set[Signer]) -> None:
    """nji.nl/seksuele-uitbuiting/melding-en-registratie-slachtoffers"""
    assert signers(age) == who


def said(answer: str, signer: str = "parents", *, on: date = TODAY, kept_at: str = "The safe") -> Said:
    return Said(Answer(answer), Signer(signer), on, kept_at)


@pytest.mark.parametrize(
    ("what", "before", "age", "fault"),
    [
        (said("asked"), None, 15, None),
        (said("given"), Answer.ASKED, 15, None),
        (said("given"), None, 15, None),
        (said("given", "young_person"), Answer.ASKED, 16, None),
        (said("given", "young_person"), Answer.ASKED, None, None),
        (said("refused"), Answer.GIVEN, 15, None),
        (said("withdrawn", "young_person"), Answer.GIVEN, 16, None),
        (said("given"), Answer.WITHDRAWN, 15, None),
        (said("asked", "young_person"), None, 12, None),  # she may be asked; signing is another matter
        (said("given", kept_at=" "), Answer.ASKED, 15, Fault.WHERE_IS_IT),
        (said("given", "young_person"), Answer.ASKED, 12, Fault.TOO_YOUNG),
        (said("given"), Answer.ASKED, 17, Fault.OLD_ENOUGH),
        (said("refused", "guardian"), Answer.ASKED, 16, Fault.OLD_ENOUGH),
        (said("withdrawn"), Answer.REFUSED, 15, Fault.NOTHING_TO_WITHDRAW),
        (said("withdrawn"), None, 15, Fault.NOTHING_TO_WITHDRAW),
        (said("given"), Answer.GIVEN, 15, Fault.STANDS_ALREADY),
        (said("asked", on=TODAY + timedelta(days=1)), None, 15, Fault.IN_FUTURE),
    ],
)
def test_an_answer_follows_the_one_before_it_or_is_refused(
    what: Said, before: Answer | None, age: int | None, fault: Fault | None
) -> None:
    if fault is None:
        check(what, before=before, age=age, today=TODAY)
        return
    with pytest.raises(AnswerRefused) as refused:
        check(what, before=before, age=age, today=TODAY)
    assert refused.value.code is fault


@given(st.one_of(st.none(), st.sampled_from(Answer)))
def test_nobody_is_registered_without_a_consent_that_stands(standing: Answer | None) -> None:
    assert may_register(standing) == (standing is Answer.GIVEN)


@given(st.one_of(st.none(), st.integers(0, 25)))
def test_somebody_can_always_sign(age: int | None) -> None:
    assert signers(age)
