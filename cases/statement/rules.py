"""Hints about how a question was asked. PURE.

What a young person remembers changes by how we ask. A hint is for the next time: nothing is refused, and
the words stay as they were said. Each kind stands in one row with the Dutch words that give it away, an
example and its source, so that a detective or a trainer can read and correct this table.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DESSAUR = "https://dessaurtrainingen.nl/blog/de-beste-vraag-die-je-een-kind-kunt-stellen/"
AUGEO = "https://www.augeomagazine.nl/hoe_praat_je_met_een_kind_-_augeo_magazine_10/hoe-praat-je-met-een-kind"
NAPNIEUWS = "https://www.napnieuws.nl/2012/01/06/zedendelict-zwemleraar-hoe-betrouwbaar-zijn-kinderverhoren/"


class Hint(StrEnum):
    """What could be asked more openly."""

    WHY = "why"
    LEADING = "leading"
    CLOSED = "closed"
    CHOICE = "choice"
    SEVERAL = "several"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Telltale:
    """The words by which a kind of question is known, a question that has them, and where it was read."""

    hint: Hint
    words: str  # regular expression over the question in small letters
    example: str
    source: str


VERBS = (
    "ben|bent|is|was|waren|heb|hebt|heeft|had|hadden|ga|gaat|ging|kom|kwam|wil|wilde|wou|moet|moest|mocht|mag|"
    "doet|deed|deden|zei|zegt|sloeg|slaat|raakte|dwong|gaf|kreeg|werd|word|wordt|zag|kende|ken|weet|wist|vond|vind"
)
TELLTALES: tuple[Telltale, ...] = (
    Telltale(
        Hint.WHY,
        r"\b(waarom|hoezo|waarvoor|hoe kan het dat|hoe kom je erbij)\b",
        "Waarom ben je meegegaan?",
        AUGEO,
    ),
    Telltale(
        Hint.LEADING,
        r"\b(toch|niet waar|hè|of niet|klopt dat|klopt het)\W*$|^\W*(dus|je bedoelt|is het niet zo)\b",
        "Hij heeft je gedwongen, toch?",
        DESSAUR,
    ),
    Telltale(Hint.CLOSED, rf"^\W*(en |maar )?({VERBS})\b", "Heeft hij je aangeraakt?", DESSAUR),
    Telltale(Hint.CHOICE, r"\w\W+of\W+(?!niet\W*$)\w.*\?", "Was het thuis of bij hem?", DESSAUR),
    Telltale(Hint.SEVERAL, r"\?.*\?", "Wie was dat? En waar was je toen?", DESSAUR),
)
#: From so many equal words out of all words of two questions on, they ask the same.
ALIKE = 0.8
FEWEST_WORDS = 3  # "En toen?" may be asked as often as anybody likes


def hints(question: str, *, asked_before: Iterable[str] = ()) -> tuple[Hint, ...]:
    """List what could be asked more openly, in the order of ``Hint``; an open invitation gives nothing.

    ``asked_before``: questions that somebody asked this young person earlier. Sources: ``TELLTALES``; that
    several people repeat a question changes an answer: NAPNIEUWS.
    """
    asked = question.strip().lower()
    found = {told.hint for told in TELLTALES if asked and re.search(told.words, asked, re.DOTALL)}
    if any(is_alike(question, earlier) for earlier in asked_before):
        found.add(Hint.REPEATED)
    return tuple(hint for hint in Hint if hint in found)


def is_alike(question: str, other: str) -> bool:
    """Tell whether two questions ask the same in nearly the same words, whatever their order."""
    one, two = _words(question), _words(other)
    if min(len(one), len(two)) < FEWEST_WORDS:
        return False
    return len(one & two) / len(one | two) >= ALIKE


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
