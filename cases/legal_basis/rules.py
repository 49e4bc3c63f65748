"""When may a professional share, and what belongs to it? PURE.

Secrecy may be broken with consent, by a legal duty or right, or in a conflict of duties: when keeping silent
harms somebody seriously (KNMG, below). Without consent is not without knowledge: people are told, unless that
is not safe. Whoever takes part in the case reads it under the covenant; this is about sharing what they know.
"""

from dataclasses import dataclass
from enum import StrEnum

KNMG = (
    "https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/"
    "bijlage-2-beroepsgeheim-bij-melden-van-kindermishandeling-en-huiselijk-geweld"
)
KNOWLEDGE = "https://5dok.net/article/regelgeving-betreffende-seksueel-misbruik-binnen-institutio"


class Agreed(StrEnum):
    """Did the young person, or a parent where the law asks that, agree?"""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Danger(StrEnum):
    """What may happen when it is not shared?"""

    NOW = "now"
    SERIOUS = "serious"
    NONE = "none"


class Needed(StrEnum):
    """Does whoever receives it need it for their task in this case?"""

    YES = "yes"
    UNSURE = "unsure"


class Answer(StrEnum):
    """May it be shared? Never "no": then somebody is asked first."""

    MAY = "may"
    MAY_WITH_REASON = "may_with_reason"
    ASK_FIRST = "ask_first"


class Ground(StrEnum):
    """On what the answer rests."""

    CONSENT = "consent"
    CONFLICT_OF_DUTIES = "conflict_of_duties"
    RIGHT_TO_REPORT = "right_to_report"


class Step(StrEnum):
    """What belongs to it, in this order."""

    CALL_112 = "call_112"
    ASK_AGREEMENT = "ask_agreement"
    CONSULT = "consult"
    ASK_ADVICE = "ask_advice"
    SHARE_LEAST = "share_least"
    TELL_THEM = "tell_them"
    WRITE_WHY = "write_why"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the three questions, and whether Veilig Thuis receives it."""

    agreed: Agreed
    danger: Danger
    needed: Needed
    to_veilig_thuis: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may be shared, on which grounds, and what belongs to it."""

    answer: Answer
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]


def weigh(said: Answers) -> Verdict:
    """Say whether something may be shared. Sources: KNMG (grounds), KNOWLEDGE (people are told).

    Danger outranks doubt: who sees danger now shares what is needed and calls 112. Professionals may always
    report a suspicion to Veilig Thuis (Wmo 2015 art. 5.2.6, Jeugdwet art. 7.3.11).
    """
    grounds = _grounds(said)
    is_in_doubt = said.needed is Needed.UNSURE and said.danger is not Danger.NOW
    if is_in_doubt or not grounds:
        return Verdict(Answer.ASK_FIRST, (), _asking(said))
    answer = Answer.MAY if Ground.CONSENT in grounds else Answer.MAY_WITH_REASON
    return Verdict(answer, grounds, _sharing(said, answer))


def _grounds(said: Answers) -> tuple[Ground, ...]:
    found = {
        Ground.CONSENT: said.agreed is Agreed.YES,
        Ground.CONFLICT_OF_DUTIES: said.danger is not Danger.NONE,
        Ground.RIGHT_TO_REPORT: said.to_veilig_thuis,
    }
    return tuple(ground for ground, present in found.items() if present)


def _asking(said: Answers) -> tuple[Step, ...]:
    first = (Step.ASK_AGREEMENT,) if said.agreed is Agreed.NOT_ASKED else ()
    return (*first, Step.CONSULT, Step.ASK_ADVICE)


def _sharing(said: Answers, answer: Answer) -> tuple[Step, ...]:
    wanted = {
        Step.CALL_112: said.danger is Danger.NOW,
        Step.ASK_AGREEMENT: said.agreed is Agreed.NOT_ASKED and said.danger is not Danger.NOW,
        Step.SHARE_LEAST: True,
        Step.TELL_THEM: answer is Answer.MAY_WITH_REASON,
        Step.WRITE_WHY: answer is Answer.MAY_WITH_REASON,
    }
    return tuple(step for step in Step if wanted.get(step, False))


def must_say_why(answer: Answer, *, told: bool) -> bool:
    """Tell whether words are needed: always without consent, and whenever people were not told."""
    return answer is not Answer.MAY or not told
