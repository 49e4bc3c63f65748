"""What happens to each of the hundred: from the first signal on, as far as the present."""

import random

from cases.demo import (
    children,
    codes,
    confirming,
    contacts,
    counting,
    disappearances,
    drills,
    meetings,
    reports,
    standing,
    table,
)
from cases.demo.children import Child
from cases.demo.clock import HERE, Story
from cases.demo.region import Region
from cases.demo.tale import COLLEAGUES, Tale

#: Coordinator and deputy take turns; Anna keeps what the walk needs her for.
PAIRS = (("anna", "arno"), ("arno", "eva"), ("eva", "anna"))
FOLLOWS_MELDCODE = 0.7
SECOND_REPORTERS = ("fatima", "boris", "mo", "kaat")


def all_of(region: Region, *, seed: int, count: int, months: int) -> list[Story]:
    """Give every story of the region. Each draws from its own source of chance, so that a change to
    one of them leaves the others as they were."""

    def tell(child: Child, number: int) -> Tale:
        coordinator, deputy = PAIRS[number % len(PAIRS)] if number < 1000 else PAIRS[0]
        return Tale(
            region=region,
            child=child,
            rng=random.Random(f"story {seed} {number}"),
            at=child.begins_at,
            coordinator=coordinator,
            deputy=deputy,
        )

    today = region.now.astimezone(HERE).date()
    chance = random.Random(f"children {seed}")
    invented = children.invent(chance, count=count, months=months, today=today)
    return [
        *(_story(tell(child, number)) for number, child in enumerate(invented)),
        *standing.all_of(region, tell),
        *meetings.every_month(region, seed=seed, months=months),
        confirming.every_fortnight(region, months=months),
        drills.every_month(region, seed=seed, months=months),
        counting.every_quarter(region, months=months),
    ]


def _story(tale: Tale) -> Story:
    yield tale.at
    if not tale.child.becomes_case:
        yield from reports.to_nothing(tale)
        return
    yield from reports.to_a_case(tale)
    yield from table.forms(tale)
    yield from _what_is_special(tale)
    yield from table.goes_on(tale)
    if tale.chance(0.6):
        yield from table.closes(tale)


def _what_is_special(tale: Tale) -> Story:
    """Let happen what belongs to this young person: a Meldcode, police, running off, a second report."""
    reporter = tale.child.reporter
    if tale.reporter_home() in codes.PROFILES and _is_named(tale, reporter) and tale.chance(FOLLOWS_MELDCODE):
        yield tale.works(1, 10)
        yield from codes.is_followed(tale, reporter)
    if reporter in COLLEAGUES["police"][1]:
        yield from contacts.come_in(tale, reporter)
    if tale.child.runs_off:
        yield from disappearances.runs_off(tale)
    if tale.child.reported_twice:
        others = [person for person in SECOND_REPORTERS if person != reporter]
        yield from reports.again(tale, tale.rng.choice(others))


def _is_named(tale: Tale, person: str) -> bool:
    return person in COLLEAGUES[tale.reporter_home()][1]
