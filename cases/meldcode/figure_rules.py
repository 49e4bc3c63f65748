"""How long the steps take and how often a weighing is on record, without pointing at a child.

A number about fewer than ten tracks is hidden, and so is what would give it away by subtraction
(``cases.small_cells``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from cases.meldcode.step_rules import Step
from cases.small_cells import LEAST, to_hide


@dataclass(frozen=True, slots=True)
class Walk:
    """One track: whose it is, whether a weighing is on record, and per done step the days since its start."""

    organisation: str
    is_weighed: bool
    days: Mapping[Step, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be told about one organisation, or about all; None is hidden."""

    tracks: int | None
    medians: tuple[float | None, ...] = (None,) * len(Step)
    weighed: int | None = None  # whole per cent


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure for all visible tracks, and one per organisation."""

    total: Figure
    organisations: dict[str, Figure]


HIDDEN = Figure(None)


def figures(walks: Iterable[Walk]) -> Figures:
    """Give the medians and shares that may be told about these tracks."""
    by_organisation: dict[str, list[Walk]] = {}
    for walk in walks:
        by_organisation.setdefault(walk.organisation, []).append(walk)
    hidden = to_hide({name: len(found) for name, found in by_organisation.items()})
    told = {name: HIDDEN if name in hidden else _figure(found) for name, found in by_organisation.items()}
    return Figures(_total(by_organisation, told), told)


def _total(by_organisation: Mapping[str, list[Walk]], told: Mapping[str, Figure]) -> Figure:
    every = [walk for found in by_organisation.values() for walk in found]
    if len(every) < LEAST:
        return HIDDEN
    figure = _figure(every)
    rest = [walk for name, found in by_organisation.items() if told[name].weighed is None for walk in found]
    if rest and not _may_tell(rest):
        return Figure(figure.tracks, figure.medians)
    return figure


def _figure(walks: list[Walk]) -> Figure:
    share = round(100 * _weighed(walks) / len(walks)) if _may_tell(walks) else None
    return Figure(len(walks), tuple(_median(walks, step) for step in Step), share)


def _median(walks: list[Walk], step: Step) -> float | None:
    days = [walk.days[step] for walk in walks if step in walk.days]
    return float(median(days)) if len(days) >= LEAST else None


def _may_tell(walks: list[Walk]) -> bool:
    """Tell whether neither those with a weighing nor those without are a small group."""
    weighed = _weighed(walks)
    return all(count == 0 or count >= LEAST for count in (weighed, len(walks) - weighed))


def _weighed(walks: list[Walk]) -> int:
    return sum(walk.is_weighed for walk in walks)
