"""The polite lock: how long a session lasts, and what was typed comes back to who typed it only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.audit.models import LedgerLine
from tests.cast import PASSWORD, Region
from zorgtafel import forms

LogIn = Callable[[str], Client]
PAGE = "/signals/new/"
STORY = "Zij stapte in een grijze auto."


def typed(client: Client) -> dict[str, str]:
    """Give what somebody has typed on the page of a new signal."""
    form = client.get(PAGE).context["form"]
    return {"observation": STORY, "typed_by": form["typed_by"].value(), "lock_path": PAGE}


def log_in_again(client: Client, name: str) -> Any:
    """Fill in the login form of the locked window."""
    sent = {"login": f"{name}@demo.zorgtafel.example", "password": PASSWORD, "next": PAGE}
    return client.post("/account/login/", sent)


def left(client: Client, **headers: str) -> int:
    """Ask how long the session lasts."""
    return client.get("/account/alive/", headers=headers).json()["left"]


def test_bram_is_locked_and_finds_what_he_typed(region: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    sent, key = typed(bram), bram.session.session_key
    answer = bram.post("/account/lock/", sent)
    assert answer.url == "/account/login/?next=%2Fsignals%2Fnew%2F"
    assert not Session.objects.filter(session_key=key).exists(), "over, on the server"
    assert bram.get(PAGE).status_code == 302
    assert "bewaard" in bram.get(answer.url).content.decode()
    assert STORY not in bram.get(answer.url).content.decode()
    assert LedgerLine.objects.filter(event="sign_in.ended", user_id=region.bram.pk).exists()
    assert log_in_again(bram, "bram").url == PAGE
    assert bram.get(PAGE).context["form"]["observation"].value() == STORY
    assert bram.get(PAGE).context["form"]["observation"].value() != STORY, "once"


def test_chris_at_the_same_screen_sees_nothing_of_it(region: Region, log_in: LogIn) -> None:
    window = log_in("bram")
    window.post("/account/lock/", typed(window))
    log_in_again(window, "chris")
    assert STORY not in window.get(PAGE).content.decode()
    assert forms.KEPT not in window.session


def test_a_session_that_ended_already_keeps_it_too(region: Region, log_in: LogIn, time_machine: Any) -> None:
    bram = log_in("bram")
    sent = typed(bram)
    time_machine.move_to(region.now + timedelta(minutes=31), tick=False)
    assert bram.post("/account/lock/", sent).status_code == 302
    log_in_again(bram, "bram")
    assert bram.get(PAGE).context["form"]["observation"].value() == STORY


def test_what_nobody_signed_for_is_not_kept(region: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    bram.post("/account/lock/", {**typed(bram), "typed_by": "forged"})
    log_in_again(bram, "bram")
    assert bram.get(PAGE).context["form"]["observation"].value() != STORY


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", "", "x"]
)
def test_the_lock_leads_to_no_other_site(log_in: LogIn, path: str) -> None:
    answer = log_in("bram").post("/account/lock/", {"lock_path": path})
    assert answer.url == "/account/login/?next=%2F"


def test_only_a_person_makes_it_last(region: Region, log_in: LogIn, time_machine: Any) -> None:
    bram = log_in("bram")
    assert left(bram) == 30 * 60
    time_machine.move_to(region.now + timedelta(minutes=20), tick=False)
    assert left(bram, **{"x-background": "1"}) == 10 * 60
    assert left(bram) == 30 * 60
    time_machine.move_to(region.now + timedelta(minutes=51), tick=False)
    assert left(bram) == 0


def test_it_never_lasts_longer_than_twelve_hours(region: Region, log_in: LogIn, time_machine: Any) -> None:
    bram = log_in("bram")
    for quarter in range(12 * 4):
        time_machine.move_to(region.now + timedelta(minutes=15 * quarter), tick=False)
        bram.get("/account/alive/")
    assert left(bram) == 15 * 60


def test_nobody_has_no_time_left() -> None:
    assert left(Client()) == 0


def test_the_page_carries_the_warning_and_the_end(log_in: LogIn) -> None:
    page = log_in("bram").get("/").content.decode()
    assert 'data-idle="1800"' in page
    assert 'aria-live="polite"' in page
