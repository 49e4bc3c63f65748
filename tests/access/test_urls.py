"""Every address of the site × every member of the cast: what each of them gets.

That every address has a row is asked in ``test_addresses``. 302 for somebody who is not
logged in leads to the login; 404 hides that something exists; 403 is for people who may know.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.access.route_rows import CAST, LIBRARY, PUBLIC, ROWS
from tests.access.routes import address, table
from tests.cast import Region

#: Reading writes these: the ledger's line, the session's last use.
READING_WRITES = {"LedgerLine", "Session", "UserSession"}


def state() -> dict[str, int]:
    """Count every table that reading does not write."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ not in READING_WRITES
    }


@pytest.fixture
def things(everything: dict[str, Any], region: Region) -> Iterator[dict[str, Any]]:
    """Give one of everything, and look afterwards that nothing was added or lost."""
    before = state()
    yield everything
    assert state() == before


def test_nobody_gets_anything_but_the_login(
    things: dict[str, Any], region: Region, time_machine: Any
) -> None:
    time_machine.move_to(region.now, tick=False)  # an invitation does not count for ever
    client, wrong = Client(), []
    for route in table(ROWS):
        answer, expected = client.get(address(route, things)), PUBLIC.get(route, 302)
        leads_to_login = answer.status_code != 302 or answer.url.startswith("/account/login/")
        if answer.status_code != expected or not leads_to_login:
            wrong.append(f"{route}: {answer.status_code}, not {expected}")
    assert wrong == []


@pytest.mark.parametrize("name", CAST)
def test_everybody_gets_what_their_row_says_and_reading_changes_nothing(
    name: str, things: dict[str, Any], log_in: Callable[[str], Client]
) -> None:
    client, wrong = log_in(name), []
    for route, statuses in table(ROWS).items():
        expected = statuses[CAST.index(name)]
        got = client.get(address(route, things)).status_code
        if got != expected:
            wrong.append(f"{route}: {got}, not {expected}")
    assert wrong == []


@pytest.mark.ignore_template_errors  # the library's own templates ask for what may be absent
def test_pages_of_the_login_library_answer_as_they_did(
    things: dict[str, Any], log_in: Callable[[str], Client]
) -> None:
    nobody, anna, wrong = Client(), log_in("anna"), []
    for route, expected in table(LIBRARY).items():
        got = [client.get(address(route, things)).status_code for client in (nobody, anna)]
        if got != expected:
            wrong.append(f"{route}: {got}, not {expected}")
    assert wrong == []


@pytest.mark.parametrize("name", ["anna", "bram", "farid", "iris", "joost"])
def test_without_the_protection_key_a_post_changes_nothing(
    name: str, things: dict[str, Any], region: Region, time_machine: Any
) -> None:
    time_machine.move_to(region.now, tick=False)
    client = Client(enforce_csrf_checks=True)
    client.force_login(region.people[name])
    for route in table(ROWS):
        answer = client.post(address(route, things), {"text": "x", "reason": "x"})
        assert answer.status_code in {302, 403, 404, 405}, route
