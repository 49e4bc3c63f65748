"""What happens to each of the hundred: from the first signal on, as far as the present."""

import random

from cases.casefile import case as casefile
from cases.demo import children, table
from cases.demo.children import Child
from cases.demo.clock import HERE, Story
from cases.demo.region import Region
from cases.demo.tale import Tale

PAIRS = (("anna", "arno"), ("arno", "eva"), ("eva", "anna"))


def all_of(region: Region, *, seed: int, count: int) -> list[Story]:
    """Give the stories of ``count`` young people; each draws from its own source, so that a change to
    one of them leaves the others as they were."""
    today = region.now.astimezone(HERE).date()
    invented = children.invent(random.Random(f"children {seed}"), count=count, today=today)
    return [_story(_tale(region, child, seed, number)) for number, child in enumerate(invented)]


def _tale(region: Region, child: Child, seed: int, number: int) -> Tale:
    coordinator, deputy = PAIRS[number % len(PAIRS)]
    return Tale(
        region=region,
        child=child,
        rng=random.Random(f"story {seed} {number}"),
        at=child.begins_at,
        coordinator=coordinator,
        deputy=deputy,
        number=number,
    )


def _story(tale: Tale) -> Story:
    yield tale.at
    if not tale.child.becomes_case:
        return
    yield tale.works(1, 6)
    _start(tale)
    yield from table.forms(tale)
    yield from table.goes_on(tale)
    if tale.chance(0.6):
        yield from table.closes(tale)


def _start(tale: Tale) -> None:
    child = tale.child
    opening = casefile.Opening(
        form_of_concern=child.form,
        urgency=child.urgency,
        age_band=child.age_band,
        name=child.name,
        birth_date=child.birth_date,
        municipality=child.municipality,
    )
    tale.case = casefile.start(
        actor=tale.actor(tale.coordinator), opening=opening, deputy=tale.user(tale.deputy), now=tale.at
    )
