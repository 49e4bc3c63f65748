"""Where one is logged in: see it, end it, and never end somebody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from organisations.acting import SESSION_KEY
from tests.cast import PASSWORD, Region
from zorgtafel.sessions import UNKNOWN, device_of

LogIn = Callable[[str], Client]
PATH = "/account/sessions/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604.1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/130 Safari/537 Edg/130"


@pytest.fixture
def devices(region: Region, time_machine: Any) -> dict[str, Client]:
    """Let Anna log in on a phone and at a desk, and Bram at his."""
    time_machine.move_to(region.now, tick=False)
    made = {}
    for key, name, agent in (("phone", "anna", IPHONE), ("desk", "anna", WINDOWS), ("bram", "bram", WINDOWS)):
        made[key] = Client(headers={"user-agent": agent})
        sent = {"login": f"{name}@demo.zorgtafel.example", "password": PASSWORD}
        assert made[key].post("/account/login/", sent).status_code == 302
        assert made[key].get("/").status_code == 200
    return made


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (IPHONE, "iPhone, Safari"),
        (WINDOWS, "Windows, Edge"),
        ("", UNKNOWN),
        ("<script>alert(1)</script>", UNKNOWN),
        ("x" * 10_000, UNKNOWN),
    ],
)
def test_a_device_is_one_of_a_short_list(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_anna_sees_her_devices_and_only_hers(devices: dict[str, Client]) -> None:
    shown = devices["phone"].get(PATH).context["sessions"]
    assert [(one.device, one.is_current) for one in shown] == [
        ("iPhone, Safari", True),
        ("Windows, Edge", False),
    ]
    assert {one.place for one in shown} == {"127.0.0.1"}


def test_she_ends_the_desk_from_her_phone(devices: dict[str, Client], region: Region) -> None:
    desk = devices["phone"].get(PATH).context["sessions"][1]
    assert devices["phone"].post(PATH, {"session": desk.pk}).url == PATH
    assert devices["desk"].get("/").status_code == 302
    assert devices["phone"].get("/").status_code == 200
    line = LedgerLine.objects.get(event="session.ended_elsewhere")
    assert (line.user_id, line.detail) == (region.anna.pk, {"ended": 1})


def test_she_ends_all_others(devices: dict[str, Client]) -> None:
    devices["desk"].post(PATH)
    assert devices["phone"].get("/").status_code == 302
    assert devices["desk"].get("/").status_code == 200
    assert devices["bram"].get("/").status_code == 200


@pytest.mark.parametrize("chosen", ["0", "x", "9" * 40, "-1", "１"])
def test_nobody_ends_what_is_not_theirs(devices: dict[str, Client], chosen: str) -> None:
    theirs = devices["bram"].get(PATH).context["sessions"][0]
    for sent in (chosen, str(theirs.pk)):
        assert devices["phone"].post(PATH, {"session": sent}).status_code == 302
    assert all(client.get("/").status_code == 200 for client in devices.values())


def test_a_new_password_ends_the_others_and_keeps_this_one(
    devices: dict[str, Client], region: Region
) -> None:
    new = "een-heel-ander-wachtwoord-2"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert devices["desk"].post("/account/password/change/", sent).status_code == 302
    assert devices["desk"].get("/").status_code == 200
    assert devices["phone"].get("/").status_code == 302
    assert LedgerLine.objects.filter(event="login.password_changed", user_id=region.anna.pk).exists()


@pytest.mark.parametrize("forged", ["desk", "nobody", "text"])
def test_an_organisation_written_into_the_session_by_hand_changes_nothing(
    region: Region, log_in: LogIn, forged: str
) -> None:
    client = log_in("bram")
    session = client.session
    session[SESSION_KEY] = {"desk": region.desk.pk, "nobody": 10**9, "text": "x"}[forged]
    session.save()
    actor = client.get("/").wsgi_request.actor
    assert (actor.organisation, actor.role) == (region.school, "professional")


def test_a_user_agent_of_ten_kilobytes_is_no_trouble(region: Region, time_machine: Any) -> None:
    time_machine.move_to(region.now, tick=False)
    client = Client(headers={"user-agent": "x" * 10_240})
    sent = {"login": "anna@demo.zorgtafel.example", "password": PASSWORD}
    assert client.post("/account/login/", sent).status_code == 302
    assert client.get(PATH).status_code == 200
