"""Which periods a report can be about, and what of a count may be told. PURE.

A count below ten is hidden together with what would give it away (``cases.small_cells``), and what is told is
rounded to fives: what two reports that overlap differ by says little about one child. Ten is feature I6;
fives and whole quarters are a design choice, no source prescribes them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from cases.small_cells import LEAST, to_hide

FIVES = 5
YEARS_BACK = 5


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year, or its first whole quarters. ``until`` (a local day) is the first day outside it."""

    year: int
    until: date

    @property
    def since(self) -> date:
        """Give its first local day."""
        return date(self.year, 1, 1)

    @property
    def quarters(self) -> int:
        """Tell how many quarters it has, 1 to 4."""
        return 4 if self.until.year > self.year else (self.until.month - 1) // 3

    @property
    def code(self) -> str:
        """Give it as it stands in a form: 2026-4."""
        return f"{self.year}-{self.quarters}"


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of a whole and its parts; None is hidden."""

    total: int | None
    parts: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Middle:
    """What half of a number of durations took at most; None when there are too few to tell."""

    middle: float | None
    count: int | None


def periods(today: date) -> tuple[Period, ...]:
    """Give the periods that are over on a local day, the newest first: quarters of this year, and years."""
    first_of_quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    running = [Period(today.year, first_of_quarter)] if first_of_quarter.month > 1 else []
    years = [
        Period(year, date(year + 1, 1, 1)) for year in range(today.year - 1, today.year - 1 - YEARS_BACK, -1)
    ]
    return (*running, *years)


def told(counts: Mapping[str, int]) -> Told:
    """Give what may be told of the parts of a whole that do not overlap."""
    hidden = to_hide(counts)
    total = sum(counts.values())
    return Told(
        total=rounded(total) if total >= LEAST else None,
        parts={name: None if name in hidden else rounded(count) for name, count in counts.items()},
    )


def middle(durations: Iterable[float]) -> Middle:
    """Give the median of durations, when there are enough to tell."""
    found = list(durations)
    if len(found) < LEAST:
        return Middle(None, None)
    return Middle(round(median(found), 1), rounded(len(found)))


def rounded(count: int) -> int:
    """Give the multiple of five that lies nearest to a count."""
    return (count + FIVES // 2) // FIVES * FIVES
