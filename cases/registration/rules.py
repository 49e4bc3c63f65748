"""Who agrees to a registration at CoMensha, and when a care organisation may register. PURE.

Police, Koninklijke Marechaussee and labour inspectorate must report; care organisations need a written
consent. From 16 the young person fills it in, under 16 parents or guardian do
(https://www.nji.nl/seksuele-uitbuiting/melding-en-registratie-slachtoffers).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SIGNS_FROM = 16


class Answer(StrEnum):
    """What came of the question."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Signer(StrEnum):
    """Who agrees or does not."""

    YOUNG_PERSON = "young_person"
    PARENTS = "parents"
    GUARDIAN = "guardian"


class Fault(StrEnum):
    """Why an answer can't be written down like this."""

    IN_FUTURE = "in_future"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    STANDS_ALREADY = "stands_already"
    WHERE_IS_IT = "where_is_it"
    TOO_YOUNG = "too_young"
    OLD_ENOUGH = "old_enough"


class AnswerRefused(Exception):  # noqa: N818 - reads as what happened
    """An answer that can't be, with its ``code``."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered, by whom, on which local day, and where the signed form lies."""

    answer: Answer
    signer: Signer
    on: date
    kept_at: str = ""


def signers(age: int | None) -> frozenset[Signer]:
    """Say who can sign at an age in whole years; without an age all of them, so that people look first."""
    if age is None:
        return frozenset(Signer)
    return frozenset({Signer.YOUNG_PERSON} if age >= SIGNS_FROM else {Signer.PARENTS, Signer.GUARDIAN})


def check(said: Said, *, before: Answer | None, age: int | None, today: date) -> None:
    """Pass when an answer can follow the one before it; ``age`` is that on the day of the answer.

    Who takes a consent back need not be who gave it: somebody who turned 16 decides alone.

    Raises:
        AnswerRefused: with the reason.
    """
    if said.on > today:
        raise AnswerRefused(Fault.IN_FUTURE)
    if said.answer is Answer.WITHDRAWN and before is not Answer.GIVEN:
        raise AnswerRefused(Fault.NOTHING_TO_WITHDRAW)
    if said.answer is before:
        raise AnswerRefused(Fault.STANDS_ALREADY)
    if said.answer is Answer.GIVEN and not said.kept_at.strip():
        raise AnswerRefused(Fault.WHERE_IS_IT)
    if said.answer is not Answer.ASKED and said.signer not in signers(age):
        young = said.signer is Signer.YOUNG_PERSON
        raise AnswerRefused(Fault.TOO_YOUNG if young else Fault.OLD_ENOUGH)


def may_register(standing: Answer | None) -> bool:
    """Tell whether a care organisation may register the young person now."""
    return standing is Answer.GIVEN
