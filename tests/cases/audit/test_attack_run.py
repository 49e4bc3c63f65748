"""The outcome of a night's attack: kept, shown, and told to who can have it mended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit import attack_run
from cases.audit.models import AttackRun, LedgerLine
from cases.notifications.models import Delivery
from tests.cast import Region

LogIn = Callable[[str], Client]
LEAK = {"kind": "leak", "place": "cases/", "who": "professional@school", "what": "cases.YoungPerson.name"}


def kept(region: Region, *findings: dict[str, str], trouble: str = "", tried: int = 250) -> AttackRun:
    """Keep an outcome."""
    outcome: dict[str, Any] = {
        "requests": 4812,
        "people": 41,
        "tried": tried,
        "addresses": 262,
        "findings": list(findings),
        "trouble": trouble,
    }
    return attack_run.keep(outcome, started=region.now - timedelta(minutes=23), now=region.now)


def told(kind: str) -> set[str]:
    """Give who got a message of this kind in their list."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


def test_a_quiet_night_is_a_line_and_no_message(region: Region) -> None:
    run = kept(region)
    line = LedgerLine.objects.get(event="ledger.attack_finished")
    assert (line.object_id, line.detail) == (run.pk, {"requests": 4812, "leaks": 0})
    assert not Delivery.objects.exists()


def test_a_leak_is_told_to_the_auditor_and_the_keeper_without_a_name(region: Region) -> None:
    kept(region, LEAK)
    assert told("attack_leak") == {"Dina", "Joost"}
    delivery = Delivery.objects.filter(notification__kind="attack_leak").first()
    assert delivery.path == "/checkpoint/attack/"
    assert delivery.notification.number.startswith("261117-")


def test_an_attack_that_fell_is_told_and_proves_nothing(region: Region, log_in: LogIn) -> None:
    kept(region, trouble="exit 1")
    assert told("attack_failed") == {"Dina", "Joost"}
    page = log_in("dina").get("/checkpoint/attack/").content.decode()
    assert "kon niet worden afgemaakt" in page


def test_the_ledger_and_the_checkpoint_show_the_last_run(region: Region, log_in: LogIn) -> None:
    kept(region)
    for path in ("/audit/", "/checkpoint/"):
        page = log_in("dina").get(path).content.decode()
        assert "Laatste keer: 0 lekken in 4.812 verzoeken" in page, path


@pytest.mark.parametrize(("name", "sees"), [("dina", True), ("joost", True), ("gerda", False)])
def test_where_it_leaked_is_for_who_can_have_it_mended(
    name: str, sees: bool, region: Region, log_in: LogIn
) -> None:
    kept(region, LEAK)
    page = log_in(name).get("/checkpoint/attack/").content.decode()
    assert "Er was iets te zien dat niet gezien mag worden" in page
    assert ("cases.YoungPerson.name" in page) is sees


def test_who_keeps_no_checkpoint_gets_no_page(region: Region, log_in: LogIn) -> None:
    assert log_in("bram").get("/checkpoint/attack/").status_code == 403


def test_before_the_first_night_the_page_says_so(log_in: LogIn) -> None:
    assert "De eerste aanval is vannacht" in log_in("joost").get("/checkpoint/attack/").content.decode()
    assert "Nog niet gedaan" in log_in("joost").get("/checkpoint/").content.decode()


def test_the_page_says_how_much_was_tried(region: Region, log_in: LogIn) -> None:
    kept(region)
    page = log_in("dina").get("/checkpoint/attack/").content.decode()
    for told in ("4.812", "41: één voor elke rol", "250 van 262 geprobeerd", "23 minuten"):
        assert told in page


def test_a_quick_look_is_not_taken_for_the_whole(region: Region, log_in: LogIn) -> None:
    kept(region, tried=3)
    page = log_in("dina").get("/checkpoint/attack/").content.decode()
    assert "Alleen een deel is geprobeerd" in page
    assert "één voor elke rol" not in page
    assert "Er lekte niets" not in log_in("dina").get("/checkpoint/").content.decode()


def test_an_attack_of_too_long_ago_proves_nothing_any_more(
    region: Region, log_in: LogIn, time_machine: Any
) -> None:
    kept(region)

    def later(hours: int, path: str) -> str:
        region.now = now + timedelta(hours=hours)
        time_machine.move_to(region.now, tick=False)
        return log_in("dina").get(path).content.decode()

    now = region.now
    assert "Er lekte niets" in later(35, "/checkpoint/attack/")
    for path in ("/checkpoint/attack/", "/checkpoint/", "/audit/"):
        page = later(37, path)
        assert "e lang geleden" in page, path
        assert "Er lekte niets" not in page, path
