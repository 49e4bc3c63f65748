"""Which desk a signal goes to: agreements of the region by municipality, age and form. PURE.

Regions divide the work of their desks by place and by age (one region until 23 and from 23 on:
https://www.wegwijzermensenhandel.nl/Zorgcoordinatoren/Zorgcoordinatoren.aspx). So the agreements are rows
that people keep, and here stands only how they are read: the one that says most wins, in an order that is a
choice of ours; when none fits, a person chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a signal. ``municipality`` is folded, empty when unknown; ``age`` in whole years."""

    municipality: str
    age: int | None
    form: str


@dataclass(frozen=True, slots=True)
class Route:
    """One agreement; what is empty holds for all. ``age_until`` is the first age outside it."""

    key: int
    municipality: str = ""
    age_from: int | None = None
    age_until: int | None = None
    form: str = ""

    @property
    def says(self) -> tuple[bool, bool, bool]:
        """Tell of what it speaks: place before age, age before form."""
        return bool(self.municipality), self.has_age, bool(self.form)

    @property
    def has_age(self) -> bool:
        """Tell whether it speaks of age."""
        return self.age_from is not None or self.age_until is not None


def fits(route: Route, facts: Facts) -> bool:
    """Tell whether an agreement holds for a signal; of an unknown age none that speaks of age does."""
    if route.municipality and route.municipality != facts.municipality:
        return False
    if route.form and route.form != facts.form:
        return False
    if not route.has_age:
        return True
    if facts.age is None:
        return False
    return (route.age_from or 0) <= facts.age and (route.age_until is None or facts.age < route.age_until)


def chosen(routes: Iterable[Route], facts: Facts) -> Route | None:
    """Give the agreement that says most about a signal; of two that say as much, the oldest."""
    found = [route for route in routes if fits(route, facts)]
    return max(found, key=lambda route: (sum(route.says), route.says, -route.key), default=None)


def is_empty_range(age_from: int | None, age_until: int | None) -> bool:
    """Tell whether no age lies between the two."""
    return age_from is not None and age_until is not None and age_from >= age_until
