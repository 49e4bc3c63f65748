"""``manage.py check_grants``: silent about what is right, clear about what is too much."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from cases.casefile.models import Case
from organisations import grants
from organisations.acts import Act
from organisations.models import ActNarrowing, Membership
from organisations.roles import Role
from tests.cast import Region, member


def check() -> str:
    """Run the command and give what it printed."""
    printed = StringIO()
    call_command("check_grants", stdout=printed)
    return printed.getvalue()


def excess() -> str:
    """Run the command, which must fail, and give what it printed."""
    printed = StringIO()
    with pytest.raises(CommandError):
        call_command("check_grants", stdout=printed)
    return printed.getvalue()


def test_a_region_as_the_acts_made_it_has_no_excess(region: Region, case: Case) -> None:
    assert check()


def test_a_member_too_many_is_named(region: Region) -> None:
    group = Group.objects.get(name=grants.group_name(region.police.pk, Role.CONTACT_POINT))
    region.chris.groups.add(group)
    assert f"user {region.chris.pk} is in {group.name}" in excess()


def test_an_act_that_was_taken_away_but_is_still_held_is_named(region: Region) -> None:
    ActNarrowing.objects.bulk_create(
        [ActNarrowing(organisation=region.school, role=Role.PROFESSIONAL, act=Act.SOUND_ALERT)]
    )
    name = grants.group_name(region.school.pk, Role.PROFESSIONAL)
    assert f"{name} holds sound_alert" in excess()


def test_somebody_named_on_a_case_without_an_organisation_is_named(region: Region, case: Case) -> None:
    Membership.objects.filter(pk=member(region, "bram").pk).update(ended_at=region.now)
    printed = excess()
    assert f"user {region.bram.pk} is named on case {case.pk}" in printed


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("check_grants", "--help")
    assert left.value.code == 0
    assert "exits with 1" in " ".join(capsys.readouterr().out.split())
