"""For "now" the time machine says what the gate says: every member of the cast × every case × every twist."""

import pytest

from cases.casefile.models import Case
from organisations.compartments import Compartment
from tests.access.test_parity import doors
from tests.access.world import TWISTS
from tests.cases.audit.machine.test_machine import looked
from tests.cast import ORGANISATIONS, PEOPLE, Region


@pytest.mark.parametrize("twist", TWISTS)
def test_for_now_the_answer_is_the_gates_for_everybody_and_every_case(
    region: Region, world: dict[str, Case], twist: str
) -> None:
    TWISTS[twist](region)
    opened = {key: doors(region.actor(key), world, region) for key in PEOPLE}
    for home in ORGANISATIONS:
        for label, case in world.items():
            seen = {found.user_id: found.readable for found in looked(region, home, case, region.now).seats}
            for key in (key for key, (place, _role) in PEOPLE.items() if place == home):
                may = {part for part in Compartment if label in opened[key][part]}
                assert seen.get(region.people[key].pk, frozenset()) == may, (label, key)
