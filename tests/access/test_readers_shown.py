"""Whoever writes in a case sees before saving who will read it: every form with room for words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.access.addresses import one_of_everything
from tests.access.route_rows import ROWS
from tests.access.routes import address, table
from tests.cast import Region

#: Addresses about one case; a form of any of these is walked, also one that is made tomorrow.
OF_A_CASE = (
    "cases/<str:number>/",
    "missing/<str:number>/",
    "meetings/<str:number>/items/<int:pk>/",
    "meetings/<str:number>/live/",
)
#: What is decided about access is read by whoever decides about access, and stands on the page Sharing.
NOT_IN_A_PART = {
    "cases/<str:number>/sharing/<int:pk>/end/",
    "cases/<str:number>/sharing/seal/",
    "cases/<str:number>/sharing/unseal/",
    "cases/<str:number>/sharing/blocks/new/",
    "cases/<str:number>/sharing/blocks/organisation/",
    "cases/<str:number>/rights/shieldings/new/",
    "cases/<str:number>/sharing/emergencies/<int:pk>/",
}
FORM = re.compile(r'<form class="form" method="post".*?</form>', re.S)
WORDS = re.compile(r'<textarea|<input[^>]*type="text"')
READERS = re.compile(r'class="readers"|id="readers-')


def forms_with_words(page: str) -> list[str]:
    """Give the forms of a page in which something can be written."""
    return [form for form in FORM.findall(page) if WORDS.search(form)]


def walked(region: Region, log_in: Callable[[str], Client]) -> dict[str, list[tuple[bool, str]]]:
    """Give, per address with a form to write in, whether each person who gets it sees the readers."""
    things: dict[str, Any] = one_of_everything(region)
    found: dict[str, list[tuple[bool, str]]] = {}
    for name in ("anna", "bram", "farid", "hugo", "iris"):
        client = log_in(name)
        for route in table(ROWS):
            if not route.startswith(OF_A_CASE):
                continue
            answer = client.get(address(route, things))
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = answer.content.decode() if answer.status_code == 200 and is_page else ""
            if forms_with_words(page):
                found.setdefault(route, []).append((bool(READERS.search(page)), name))
    return found


@pytest.fixture
def forms(region: Region, log_in: Callable[[str], Client]) -> dict[str, list[tuple[bool, str]]]:
    """Walk once through every form of a case."""
    return walked(region, log_in)


def test_every_form_to_write_in_shows_its_readers(forms: dict[str, list[tuple[bool, str]]]) -> None:
    blind = [
        (route, name)
        for route, seen in forms.items()
        for shows, name in seen
        if not shows and route not in NOT_IN_A_PART
    ]
    assert blind == []
    assert len(forms) > 25
    assert NOT_IN_A_PART - set(forms) == set()  # an exception that is not needed any more must go


def test_a_form_without_readers_would_be_caught() -> None:
    page = '<form class="form" method="post"><textarea name="text"></textarea></form>'
    assert forms_with_words(page)
    assert not READERS.search(page)
