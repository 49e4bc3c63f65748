"""A secondment: both sides say yes, it begins and ends at its instant, and everything agrees on that."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from cases.access import audience, gate
from cases.audit.models import LedgerLine
from cases.casefile import grants as case_grants
from cases.casefile import leavers, participation
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.missing import people as reachable
from cases.notifications import courier, outbox
from cases.notifications.models import Delivery
from organisations import duty, grants, membership, roster
from organisations.actor import AccessDenied, Actor
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.models import DutyShift, Letter, Membership, Secondment
from organisations.roles import Role
from organisations.staff import secondment
from tests.cast import Region, member

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga", "otto")

MONTH = timedelta(days=30)
CALENDAR = Actor.system("calendar")


def offer(region: Region, by: str = "olga", who: str = "bram", **changes: object) -> Secondment:
    """Let the school offer somebody to the police."""
    period = {"host": region.police, "starts_at": region.now, "ends_at": region.now + MONTH, **changes}
    return secondment.offer(
        member(region, who), actor=region.actor(by), period=secondment.Period(**period), now=region.now
    )


def accept(region: Region, offered: Secondment, role: Role = Role.CONTACT_POINT) -> Membership:
    """Let the police take somebody in."""
    return secondment.accept(offered, actor=region.actor("otto"), role=role, now=region.now)


def code(act: Callable[[], object]) -> str:
    """Give the code with which the state refuses."""
    with pytest.raises(StateConflictError) as conflict:
        act()
    return conflict.value.code


def bram_at_police(region: Region, at: datetime) -> Actor | None:
    """Give Bram as he would act for the police at an instant."""
    for place in membership.in_force(region.bram, now=at):
        if place.organisation_id == region.police.pk:
            return Actor(
                user=region.bram,
                organisation=region.police,
                role=Role(place.role),
                acts=grants.acts_at(place),
            )
    return None


class TestSayingYes:
    """Offer and answer."""

    def test_an_offer_opens_nothing_and_tells_the_host(self, region: Region) -> None:
        offered = offer(region)
        assert bram_at_police(region, region.now) is None
        letter = Letter.objects.get()
        assert (letter.kind, letter.address) == ("secondment_offered", region.otto.email)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_id) == ("secondment.offered", offered.pk)

    def test_accepted_bram_acts_for_both_and_home_comes_first(self, region: Region) -> None:
        made = accept(region, offer(region))
        assert (made.kind, made.ends_at, made.role) == ("secondment", region.now + MONTH, "contact_point")
        assert [m.organisation for m in membership.in_force(region.bram, now=region.now)] == [
            region.school,
            region.police,
        ]
        assert Letter.objects.filter(kind="secondment_decided", address=region.olga.email).count() == 1
        assert LedgerLine.objects.latest("id").detail == {"answer": "accepted"}
        assert grants.excess(at=region.now) == []

    def test_declined_or_called_back_it_is_answered(self, region: Region) -> None:
        first = offer(region)
        secondment.decline(first, actor=region.actor("otto"), now=region.now)
        assert code(lambda: accept(region, first)) == "offer_answered"
        second = offer(region)
        secondment.call_back(second, actor=region.actor("olga"), now=region.now)
        assert code(lambda: accept(region, second)) == "offer_answered"

    def test_neither_side_can_do_it_alone(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            offer(region, by="otto")
        offered = offer(region)
        with pytest.raises(AccessDenied):
            secondment.accept(offered, actor=region.actor("olga"), role=Role.PROFESSIONAL, now=region.now)
        with pytest.raises(AccessDenied):
            secondment.call_back(offered, actor=region.actor("otto"), now=region.now)

    def test_what_cannot_be_offered_is_said(self, region: Region) -> None:
        assert code(lambda: offer(region, host=region.school)) == "same"
        assert code(lambda: offer(region, ends_at=region.now)) == "ends_early"
        offered = offer(region)
        assert code(lambda: offer(region)) == "offered_already"
        guest = accept(region, offered)
        period = secondment.Period(region.desk, region.now, region.now + MONTH)
        lend_on = lambda: secondment.offer(  # noqa: E731
            guest, actor=region.actor("otto"), period=period, now=region.now
        )
        assert code(lend_on) == "guest"

    def test_who_left_home_cannot_be_taken_in(self, region: Region) -> None:
        offered = offer(region)
        membership.end(member(region, "bram"), actor=region.actor("olga"), now=region.now)
        assert code(lambda: accept(region, offered)) == "left_home"

    def test_a_role_that_is_not_the_hosts_to_give(self, region: Region) -> None:
        offered = offer(region)
        assert code(lambda: accept(region, offered, Role.AUDITOR)) == "role_not_given_here"


class TestTheInstant:
    """Begins and ends by itself; no task has to run for the door to close."""

    def test_before_during_and_after_everything_agrees(self, region: Region, case: Case) -> None:
        begins, ends = region.now + timedelta(days=2), region.now + timedelta(days=9)
        accept(region, offer(region, starts_at=begins, ends_at=ends))
        everyday = time(0, 0)
        shift = roster.Shift(user=region.bram, weekday=0, starts=everyday, ends=everyday)
        assert (
            code(
                lambda: roster.add_shift(
                    region.police, actor=region.actor("otto"), shift=shift, now=region.now
                )
            )
            == "cannot_answer"
        )
        for weekday in range(7):
            roster.add_shift(
                region.police,
                actor=region.actor("otto"),
                shift=roster.Shift(user=region.bram, weekday=weekday, starts=everyday, ends=everyday),
                now=begins,
            )
        second = timedelta(seconds=1)
        for at, works in ((begins - second, False), (begins, True), (ends - second, True), (ends, False)):
            assert agreed(region, case, at) == dict.fromkeys(PLACES, works), at

    def test_the_end_is_written_down_with_its_own_instant(self, region: Region) -> None:
        made = accept(region, offer(region))
        shift = roster.Shift(user=region.bram, weekday=2, starts=time(9), ends=time(17))
        roster.add_shift(region.police, actor=region.actor("otto"), shift=shift, now=region.now)
        late = made.ends_at + timedelta(minutes=1)
        assert grants.excess(at=late) != []
        assert membership.end_expired(actor=CALENDAR, now=made.ends_at - timedelta(seconds=1)) == 0
        assert membership.end_expired(actor=CALENDAR, now=late) == 1
        assert membership.end_expired(actor=CALENDAR, now=late) == 0
        made.refresh_from_db()
        assert made.ended_at == made.ends_at
        assert not DutyShift.objects.filter(user=region.bram, organisation=region.police).exists()
        assert DutyShift.objects.filter(user=region.bram, organisation=region.school).exists()
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.user_label, line.detail) == (
            "member.ended",
            "calendar",
            {"shifts_removed": 1},
        )
        assert grants.excess(at=late) == []

    def test_an_open_session_finds_the_door_closed(
        self, region: Region, case: Case, log_in: LogIn, time_machine: object
    ) -> None:
        made = accept(region, offer(region))
        client = log_in("bram")
        client.post("/acting/", {"organisation": region.police.pk})
        time_machine.move_to(made.ends_at - timedelta(minutes=1), tick=False)
        client.force_login(region.bram)  # a session lasts twelve hours
        client.post("/acting/", {"organisation": region.police.pk})
        assert client.get(f"/cases/{case.number}/police/").status_code == 200
        time_machine.move_to(made.ends_at, tick=False)
        assert client.get(f"/cases/{case.number}/police/").status_code in {403, 404}

    def test_who_leaves_home_is_not_lent_any_longer(self, region: Region) -> None:
        made = accept(region, offer(region))
        membership.end(home_of_bram(region), actor=region.actor("olga"), now=region.now)
        made.refresh_from_db()
        assert made.ended_at == region.now
        assert bram_at_police(region, region.now) is None
        assert grants.excess(at=region.now) == []

    def test_called_back_it_is_over_at_once(self, region: Region) -> None:
        offered = offer(region)
        made = accept(region, offered)
        secondment.call_back(offered, actor=region.actor("olga"), now=region.now + timedelta(days=1))
        made.refresh_from_db()
        assert made.ended_at == region.now + timedelta(days=1)
        again = lambda: secondment.call_back(offered, actor=region.actor("olga"), now=region.now)  # noqa: E731
        assert code(again) == "offer_answered"

    def test_a_guest_does_not_count_as_the_last_administrator(self, region: Region) -> None:
        accept(region, offer(region), Role.ORGANISATION_ADMIN)
        late = lambda: membership.end(  # noqa: E731
            member(region, "otto"), actor=region.actor("joost"), now=region.now
        )
        assert code(late) == "last_administrator"


class TestNamings:
    """What somebody was named on for an organisation ends with the place there."""

    def test_names_of_who_left_come_off_with_a_line(self, region: Region, case: Case) -> None:
        membership.end(member(region, "farid"), actor=region.actor("otto"), now=region.now)
        assert any(f"user {region.farid.pk} " in line for line in case_grants.excess(at=region.now))
        assert leavers.take_off(now=region.now) == 1
        assert case_grants.excess(at=region.now) == []
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.case_id, line.detail) == (
            "colleague.removed",
            case.pk,
            {"named": region.farid.pk},
        )
        assert leavers.take_off(now=region.now) == 0
        assert CaseUserObjectPermission.objects.filter(user=region.bram).exists()

    def test_a_secondment_that_ran_out_is_enough(self, region: Region, case: Case) -> None:
        guest = accept(region, offer(region), Role.PROFESSIONAL)
        participation.remove_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)
        participation.name_colleague(case, actor=region.actor("fenna"), user=region.bram, now=region.now)
        assert leavers.take_off(now=guest.ends_at - timedelta(seconds=1)) == 0
        assert leavers.take_off(now=guest.ends_at) == 1

    def test_a_message_that_waits_is_not_sent_any_more(self, region: Region, case: Case) -> None:
        made = accept(region, offer(region))
        recipient = outbox.Recipient(region.bram, region.police, f"/cases/{case.number}/")
        outbox.put("case_admitted", number=case.number, to=[recipient], now=region.now, case=case)
        waits = Delivery.objects.filter(user=region.bram, organisation=region.police, channel="mail")
        waits.update(due_at=made.ends_at)
        courier.deliver_due(now=made.ends_at)
        assert [row.state for row in waits] == ["failed"]


class TestPages:
    """Offer and answer through the screens."""

    def test_olga_offers_otto_answers_and_olga_calls_back(self, region: Region, log_in: LogIn) -> None:
        olga, otto = log_in("olga"), log_in("otto")
        path = f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}/second/"
        assert olga.get(path).status_code == 200
        typed = {"host": region.police.pk, "since": "2026-11-17", "until": "2026-12-31"}
        assert olga.post(path, typed).status_code == 302
        offered = Secondment.objects.get()
        assert offered.ends_at.isoformat() == "2026-12-31T23:00:00+00:00"  # midnight in Amsterdam
        answer = f"/organisations/{region.police.pk}/secondments/{offered.pk}/answer/"
        assert "tot en met 31 december 2026" in otto.get(answer).text
        assert otto.post(answer, {"answer": "accept"}).status_code == 400
        assert otto.post(answer, {"answer": "accept", "role": "professional"}).status_code == 302
        assert bram_at_police(region, region.now) is not None
        end = f"/organisations/{region.school.pk}/secondments/{offered.pk}/end/"
        assert olga.get(end).status_code == 200
        assert olga.post(end).status_code == 302
        assert bram_at_police(region, region.now) is None

    @pytest.mark.parametrize(
        ("typed", "status"),
        [
            ({"until": "2026-11-01"}, 409),
            ({"until": "geen dag"}, 400),
            ({"until": "0001-01-01"}, 400),
            ({"host": "999999"}, 400),
            ({"until": "2029-01-01"}, 409),
        ],
    )
    def test_a_wrong_period_gets_a_sentence(
        self, region: Region, log_in: LogIn, typed: dict[str, str], status: int
    ) -> None:
        path = f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}/second/"
        values = {"host": region.police.pk, "since": "2026-11-17", "until": "2026-12-31", **typed}
        answer = log_in("olga").post(path, values)
        assert answer.status_code == status
        assert answer.context["form"].errors

    def test_the_other_side_and_outsiders_find_nothing(self, region: Region, log_in: LogIn) -> None:
        offered = offer(region)
        school, police = region.school.pk, region.police.pk
        assert (
            log_in("olga").get(f"/organisations/{school}/secondments/{offered.pk}/answer/").status_code == 404
        )
        assert log_in("otto").get(f"/organisations/{police}/secondments/{offered.pk}/end/").status_code == 404
        assert log_in("otto").get(f"/organisations/{school}/secondments/{offered.pk}/end/").status_code == 404


PLACES = ("door", "acts", "duty", "contact points", "audience", "list of cases", "can be called")


def home_of_bram(region: Region) -> Membership:
    """Give Bram's place at the school."""
    return Membership.objects.get(user=region.bram, organisation=region.school, ended_at=None)


def agreed(region: Region, case: Case, at: datetime) -> dict[str, bool]:
    """Ask every place that knows who works somewhere whether Bram works for the police at an instant."""
    actor, pair = bram_at_police(region, at), (region.police.pk, region.bram.pk)
    rostered = duty.on_duty([region.police.pk], at=at)[region.police.pk]
    able = reachable.reachable(case, [region.police.pk], without=None, colour="red", now=at).able
    return {
        "door": actor is not None,
        "acts": bool(actor and actor.acts),
        "duty": any(region.bram in people for people in rostered.values()),
        "contact points": region.bram in duty.contact_points([region.police.pk], at=at)[region.police.pk],
        "audience": pair in audience.of_case(case.pk, now=at).readers(Compartment.POLICE),
        "list of cases": actor is not None
        and gate.visible(actor, Case.objects.all(), now=at).filter(pk=case.pk).exists(),
        "can be called": pair in able,
    }
