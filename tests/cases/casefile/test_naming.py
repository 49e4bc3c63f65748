"""Named on a case is named for one organisation: it does not travel along to the next job."""

import pytest

from cases.access import gate
from cases.casefile import participation
from cases.casefile.models import Case
from organisations import membership
from organisations.actor import AccessDenied
from organisations.roles import Role
from tests.cast import FOUNDER, Region, member


def move_bram_to_the_police(region: Region) -> None:
    """Let Bram leave the school and start as a professional at the police, who are on the case too."""
    membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)
    membership.start(
        actor=FOUNDER, user=region.bram, organisation=region.police, role=Role.PROFESSIONAL, now=region.now
    )


def test_bram_is_not_named_at_his_next_organisation(region: Region, case: Case) -> None:
    move_bram_to_the_police(region)
    with pytest.raises(AccessDenied) as refused:
        gate.open_case(region.actor("bram"), case.number, now=region.now)
    assert refused.value.conceal
    assert not gate.visible(region.actor("bram"), Case.objects.all(), now=region.now).exists()


def test_his_new_contact_point_may_name_him(region: Region, case: Case) -> None:
    move_bram_to_the_police(region)
    participation.name_colleague(case, actor=region.actor("fenna"), user=region.bram, now=region.now)
    opened = gate.open_case(region.actor("bram"), case.number, now=region.now)
    assert opened.access.about.is_named


def test_the_school_can_no_longer_take_his_name_off(region: Region, case: Case) -> None:
    move_bram_to_the_police(region)
    participation.name_colleague(case, actor=region.actor("fenna"), user=region.bram, now=region.now)
    participation.remove_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)
    assert gate.open_case(region.actor("bram"), case.number, now=region.now)
