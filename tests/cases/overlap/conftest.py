"""Two cases about one girl, in two organisations that know nothing of each other."""

import pytest

from cases.casefile.models import Case
from organisations.roles import Role
from tests.cases.overlap.test_overlap import starts, work
from tests.cast import Region, open_case
from tests.organisations.conftest import join


@pytest.fixture
def both(region: Region) -> tuple[Case, Case]:
    """Give Anna's case and Wim's, about the same girl, compared."""
    join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
    join(region, "wies", "elsewhere", Role.CARE_COORDINATOR)
    ours, theirs = open_case(region), starts(region)
    work(region)
    return ours, theirs
