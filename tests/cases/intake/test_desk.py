"""Which desk receives a signal, who reads it and who hears of it."""

from datetime import timedelta

from cases.intake import desk
from organisations import covenant, grants, membership
from organisations.acts import Act
from organisations.history import write
from organisations.models import CovenantParty, DutyOverride
from organisations.roles import Role
from tests.cast import FOUNDER, Region, member


def names(people: list) -> list[str]:
    return [person.name for person in people]


def test_the_desk_of_the_covenant_is_open_to_its_parties(region: Region) -> None:
    for key in ("school", "police", "institution", "desk"):
        (found,) = desk.open_to(region.organisations[key], now=region.now)
        assert (found.organisation, found.table) == (region.desk, region.covenant_version.covenant)


def test_before_the_covenant_holds_there_is_no_desk(region: Region) -> None:
    assert desk.open_to(region.school, now=region.now - timedelta(days=401)) == []


def test_whoever_left_the_covenant_has_no_desk(region: Region) -> None:
    party = CovenantParty.objects.get(organisation=region.school)
    covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
    assert desk.open_to(region.school, now=region.now) == []


def test_a_desk_without_anybody_who_triages_is_no_desk(region: Region) -> None:
    grants.narrow(
        region.desk, actor=FOUNDER, role=Role.CARE_COORDINATOR, act=Act.TRIAGE_SIGNAL, now=region.now
    )
    assert desk.open_to(region.school, now=region.now) == []


def test_who_triages_follows_membership_and_account(region: Region) -> None:
    membership.end(member(region, "eva"), actor=FOUNDER, now=region.now)
    region.arno.is_active = False
    region.arno.save()
    assert names(desk.triagers(region.desk, now=region.now)) == ["Anna"]


def test_the_readers_are_those_whom_the_gate_will_let_in(region: Region) -> None:
    found = desk.readers(region.actor("bram"), region.desk, now=region.now)
    assert [(group.organisation, names(group.people)) for group in found] == [
        (region.desk, ["Anna", "Arno", "Eva"]),
        (region.school, ["Bram", "Bea"]),
    ]


def test_the_desk_itself_is_named_once(region: Region) -> None:
    found = desk.readers(region.actor("arno"), region.desk, now=region.now)
    assert [names(group.people) for group in found] == [["Arno", "Anna", "Eva"]]


def test_when_nobody_is_on_duty_all_who_triage_hear(region: Region) -> None:
    away = DutyOverride(
        organisation=region.desk,
        user=region.anna,
        is_away=True,
        starts_at=region.now - timedelta(hours=1),
        ends_at=region.now + timedelta(hours=1),
    )
    write(away, actor=FOUNDER, now=region.now)
    told = desk.to_tell(region.desk, actor=region.actor("bram"), now=region.now)
    assert names(told) == ["Anna", "Arno", "Eva"]


def test_only_colleagues_who_read_cases_stand_in(region: Region) -> None:
    found = desk.deputies(region.actor("anna"), now=region.now)
    assert names(found) == ["Arno", "Eva"]
