"""Data to measure with: how many see what, and where it may never be made."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.access import gate
from cases.casefile.models import Case, CaseParticipation
from cases.management.commands import scale_data
from organisations import grants
from organisations.actor import Actor
from organisations.models import CovenantVersion, Organisation, User
from organisations.roles import Role
from tests.cases.demo.conftest import elsewhere  # noqa: F401 - an empty database of its own
from tests.cast import NOW, Region


def reader(number: int) -> Actor:
    """Give an organisation's contact point as one request would."""
    user = User.objects.get(email=scale_data.person(number, Role.CONTACT_POINT))
    home = user.memberships.get()
    return Actor(
        user=user, organisation=home.organisation, role=Role.CONTACT_POINT, acts=grants.acts_at(home)
    )


def test_one_in_two_ten_and_forty_see_a_case(elsewhere: Any) -> None:  # noqa: F811
    with elsewhere("scale.sqlite3"):
        homes = scale_data.found(now=NOW)
        scale_data.fill(list(range(400)), homes, now=NOW)
        assert Organisation.objects.count() == 40
        assert CovenantVersion.objects.count() == 1
        shares = [gate.visible(reader(number), Case.objects.all(), now=NOW).count() for number in (0, 1, 5)]
        assert 170 < shares[0] < 230
        assert 20 < shares[1] < 60
        assert 2 < shares[2] < 22
        assert CaseParticipation.objects.exclude(case__updated_at=NOW).count() > 400


def test_where_people_work_it_refuses(region: Region, settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = True
    with pytest.raises(CommandError, match="other organisations"):
        call_command("scale_data", cases=10, stdout=io.StringIO())
