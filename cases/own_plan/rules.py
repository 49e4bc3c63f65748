"""Words that hurt a young person or that only professionals understand. PURE.

Hints, never a refusal: sometimes a young person uses such a word themself. The list is our own choice, made
to be read and corrected by young people and by whoever works with them.
"""

import re
from dataclasses import dataclass

LONGEST_SENTENCE = 15  # words; B1 texts keep sentences about this short


@dataclass(frozen=True, slots=True)
class Better:
    """A word to avoid (as a pattern in small letters), how it reads, and what to write instead."""

    pattern: str
    word: str
    instead: str


WORDS: tuple[Better, ...] = (
    Better(r"slachtoffers?\w*", "slachtoffer", "wat jou is overkomen"),
    Better(r"loverboys?", "loverboy", "degene die misbruik van je maakt"),
    Better(r"pooiers?", "pooier", "degene die misbruik van je maakt"),
    Better(r"prostitut?ie\w*|prostituees?", "prostitutie", "seks voor geld, wat jij niet wilde"),
    Better(r"hoer\w*|slet\w*", "hoer, slet", "niets: schrijf dit niet"),
    Better(r"weggelopen|weglo(?:op|per|pen)\w*", "weglopen", "je was even niet op de groep"),
    Better(r"grensoverschrijdend\w*", "grensoverschrijdend", "wat te ver ging"),
    Better(r"problematiek|problematisch\w*", "problematiek", "wat moeilijk is"),
    Better(r"cliënt\w*|pupil\w*", "cliënt, pupil", "jij"),
    Better(r"casus\w*|casuïstiek", "casus", "wij praten over jou"),
    Better(r"ketenpartners?", "ketenpartner", "de naam van de organisatie"),
    Better(r"ondertoezichtstelling|ots", "OTS", "er kijkt een jeugdbeschermer mee"),
    Better(r"interventie\w*", "interventie", "hulp"),
    Better(r"gedragsproblemen", "gedragsproblemen", "wat moeilijk gaat"),
)


@dataclass(frozen=True, slots=True)
class Hints:
    """Words to say otherwise, and how many sentences are long."""

    words: tuple[Better, ...]
    long_sentences: int


def hints(text: str) -> Hints:
    """Say what could be put in plainer or kinder words."""
    read = text.lower()
    found = tuple(better for better in WORDS if re.search(rf"\b(?:{better.pattern})\b", read))
    return Hints(found, sum(1 for sentence in _sentences(text) if len(sentence.split()) > LONGEST_SENTENCE))


def _sentences(text: str) -> list[str]:
    return re.split(r"[.!?\n]+", text)
