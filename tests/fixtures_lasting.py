"""What is made once for the tests of a module (one of everything, the world of access).

It stands in a transaction that stays open until the last test; each test is a savepoint within it. Not for a
test that commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from cases.casefile.models import Case
from tests.access.addresses import one_of_everything
from tests.access.world import made
from tests.cast import Region, found_region, standing_region


@pytest.fixture(scope="module")
def lasting_region(django_db_setup: None, django_db_blocker: Any) -> Iterator[Region]:
    """Give the region, in a transaction around all tests of a module; use it only to make things in."""
    with django_db_blocker.unblock(), together():
        yield standing_region() or found_region()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everything(lasting_region: Region) -> dict[str, Any]:
    """Give what the placeholders in addresses stand for (see ``one_of_everything``), for a whole module."""
    found = one_of_everything(lasting_region)
    cache.clear()
    return found


@pytest.fixture(scope="module")
def standing_world(lasting_region: Region) -> dict[str, int]:
    """Give the ids of the cases of ``tests.access.world``, for a whole module."""
    return {label: case.pk for label, case in made(lasting_region).items()}


@pytest.fixture
def world(standing_world: dict[str, int], region: Region) -> dict[str, Case]:
    """Give the cases of ``tests.access.world`` as they stand, by what is particular about each."""
    found = Case.objects.in_bulk(standing_world.values())
    return {label: found[pk] for label, pk in standing_world.items()}


@contextmanager
def together() -> Iterator[None]:
    """Let acts run in one transaction, as Django's own test cases do, also those that must be outermost."""
    around = transaction.atomic()
    around._from_testcase = True
    with around:
        yield
