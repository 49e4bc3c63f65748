"""How many readings to draw, which ones, and how sure that makes the table.

PURE. Lines are drawn without putting back, so the hypergeometric distribution is exact; for a large
population and nothing found it comes close to the "rule of three" (3/n at 95 %), Hanley & Lippman-Hand,
JAMA 1983, https://en.wikipedia.org/wiki/Rule_of_three_(statistics).
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb, exp, lgamma

#: Counts below this are not shown outside, for they point at somebody (as statistics offices do).
SMALL = 10
#: Up to so many readings every count is exact to the last digit.
EXACT_UP_TO = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """With this confidence (0 to 1), at most this share (0 to 1) is not in order when nothing is found."""

    confidence: float = 0.95
    share: float = 0.05


USUAL_WISH = Wish()


def sample_size(population: int, wish: Wish = USUAL_WISH) -> int:
    """Give how many to draw, so that finding nothing says what was wished; never more than there are.

    Raises: ValueError for a negative population or a wish that nobody can fulfil.
    """
    if population < 0 or not 0 < wish.confidence < 1 or not 0 < wish.share < 1:
        raise ValueError("a population and a share and confidence between 0 and 1 are needed")
    low, high = 0, population
    while low < high:
        middle = (low + high) // 2
        if upper_bound(population, middle, 0, wish.confidence) <= wish.share * population:
            high = middle
        else:
            low = middle + 1
    return low


def upper_bound(population: int, sample: int, found: int, confidence: float) -> int:
    """Give the largest number of lines not in order that still fits what was found, at this confidence.

    Exact one-sided limit: the largest K for which finding so few has a chance above ``1 - confidence``.

    Raises: ValueError when more was found than drawn, or drawn than there is.
    """
    if not 0 <= found <= sample <= population:
        raise ValueError("found <= sample <= population")
    low, high = found, population - (sample - found)
    while low < high:
        middle = (low + high + 1) // 2
        if _chance_of_so_few(population, middle, sample, found) > 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def draw_order(first: int, last: int, *, seed: str) -> Iterator[int]:
    """Give every whole number from ``first`` to ``last`` once, in an order that the seed fixes.

    A shuffle that remembers only what it moved, so that a month of a million lines costs nothing.
    """
    source, moved = random.Random(seed), {}
    for end in range(last, first - 1, -1):
        place = source.randint(first, end)
        yield moved.get(place, place)
        moved[place] = moved.pop(end, end)


def shown_outside(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Give counts for a board, small ones hidden (None); nothing (0) points at nobody.

    When one alone would be hidden, the total betrays it: then the next smallest is hidden too.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALL}
    others = sorted((count, key) for key, count in counts.items() if count >= SMALL)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return {key: None if key in hidden else count for key, count in counts.items()}


def _chance_of_so_few(population: int, wrong: int, sample: int, found: int) -> float:
    """Give the chance of at most so many: in whole numbers, and by logarithms where those grow too long.

    At a million readings the logarithms are right to nine digits.
    """
    if population <= EXACT_UP_TO:
        ways = sum(comb(wrong, k) * comb(population - wrong, sample - k) for k in range(found + 1))
        return ways / comb(population, sample)
    every = _log_comb(population, sample)
    possible = range(max(0, sample - (population - wrong)), min(found, wrong) + 1)
    terms = (_log_comb(wrong, k) + _log_comb(population - wrong, sample - k) - every for k in possible)
    return sum(exp(term) for term in terms)


def _log_comb(many: int, chosen: int) -> float:
    return lgamma(many + 1) - lgamma(chosen + 1) - lgamma(many - chosen + 1)
