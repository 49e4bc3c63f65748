"""The case that tests start from is put back row by row; it opens the same doors as one just made."""

from cases.access import gate
from cases.casefile.models import Case
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from tests.cast import PEOPLE, Region, full_table
from tests.fixtures_frozen import Frozen


def doors(case: Case, region: Region) -> dict[str, frozenset[Compartment]]:
    """Give what each of the cast reads of a case."""
    found = {}
    for name in PEOPLE:
        try:
            found[name] = gate.open_case(region.actor(name), case.number, now=region.now).access.readable
        except AccessDenied:
            found[name] = frozenset()
    return found


def test_what_is_put_back_is_what_the_acts_leave(region: Region, frozen_table: Frozen) -> None:
    assert frozen_table.fits()
    counted = {model: model._base_manager.count() for model in frozen_table.added}
    thawed = frozen_table.thaw()
    put_back = {model: model._base_manager.count() - before for model, before in counted.items()}
    assert not frozen_table.fits()
    made = full_table(region)
    acted = {model: model._base_manager.count() - before for model, before in counted.items()}
    assert {model: acted[model] - put_back[model] for model in counted} == put_back
    assert doors(thawed, region) == doors(made, region)
    assert doors(made, region)["bram"] > {Compartment.CORE}
