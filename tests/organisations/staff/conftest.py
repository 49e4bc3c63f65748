"""The cast of people management: Olga administers the school, Otto the police."""

import pytest

from organisations.models import User
from organisations.roles import Role
from tests.cast import Region
from tests.organisations.conftest import join


@pytest.fixture
def otto(region: Region) -> User:
    """Give Otto, who administers the police."""
    return join(region, "otto", "police", Role.ORGANISATION_ADMIN)
