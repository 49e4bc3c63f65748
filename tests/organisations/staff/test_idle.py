"""Accounts that nobody uses: warned, closed after fourteen days, opened again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.models import Letter, User
from organisations.roles import Role
from organisations.staff import idle
from organisations.staff.idle_rules import Step
from tests.cast import NOW, Region, member
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga", "otto")


def days(count: int) -> datetime:
    """Give the instant so many days ago."""
    return NOW - timedelta(days=count)


def unused(region: Region, name: str, since: int) -> User:
    """Let nobody have used an account for so many days; everybody else was here today."""
    User.objects.update(last_login=region.now, date_joined=days(400))
    User.objects.filter(pk=region.people[name].pk).update(last_login=days(since))
    return region.people[name]


class TestTheNight:
    """What the nightly task does."""

    def test_warned_first_and_closed_after_fourteen_days(self, region: Region) -> None:
        bram = unused(region, "bram", 76)
        assert idle.look(now=region.now)[Step.WARN] == 1
        letter = Letter.objects.get()
        assert (letter.kind, letter.address) == ("account_idle", bram.email)
        assert LedgerLine.objects.latest("id").event == "account.warned"
        assert idle.look(now=region.now + timedelta(days=13))[Step.CLOSE] == 0
        User.objects.exclude(pk=bram.pk).update(last_login=region.now + timedelta(days=14))
        assert idle.look(now=region.now + timedelta(days=14))[Step.CLOSE] == 1
        bram.refresh_from_db()
        assert (bram.is_active, bram.idle_closed_at) == (False, region.now + timedelta(days=14))
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_id, line.user_label) == ("account.closed", bram.pk, "idle accounts")
        assert region.actor("bram").organisation is None

    def test_who_logs_in_after_the_warning_stays(self, region: Region) -> None:
        bram = unused(region, "bram", 80)
        idle.look(now=region.now)
        User.objects.update(last_login=region.now + timedelta(days=1))
        assert idle.look(now=region.now + timedelta(days=30))[Step.CLOSE] == 0
        bram.refresh_from_db()
        assert bram.is_active

    def test_the_last_administrator_stays_and_the_keeper_hears_it(self, region: Region) -> None:
        olga = unused(region, "olga", 200)
        assert idle.look(now=region.now)[Step.WARN_KEEPER] == 1
        told = set(Letter.objects.filter(kind="administrator_idle").values_list("address", flat=True))
        assert told == {olga.email, region.joost.email}
        idle.look(now=region.now + timedelta(days=1))
        assert Letter.objects.count() == 2  # not every night
        olga.refresh_from_db()
        assert olga.is_active

    def test_of_two_idle_administrators_one_stays(self, region: Region) -> None:
        onno = join(region, "onno", "school", Role.ORGANISATION_ADMIN)
        unused(region, "olga", 200)
        User.objects.filter(pk=onno.pk).update(last_login=days(200))
        User.objects.filter(pk__in=[onno.pk, region.olga.pk]).update(idle_warned_at=days(20))
        done = idle.look(now=region.now)
        assert done[Step.CLOSE] == 1
        assert User.objects.filter(pk__in=[onno.pk, region.olga.pk], is_active=True).count() == 1


class TestOpeningAgain:
    """By the own administrator."""

    def close(self, region: Region) -> User:
        """Close Bram's account because nobody used it."""
        bram = unused(region, "bram", 200)
        User.objects.filter(pk=bram.pk).update(idle_warned_at=days(20))
        idle.look(now=region.now)
        return User.objects.get(pk=bram.pk)

    def test_olga_opens_it_and_the_next_night_leaves_it_open(self, region: Region, log_in: LogIn) -> None:
        assert not self.close(region).is_active
        client, home = log_in("olga"), f"/organisations/{region.school.pk}"
        path = f"{home}/members/{member(region, 'bram').pk}"
        assert "Account gesloten" in client.get(f"{home}/?show=closed").text
        assert f"{path}/reopen/" in client.get(f"{path}/").text
        assert client.post(f"{path}/reopen/").status_code == 302
        assert LedgerLine.objects.filter(event="account.reopened", user_id=region.olga.pk).count() == 1
        assert idle.look(now=region.now + timedelta(days=1))[Step.CLOSE] == 0
        assert region.actor("bram").organisation == region.school
        assert client.post(f"{path}/reopen/").status_code == 409

    def test_not_by_another_organisation_nor_when_closed_for_another_reason(self, region: Region) -> None:
        bram = self.close(region)
        with pytest.raises(AccessDenied):
            idle.reopen(member(region, "bram"), actor=region.actor("otto"), now=region.now)
        User.objects.filter(pk=bram.pk).update(idle_closed_at=None)
        with pytest.raises(StateConflictError) as conflict:
            idle.reopen(member(region, "bram"), actor=region.actor("olga"), now=region.now)
        assert conflict.value.code == "not_idle"
