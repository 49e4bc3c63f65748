"""What a role may do: narrowed by an organisation, never widened; a reason in every cell."""

import pytest

from cases.audit.models import LedgerLine
from organisations import grants, matrix
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.matrix import State
from organisations.roles import ALWAYS_KEPT, Role, acts_of
from tests.cast import Region

pytestmark = pytest.mark.usefixtures("olga")


def narrow(region: Region, by: str, role: Role, act: Act, home: str = "school") -> None:
    """Let somebody take an act away."""
    grants.narrow(region.organisations[home], actor=region.actor(by), role=role, act=act, now=region.now)


def test_what_olga_takes_away_is_gone_at_the_next_request_and_comes_back(region: Region) -> None:
    assert region.actor("bram").holds(Act.SOUND_ALERT)
    narrow(region, "olga", Role.PROFESSIONAL, Act.SOUND_ALERT)
    assert not region.actor("bram").holds(Act.SOUND_ALERT)
    assert region.actor("farid").holds(Act.SOUND_ALERT)
    line = LedgerLine.objects.latest("id")
    assert line.detail == {
        "change": "taken_away",
        "changed_role": "professional",
        "changed_act": "sound_alert",
    }
    grants.widen_back(
        region.school,
        actor=region.actor("olga"),
        role=Role.PROFESSIONAL,
        act=Act.SOUND_ALERT,
        now=region.now,
    )
    assert region.actor("bram").holds(Act.SOUND_ALERT)
    assert LedgerLine.objects.latest("id").detail["change"] == "given_back"


def test_nothing_can_be_added_to_a_role(region: Region) -> None:
    with pytest.raises(StateConflictError) as conflict:
        narrow(region, "olga", Role.PROFESSIONAL, Act.TRIAGE_SIGNAL)
    assert conflict.value.code == "not_in_role"
    with pytest.raises(StateConflictError) as conflict:
        grants.widen_back(
            region.school,
            actor=region.actor("olga"),
            role=Role.PROFESSIONAL,
            act=Act.TRIAGE_SIGNAL,
            now=region.now,
        )
    assert conflict.value.code == "not_narrowed"


def test_taking_away_twice_is_said(region: Region) -> None:
    narrow(region, "olga", Role.PROFESSIONAL, Act.SOUND_ALERT)
    with pytest.raises(StateConflictError) as conflict:
        narrow(region, "olga", Role.PROFESSIONAL, Act.SOUND_ALERT)
    assert conflict.value.code == "narrowed_already"


@pytest.mark.parametrize(("role", "act"), sorted(ALWAYS_KEPT))
def test_nobody_locks_everybody_out(region: Region, role: Role, act: Act) -> None:
    with pytest.raises(StateConflictError) as conflict:
        narrow(region, "joost", role, act)
    assert conflict.value.code == "always_kept"


def test_other_organisations_are_not_olgas_affair(region: Region) -> None:
    with pytest.raises(AccessDenied):
        narrow(region, "olga", Role.PROFESSIONAL, Act.SOUND_ALERT, home="police")
    narrow(region, "joost", Role.PROFESSIONAL, Act.SOUND_ALERT, home="police")
    assert not region.actor("farid").holds(Act.SOUND_ALERT)


def test_every_cell_says_why(region: Region) -> None:
    rows = matrix.table(region.school)
    assert [row.act for row in rows] == list(Act)
    assert all(str(cell.reason) for row in rows for cell in row.cells)
    assert all(str(row.label) for row in rows)


def test_the_table_says_what_the_rules_say(region: Region) -> None:
    narrow(region, "olga", Role.PROFESSIONAL, Act.SOUND_ALERT)
    for row in matrix.table(region.school):
        for cell in row.cells:
            assert (cell.state is State.NOT_IN_ROLE) == (row.act not in acts_of(cell.role))
            taken = (cell.role, cell.act) == (Role.PROFESSIONAL, Act.SOUND_ALERT)
            assert (cell.state is State.TAKEN_AWAY) == taken
