"""An empty database of its own: the region of the other tests would be in the demo's way."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from cases.management.commands import demo
from tests.cast import NOW
from tests.fixtures_database import sqlite_template

SMALL = {"now": NOW, "seed": 7, "young_people": 6, "months": 3}


@contextmanager
def empty_database(path: Path) -> Iterator[None]:
    """Let the default connection lead to a migrated, empty database."""
    shutil.copyfile(sqlite_template(), path)
    usual = connections["default"]
    fresh = usual.copy()
    fresh.settings_dict["NAME"] = str(path)
    connections["default"] = fresh
    _know_content_types()
    try:
        yield
    finally:
        fresh.close()
        connections["default"] = usual
        _know_content_types()


def _know_content_types() -> None:
    """Look the content types up anew: after a test that commits they have other ids than elsewhere."""
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(scope="session")
def elsewhere(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Callable[[str], Any]:
    """Give a way to work in an empty database."""

    @contextmanager
    def enter(name: str) -> Iterator[None]:
        with django_db_blocker.unblock(), empty_database(tmp_path_factory.mktemp("demo") / name):
            yield

    return enter


@pytest.fixture(scope="module")
def synthetic(elsewhere: Callable[[str], Any]) -> Iterator[None]:
    """Make a small synthetic region and stay in its database for the tests of one module."""
    settings.ZORGTAFEL_TRIAL, usual = True, settings.ZORGTAFEL_TRIAL
    with elsewhere("region.sqlite3"):
        demo.make(**SMALL)
        yield
    settings.ZORGTAFEL_TRIAL = usual
