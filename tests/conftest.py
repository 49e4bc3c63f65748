"""What holds for every test: no network, no leftovers in the cache, fast passwords, compiled catalogues."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from hypothesis import settings as hypothesis_settings

from organisations import prepared
from tests.cast import Region, found_region, prove, standing_region
from zorgtafel.translations import compile_stale

pytest_plugins = [
    "tests.fixtures_database",
    "tests.fixtures_lasting",
    "tests.fixtures_frozen",
    "tests.fixtures_services",
    "tests.fixtures_gateway",
    "tests.fixtures_push",
]

_connect = socket.socket.connect

# How busy the machine is says nothing about a rule. Here: a module may be read before its folder's own file.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the settings that only tests have."""
    # Playwright keeps an event loop in the test's thread; the tests' own queries stay ordinary ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    PBKDF2PasswordHasher.iterations = 1  # quick, and the web server of a journey can still check it
    for folder in settings.LOCALE_PATHS:
        compile_stale(Path(folder))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    monkeypatch.setattr(socket.socket, "connect", _connect_here)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Forget rate limits between tests."""
    cache.clear()
    yield
    cache.clear()


def _connect_here(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
        raise OSError(f"a test may not reach {address[0]}")
    _connect(self, address)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Found the region once; every test starts from it and leaves it as it was."""
    with django_db_blocker.unblock():
        found_region()


@pytest.fixture
def region(db: None) -> Region:
    """Give the region with its organisations, people, covenant and roster."""
    return standing_region() or found_region()  # a test with real transactions may have swept it away


@pytest.fixture
def log_in(region: Region, time_machine: Any) -> Callable[[str], Client]:
    """Log a member of the cast in, on the region's own Tuesday morning: ``log_in("anna").get("/")``."""
    time_machine.move_to(region.now, tick=False)

    def as_person(name: str) -> Client:
        client = Client()
        client.force_login(region.people[name])
        prove(client, region.people[name], region.now.timestamp())
        return client

    return as_person


@pytest.fixture
def spelled_anew() -> Iterator[None]:
    """Let a test change how many rows a question asks for, and let no other test ask it like that."""
    prepared.forget()
    yield
    prepared.forget()
