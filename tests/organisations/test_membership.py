"""Who works where: added, changed, ended; by one's own administrator or the platform's keeper."""

from collections.abc import Callable
from datetime import time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from cases.audit.models import LedgerLine
from organisations import duty, grants, membership, roster
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError, write
from organisations.models import DutyShift, Membership, User
from organisations.roles import Role
from tests.cast import FOUNDER, Region, member
from tests.organisations.conftest import join
from tests.together import together

pytestmark = pytest.mark.usefixtures("olga")


def add(region: Region, by: str, home: str = "school", **values: object) -> Membership:
    """Let somebody give a new person a place."""
    user = values.pop("user", None) or User.objects.create_user("nieuw@demo.zorgtafel.example", "Nieuw")
    return membership.start(
        actor=region.actor(by),
        user=user,
        organisation=region.organisations[home],
        now=region.now,
        **{"role": Role.PROFESSIONAL, **values},
    )


def test_a_new_member_holds_what_the_role_gives(region: Region) -> None:
    made = add(region, "olga")
    assert grants.acts_at(made)
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.user_id, line.object_id) == ("member.added", region.olga.pk, made.pk)
    assert line.detail == {"given_role": "professional"}


def test_nobody_is_added_twice(region: Region) -> None:
    with pytest.raises(StateConflictError) as conflict:
        add(region, "olga", user=region.bram)
    assert (conflict.value.code, conflict.value.field) == ("member_already", "email")


def test_nobody_has_two_homes(region: Region) -> None:
    with pytest.raises(StateConflictError) as conflict:
        add(region, "olga", user=region.chris)
    assert (conflict.value.code, conflict.value.field) == ("home_elsewhere", "email")
    membership.end(member(region, "chris"), actor=region.actor("joost"), now=region.now)
    assert add(region, "olga", user=region.chris).kind == "home"


def test_the_database_knows_one_home_and_the_end_of_a_secondment(region: Region) -> None:
    for wrong in ({"kind": "home"}, {"kind": "secondment", "ends_at": None}):
        second = Membership(
            user=region.chris, organisation=region.school, role="professional", starts_at=region.now, **wrong
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            write(second, actor=FOUNDER, now=region.now)


def test_a_closed_account_stays_closed(region: Region) -> None:
    closed = User.objects.create_user("dicht@demo.zorgtafel.example", "Dicht")
    closed.is_active = False
    with pytest.raises(StateConflictError) as conflict:
        add(region, "olga", user=closed)
    assert conflict.value.code == "account_closed"


def test_olga_has_no_say_elsewhere_but_joost_has(region: Region) -> None:
    with pytest.raises(AccessDenied) as refused:
        add(region, "olga", home="police")
    assert refused.value.conceal
    new = User.objects.get(email="nieuw@demo.zorgtafel.example")
    assert not new.memberships.exists()
    assert add(region, "joost", home="police", user=new).organisation == region.police


@pytest.mark.parametrize("name", ["anna", "bram", "bea", "dina", "hugo", "iris"])
def test_nobody_else_manages_members(region: Region, name: str) -> None:
    home = next(
        key for key, found in region.organisations.items() if found == region.actor(name).organisation
    )
    with pytest.raises(AccessDenied):
        add(region, name, home=home)
    with pytest.raises(AccessDenied):
        membership.end(member(region, "chris"), actor=region.actor(name), now=region.now)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PLATFORM_ADMIN])
def test_olga_cannot_make_an_auditor_or_a_keeper_of_the_platform(region: Region, role: Role) -> None:
    with pytest.raises(StateConflictError) as conflict:
        add(region, "olga", role=role)
    assert conflict.value.field == "role"
    with pytest.raises(StateConflictError):
        membership.change_role(member(region, "bram"), actor=region.actor("olga"), role=role, now=region.now)


def test_another_role_counts_from_the_next_request(region: Region) -> None:
    membership.change_role(
        member(region, "bram"), actor=region.actor("olga"), role=Role.CONTACT_POINT, now=region.now
    )
    assert region.actor("bram").role is Role.CONTACT_POINT
    assert LedgerLine.objects.latest("id").detail == {
        "given_role": "contact_point",
        "taken_role": "professional",
    }
    assert grants.excess(at=region.now) == []


def test_the_same_role_again_changes_nothing(region: Region) -> None:
    before = LedgerLine.objects.count()
    membership.change_role(
        member(region, "bram"), actor=region.actor("olga"), role=Role.PROFESSIONAL, now=region.now
    )
    assert LedgerLine.objects.count() == before


def test_who_leaves_is_out_at_once_and_off_the_roster(region: Region) -> None:
    membership.end(member(region, "bram"), actor=region.actor("olga"), now=region.now)
    assert region.actor("bram").organisation is None
    assert not DutyShift.objects.filter(user=region.bram).exists()
    assert not any(duty.on_duty([region.school.pk], at=region.now)[region.school.pk].values())
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.detail) == ("member.ended", {"shifts_removed": 7})
    assert grants.excess(at=region.now) == []


