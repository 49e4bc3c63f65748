"""The coverage radar as an organisation sees it: its own gaps, told once to who can fill them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.missing import coverage_reminder
from cases.notifications.models import Delivery
from organisations import coverage, roster
from organisations.history import remove, write
from organisations.models import ContactChannel, DutyShift
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]
GAP = "Gat in het dienstrooster vullen"


def told() -> list[tuple[str, str]]:
    """Give who heard of a gap, with the organisation."""
    rows = Delivery.objects.filter(notification__kind="coverage_gap", channel="inbox").order_by("id")
    return list(rows.values_list("user__name", "organisation__name"))


@pytest.fixture
def leave(region: Region) -> None:
    """Let Gerda and Gijs both be away tomorrow evening."""
    start = region.now + timedelta(hours=30)
    for user in (region.gerda, region.gijs):
        away = roster.Override(user, start, start + timedelta(hours=3), is_away=True)
        roster.add_override(region.veilig_thuis, actor=FOUNDER, override=away, now=region.now)


def test_who_is_called_when_nobody_is_on_duty_hears_of_a_gap_once(region: Region, leave: None) -> None:
    assert coverage_reminder.remind(now=region.now) == 1
    assert told() == [("Gerda", region.veilig_thuis.name)]
    assert coverage_reminder.remind(now=region.now + timedelta(hours=1)) == 0
    delivery = Delivery.objects.get(notification__kind="coverage_gap", channel="inbox")
    assert delivery.path == "/duty/coverage/"


def test_a_gap_of_the_weekly_plan_is_told_once_a_week(region: Region) -> None:
    for shift in DutyShift.objects.filter(organisation=region.police, weekday=3):
        remove(shift, actor=FOUNDER, now=region.now)
    assert coverage_reminder.remind(now=region.now) == 1
    assert told() == [("Fenna", region.police.name)]
    assert coverage_reminder.remind(now=region.now + timedelta(days=1)) == 0
    assert coverage_reminder.remind(now=region.now + timedelta(days=8)) == 1


def test_on_duty_without_a_verified_channel_is_a_gap(region: Region) -> None:
    for channel in ContactChannel.objects.filter(user__in=[region.farid, region.fenna]):
        channel.verified_at = None
        write(channel, actor=FOUNDER, now=region.now)
    assert coverage.unverified(region.police, now=region.now) == ["Farid", "Fenna"]
    assert coverage_reminder.remind(now=region.now) == 1
    assert coverage_reminder.remind(now=region.now + timedelta(hours=2)) == 0
    assert coverage_reminder.remind(now=region.now + timedelta(days=1)) == 1  # still so the next day


def test_who_left_covers_nothing(region: Region) -> None:
    membership = region.farid.memberships.get()
    membership.ended_at = region.now - timedelta(hours=1)
    write(membership, actor=FOUNDER, now=region.now)
    (first, *_rest) = coverage.rosters([region.police.pk], now=region.now)[region.police.pk].shifts
    assert first.user == region.fenna.pk


def test_an_organisation_that_keeps_no_roster_is_left_alone(region: Region) -> None:
    assert coverage.near(region.elsewhere.pk, now=region.now) == []
    assert coverage_reminder.remind(now=region.now) == 0


def test_gerda_sees_the_gaps_of_her_own_organisation_only(region: Region, leave: None, log_in: LogIn) -> None:
    gerda = log_in("gerda")
    page = gerda.get("/duty/coverage/")
    assert page.status_code == 200
    assert len(page.context["gaps"]) == 1
    assert region.police.name not in page.content.decode()
    assert LedgerLine.objects.filter(event="page.read", user_id=region.gerda.pk).exists()
    assert GAP in gerda.get("/").content.decode()
    fenna = log_in("fenna")
    assert fenna.get("/duty/coverage/").context["gaps"] == []
    assert GAP not in fenna.get("/").content.decode()


@pytest.mark.parametrize("name", ["gijs", "hugo"])
def test_who_is_on_duty_sees_the_own_organisation_and_nothing_else(
    region: Region, leave: None, log_in: LogIn, name: str
) -> None:
    page = log_in(name).get("/duty/coverage/")
    assert page.status_code == 200
    own = region.actor(name).organisation
    others = [other.name for other in region.organisations.values() if other != own]
    assert not [other for other in others if other in page.content.decode()]


@pytest.mark.parametrize("name", ["bram", "dina", "farid", "iris"])
def test_who_keeps_no_roster_and_is_no_contact_point_sees_none(
    region: Region, log_in: LogIn, name: str
) -> None:
    assert log_in(name).get("/duty/coverage/").status_code == 403


def test_in_the_night_that_the_clock_goes_back_a_day_has_25_cells(
    region: Region, log_in: LogIn, time_machine: object
) -> None:
    gerda = log_in("gerda")
    time_machine.move_to("2026-10-24T10:00+02:00", tick=False)
    page = gerda.get("/duty/coverage/")
    if page.status_code == 302:  # the session of November is not of October
        gerda = log_in("gerda")
        page = gerda.get("/duty/coverage/")
    shown = {f"{day.day:%m-%d}": len(day.cells) for day in page.context["days"]}
    assert shown["10-25"] == 25
    assert shown["10-24"] == shown["10-26"] == 24
