"""In a list if and only if one may open it: every member of the cast × every case × every twist."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from cases.access import gate
from cases.casefile.models import Case
from organisations.actor import AccessDenied, Actor
from organisations.compartments import Compartment
from tests.access.world import TWISTS
from tests.cast import PEOPLE, Region

#: Eva is blocked on the whole table, however often that is made.
KEPT_FROM_EVA = {
    "the whole table",
    "sealed and unsealed",
    "Bram named and stepped back",
    "about Farid, who was named",
    "the school kept away",
}
NUMBER = re.compile(r"C-\d\d-[0-9A-Z]{5}")


def doors(actor: Actor, cases: dict[str, Case], region: Region) -> dict[Compartment, set[str]]:
    """Give, per compartment, the labels of the cases that the gate opens one by one."""
    found: dict[Compartment, set[str]] = {part: set() for part in Compartment}
    for label, case in cases.items():
        try:
            opened = gate.open_case(actor, case.number, now=region.now)
        except AccessDenied:
            continue
        for part in opened.access.readable:
            found[part].add(label)
    return found


def opens(actor: Actor, cases: dict[str, Case], region: Region) -> set[str]:
    """Give the labels of the cases that this actor can open at all."""
    return doors(actor, cases, region)[Compartment.CORE]


def labels(cases: dict[str, Case], pks: object) -> set[str]:
    """Give the labels of the cases with these ids."""
    wanted = set(pks)
    return {label for label, case in cases.items() if case.pk in wanted}


@pytest.mark.parametrize("twist", TWISTS)
def test_lists_counts_and_doors_agree_for_everybody_in_every_compartment(
    region: Region, world: dict[str, Case], twist: str
) -> None:
    TWISTS[twist](region)
    for name in PEOPLE:
        actor = region.actor(name)
        opened = doors(actor, world, region)
        for part, may_open in opened.items():
            seen = gate.visible(actor, Case.objects.all(), part, now=region.now)
            assert labels(world, seen.values_list("pk", flat=True)) == may_open, (name, part)
            assert seen.count() == len(may_open), (name, part)
        listed = list(gate.in_list_order(actor, now=region.now).values_list("case_id", flat=True))
        listed += gate.in_emergency(actor, now=region.now).values_list("pk", flat=True)
        listed += gate.in_meeting(actor, now=region.now).values_list("pk", flat=True)
        assert len(listed) == len(set(listed)), name
        assert labels(world, listed) == opened[Compartment.CORE], name


@pytest.mark.parametrize("twist", ["as it is", "the school leaves the covenant"])
def test_pages_and_search_show_what_may_be_opened_and_nothing_else(
    region: Region, world: dict[str, Case], log_in: Callable[[str], Client], twist: str
) -> None:
    TWISTS[twist](region)
    numbers = {case.number: label for label, case in world.items()}
    for name in ("anna", "bram", "chris", "eva", "hugo"):
        client, may_open = log_in(name), opens(region.actor(name), world, region)
        page = client.get("/cases/", {"status": "all"}).content.decode()
        assert {numbers[found] for found in NUMBER.findall(page)} == may_open, name
        for number, label in numbers.items():
            is_open = label in may_open
            assert (client.get(f"/cases/{number}/").status_code == 200) is is_open, (name, label)
            shown = client.post("/search/", {"q": number}).content.decode()
            assert (f"/cases/{number}/" in shown) is is_open, (name, label)


def test_the_world_has_both_sides_for_the_people_it_is_about(region: Region, world: dict[str, Case]) -> None:
    """A parity of two empty sets would prove nothing."""
    assert opens(region.actor("bram"), world, region) == {
        "the whole table",
        "about Farid, who was named",
        "the school until tomorrow",
        "Bram by emergency beside the others",
        "sealed, with Bram and Farid named",
        "sealed, with an emergency of Bram who is named",
        "sealed and unsealed",
    }
    assert opens(region.actor("chris"), world, region) == {
        "Chris by emergency",
        "Chris in a meeting that is about to start",
        "Chris in a meeting that just ended",
    }
    sealed = {label for label in world if label.startswith("sealed, ")}
    assert opens(region.actor("anna"), world, region) == set(world)
    assert opens(region.actor("eva"), world, region) == set(world) - sealed - KEPT_FROM_EVA
    for reaches_all_but_sealed in ("bea", "fenna", "gerda", "hugo", "iris"):
        assert not opens(region.actor(reaches_all_but_sealed), world, region) & sealed
    for nobody in ("dina", "joost"):
        assert opens(region.actor(nobody), world, region) == set()