def test_nobody_is_ended_twice(region: Region) -> None:
    leaving = member(region, "bram")
    membership.end(leaving, actor=region.actor("olga"), now=region.now)
    with pytest.raises(StateConflictError) as conflict:
        membership.end(leaving, actor=region.actor("olga"), now=region.now)
    assert conflict.value.code == "member_ended"


def test_the_last_administrator_stays(region: Region) -> None:
    for change in (
        lambda: membership.end(member(region, "olga"), actor=region.actor("joost"), now=region.now),
        lambda: membership.change_role(
            member(region, "olga"), actor=region.actor("joost"), role=Role.PROFESSIONAL, now=region.now
        ),
    ):
        with pytest.raises(StateConflictError) as conflict:
            change()
        assert conflict.value.code == "last_administrator"
    join(region, "otto", "school", Role.ORGANISATION_ADMIN)
    membership.end(member(region, "olga"), actor=region.actor("otto"), now=region.now)
    assert member(region, "otto").ended_at is None


def test_an_administrator_elsewhere_does_not_count(region: Region) -> None:
    join(region, "otto", "police", Role.ORGANISATION_ADMIN)
    with pytest.raises(StateConflictError):
        membership.end(member(region, "olga"), actor=region.actor("joost"), now=region.now)


def test_nobody_changes_or_ends_their_own_place(region: Region) -> None:
    join(region, "otto", "school", Role.ORGANISATION_ADMIN)
    with pytest.raises(StateConflictError) as conflict:
        membership.end(member(region, "olga"), actor=region.actor("olga"), now=region.now)
    assert conflict.value.code == "own_membership"


def test_the_exceptions_of_who_leaves_go_too(region: Region) -> None:
    override = roster.Override(
        user=region.bram, starts_at=region.now, ends_at=region.now + timedelta(hours=4), is_away=True
    )
    roster.add_override(region.school, actor=region.actor("olga"), override=override, now=region.now)
    shift = roster.Shift(user=region.bram, weekday=2, starts=time(9), ends=time(17))
    roster.add_shift(region.school, actor=region.actor("olga"), shift=shift, now=region.now)
    membership.end(member(region, "bram"), actor=region.actor("olga"), now=region.now)
    assert not region.school.duty_overrides.exists()
    assert not region.school.shifts.exists()


def test_who_saves_an_old_page_hears_it(region: Region) -> None:
    olga, bram = region.actor("olga"), member(region, "bram")
    membership.change_role(bram, actor=olga, role=Role.CONTACT_POINT, version=bram.version, now=region.now)
    for late in (
        lambda: membership.end(bram, actor=olga, version=bram.version, now=region.now),
        lambda: membership.change_role(
            bram, actor=olga, role=Role.DUTY_OFFICER, version=bram.version, now=region.now
        ),
    ):
        with pytest.raises(StaleWriteError):
            late()
    assert member(region, "bram").role == "contact_point"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_at_the_same_moment_one_hears_that_it_changed(region: Region) -> None:
    join(region, "otto", "school", Role.ORGANISATION_ADMIN)
    roles = (Role.CONTACT_POINT, Role.DUTY_OFFICER)
    editors = [region.actor("olga"), region.actor("otto")]
    for _round in range(20):
        bram = member(region, "bram")
        wanted = [role for role in roles if role.value != bram.role] if bram.role in roles else list(roles)
        pairs = zip(editors, (wanted * 2)[:2], strict=True)
        answers = together(
            *(
                lambda actor=actor, role=role, bram=bram: membership.change_role(
                    bram, actor=actor, role=role, version=bram.version, now=region.now
                )
                for actor, role in pairs
            )
        )
        assert sorted(isinstance(answer, StaleWriteError) for answer in answers) == [False, True], answers
        assert member(region, "bram").version == bram.version + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_keepers_of_the_platform_cannot_end_each_other(region: Region) -> None:
    join(region, "jet", "desk", Role.PLATFORM_ADMIN)
    start, outcomes = Barrier(2), []

    def ending(by: str, whom: str) -> Callable[[], None]:
        actor, leaving = region.actor(by), member(region, whom)

        def run() -> None:
            start.wait(10)
            try:
                membership.end(leaving, actor=actor, now=region.now)
                outcomes.append("ended")
            except StateConflictError as conflict:
                outcomes.append(conflict.code)
            finally:
                connection.close()

        return run

    threads = [Thread(target=ending("joost", "jet")), Thread(target=ending("jet", "joost"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["ended", "last_administrator"]
    assert Membership.objects.filter(role=Role.PLATFORM_ADMIN, ended_at=None).count() == 1
