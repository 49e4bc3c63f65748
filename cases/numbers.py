"""Human numbers that do not tell how many there are: ``S-26-7K3QF``.

Drawn at random from letters and digits that cannot be mistaken for one another when read
out over the phone. The database's unique constraint has the last word.
"""

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "2346789ACDEFGHJKMNPQRTVWXY"  # no 0/O, 1/I/L, 5/S, 8/B, U/V pairs read out wrong
PATTERN = r"[A-Z]-\d\d-[0-9A-Z]{5,7}"

_system = secrets.SystemRandom()
_source: ContextVar[random.Random] = ContextVar("number_source", default=_system)


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Draw numbers from a seeded source, so that the demo region is the same each time."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def draw_many(prefix: str, year: int, count: int, taken: Callable[[set[str]], set[str]]) -> list[str]:
    """Draw free numbers, all different; ``taken`` tells which of some exist."""
    found: dict[str, None] = {}
    while len(found) < count:
        new = {draw(prefix, year, found.__contains__): None for _ in range(count - len(found))}
        for number in taken(set(new)):
            del new[number]
        found.update(new)
    return list(found)


def draw(prefix: str, year: int, taken: Callable[[str], bool]) -> str:
    """Draw a free number such as ``C-26-7K3QF``; ``taken`` tells whether one exists."""
    while True:
        number = f"{prefix}-{year % 100:02d}-" + "".join(_source.get().choices(ALPHABET, k=5))
        if not taken(number):
            return number


def draw_pseudonym(year: int, taken: Callable[[str], bool]) -> str:
    """Draw a free pseudonym such as ``Jongere 26-0174``; gets longer when a year is crowded."""
    digits = 3
    for attempt in range(1, 10_000):
        if attempt % 20 == 0:
            digits += 1
        pseudonym = f"Jongere {year % 100:02d}-{_source.get().randrange(10**digits):0{digits}d}"
        if not taken(pseudonym):
            return pseudonym
    raise RuntimeError("no free pseudonym")


def draw_password() -> str:
    """Draw a password that can be written down: five groups of five of 26 letters and digits.

    That is 117 bits, because a ZIP makes trying passwords cheap.
    """
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(5)) for _group in range(5))
