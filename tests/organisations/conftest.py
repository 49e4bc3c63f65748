"""The cast of organisations: beside the standing cast, Olga administers the school."""

from datetime import datetime

import pytest

from organisations import membership
from organisations.models import User
from organisations.roles import Role
from tests.cast import FOUNDER, PASSWORD, Region


def join(region: Region, name: str, home: str, role: Role, *, now: datetime | None = None) -> User:
    """Let somebody new work at an organisation, and give the person a place in the cast."""
    user = User.objects.create_user(f"{name}@demo.zorgtafel.example", name.capitalize(), PASSWORD)
    organisation = region.organisations[home]
    membership.start(actor=FOUNDER, user=user, organisation=organisation, role=role, now=now or region.now)
    region.people[name] = user
    return user


@pytest.fixture
def olga(region: Region) -> User:
    """Give Olga, who administers the school."""
    return join(region, "olga", "school", Role.ORGANISATION_ADMIN)
