"""Chris joins a meeting for one case: reads it around the meeting, by name, and no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.access import audience, existence, explain, gate, grounds, request, sealing
from cases.access.rules import Way
from cases.audit.models import LedgerLine
from cases.audit.sentences import ground
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import agenda, guest, meeting
from cases.meetings.models import AgendaItem, ItemGuest
from cases.notifications.models import Delivery
from cases.rights import request as rights
from cases.rights.term_rules import Kind
from organisations import covenant, membership
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantClause
from organisations.roles import Role
from tests.cast import CARE, FOUNDER, PROCESS, SAFETY, Region, member

LogIn = Callable[[str], Client]
HALF_HOUR, TICK = timedelta(minutes=30), timedelta(microseconds=1)
CARE_MISSING = guest.Opened(*CARE, frozenset({Compartment.MISSING, Compartment.IDENTITY}))


@pytest.fixture
def item(region: Region, case: Case) -> AgendaItem:
    """Put the case on the agenda of a meeting of two hours that starts now; Chris' people are invited."""
    planning = meeting.Planning(
        title="Table", starts_at=region.now, organisations=(region.elsewhere, region.desk)
    )
    iris = region.actor("iris")
    planned = meeting.plan(actor=iris, planning=planning, now=region.now - timedelta(days=1))
    return agenda.add(planned, actor=iris, case=case, question="Who has a bed?", now=region.now)


def joins(region: Region, item: AgendaItem, **changes: Any) -> ItemGuest:
    """Let Anna ask Chris to join."""
    values = {"actor": region.actor("anna"), "guest": member(region, "chris"), "opened": CARE_MISSING}
    return guest.invite(item, **{**values, "now": region.now - timedelta(hours=5), **changes})


def reads(region: Region, case: Case, now: datetime) -> set[Compartment]:
    """Give the parts that Chris reads at an instant; list and door have to agree."""
    actor = region.actor("chris", now=now)
    opened = {
        part for part in Compartment if gate.may(actor, Act.READ_CASE, on=case, compartment=part, now=now)
    }
    for part in Compartment:
        listed = gate.visible(actor, Case.objects.filter(pk=case.pk), part, now=now).exists()
        assert listed is (part in opened), part
    return opened


def test_the_case_is_open_around_the_meeting_under_the_pseudonym(
    region: Region, case: Case, item: AgendaItem
) -> None:
    joins(region, item)
    parts = {Compartment.CORE, Compartment.MISSING}  # never the name, also when it was ticked past the form
    end = region.now + timedelta(hours=2) + HALF_HOUR
    assert reads(region, case, region.now - HALF_HOUR - TICK) == set()
    assert reads(region, case, region.now - HALF_HOUR) == parts
    assert reads(region, case, end - TICK) == parts
    assert reads(region, case, end) == set()


def test_reading_says_meeting_in_the_ledger_and_in_why(region: Region, case: Case, item: AgendaItem) -> None:
    joins(region, item)
    opened = gate.open_case(region.actor("chris"), case.number, now=region.now)
    assert opened.access.way is Way.MEETING
    line = LedgerLine.objects.filter(event="case.read").latest("id")
    assert line.ground == "care_coordination/public_task/meeting"
    assert not line.is_emergency
    assert ground(line.ground)[-1] == "Tijdens een overleg"
    reasons = [str(reason.sentence) for reason in explain.why(opened.access, now=region.now)]
    assert item.meeting.number in reasons[-1]
    link = grounds.chain(opened, part=Compartment.CORE, now=region.now)[-1]
    assert (link.until, link.by) == (item.meeting.ends_at, "Anna")
    seats = audience.of_case(case.pk, now=region.now).seats
    assert [seat.member.user.name for seat in seats if seat.is_meeting] == ["Chris"]


@pytest.mark.parametrize("act", [Act.WRITE_NOTE, Act.WORK_ON_ACTIONS, Act.SOUND_ALERT, Act.NAME_COLLEAGUE])
def test_who_joins_writes_nothing(region: Region, case: Case, item: AgendaItem, act: Act) -> None:
    joins(region, item)
    assert not gate.may(region.actor("chris"), act, on=case, now=region.now)


def test_who_joins_sees_nothing_of_what_waits_for_a_decision(
    region: Region, case: Case, item: AgendaItem, log_in: LogIn
) -> None:
    """Also not as a coordinator elsewhere, who decides about such requests in cases of their own."""
    words = rights.Asked(Kind.ACCESS, "guardian", Compartment.CORE, "Show us.", region.now.date())
    wanted = rights.log(case.number, actor=region.actor("anna"), asked=words, now=region.now)
    wish = request.Wish(*CARE, frozenset({Compartment.MELDCODE}), "Her sister lives with us.")
    asking = region.actor("piet")
    check = existence.ask(
        actor=asking, name=case.young_person.name, birth_date=case.young_person.birth_date, now=region.now
    )
    asked = request.ask_about(check, actor=asking, wish=wish, now=region.now)
    changed = {"role": Role.CARE_COORDINATOR, "now": region.now - timedelta(days=2)}
    membership.change_role(member(region, "chris"), actor=FOUNDER, **changed)
    joins(region, item)
    client = log_in("chris")
    assert client.get(f"/cases/{case.number}/").status_code == 200
    assert client.get(f"/rights/{wanted.number}/").status_code == 404
    assert client.get(f"/requests/{asked.number}/").status_code == 404
    for path in ("/", "/rights/", "/requests/"):
        page = client.get(path).content.decode()
        assert wanted.number not in page, path
        assert asked.number not in page, path


def test_it_ends_at_once_when_the_case_leaves_the_agenda(
    region: Region, case: Case, item: AgendaItem
) -> None:
    joins(region, item)
    agenda.take_off(item, actor=region.actor("iris"), now=region.now)
    assert reads(region, case, region.now) == set()
    assert LedgerLine.objects.filter(event="meeting.item_taken_off", case_id=case.pk).exists()
    with pytest.raises(StateConflictError):
        joins(region, item)
    with pytest.raises(StateConflictError):
        agenda.take_off(item, actor=region.actor("iris"), now=region.now)
    again = agenda.add(
        item.meeting, actor=region.actor("iris"), case=case, question="Yet again", now=region.now
    )
    assert reads(region, case, region.now) == set()
    joins(region, again)
    assert reads(region, case, region.now)


def test_it_ends_at_once_when_it_is_withdrawn_cancelled_sealed_or_not_covered(
    region: Region, case: Case, item: AgendaItem
) -> None:
    standing = joins(region, item)
    guest.withdraw(standing, actor=region.actor("anna"), now=region.now)
    assert reads(region, case, region.now) == set()
    joins(region, item)
    clause = CovenantClause.objects.filter(
        organisation_kind="youth_care", compartment="missing", purpose=CARE[0]
    ).get()
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
    assert reads(region, case, region.now) == {Compartment.CORE}
    meeting.move(
        item.meeting, actor=region.actor("iris"), to="cancelled", reason="x", version=None, now=region.now
    )
    assert reads(region, case, region.now) == set()
    meeting.move(
        item.meeting, actor=region.actor("iris"), to="planned", reason="", version=None, now=region.now
    )
    assert reads(region, case, region.now) == {Compartment.CORE}
    sealing.seal(case, actor=region.actor("anna"), reason="x", keep=[], now=region.now)
    assert reads(region, case, region.now) == set()


def test_a_meeting_that_ends_sooner_closes_sooner(region: Region, case: Case, item: AgendaItem) -> None:
    joins(region, item)
    for to in ("running", "held"):
        meeting.move(item.meeting, actor=region.actor("iris"), to=to, reason="", version=None, now=region.now)
    assert reads(region, case, region.now + HALF_HOUR - TICK)
    assert reads(region, case, region.now + HALF_HOUR) == set()


def test_whom_nobody_can_let_join(region: Region, case: Case, item: AgendaItem) -> None:
    for name in ("bram", "iris", "chris"):
        with pytest.raises(AccessDenied):
            joins(region, item, actor=region.actor(name))
    for key in ("dina", "bram", "anna", "joost"):  # not invited, takes part already, or reads no case
        with pytest.raises(StateConflictError) as refused:
            joins(region, item, guest=member(region, key))
        assert refused.value.code == "cannot_join"
    with pytest.raises(StateConflictError) as refused:
        joins(region, item, opened=guest.Opened(*PROCESS, frozenset()))
    assert refused.value.code == "no_clause"
    joins(region, item)
    with pytest.raises(StateConflictError) as refused:
        joins(region, item, opened=guest.Opened(*SAFETY, frozenset()))
    assert refused.value.code == "joins_already"
    told = Delivery.objects.filter(notification__kind="meeting_guest", channel="inbox")
    assert [row.user for row in told] == [region.chris]
    line = LedgerLine.objects.get(event="meeting.guest_invited")
    assert (line.ground, line.detail["named"]) == ("care_coordination/public_task/meeting", region.chris.pk)


def test_on_the_screens(region: Region, case: Case, item: AgendaItem, log_in: LogIn) -> None:
    anna, chris = log_in("anna"), log_in("chris")
    page = f"/meetings/{item.meeting.number}/items/{item.pk}/"
    assert case.number not in chris.get(f"/meetings/{item.meeting.number}/").content.decode()
    sent = {"guest": member(region, "chris").pk, "purpose": CARE[0], "legal_ground": CARE[1]}
    assert anna.get(f"{page}guests/new/").status_code == 200
    assert anna.post(f"{page}guests/new/", {**sent, "guest": ""}).status_code == 400
    assert anna.post(f"{page}guests/new/", {**sent, "compartments": ["missing"]}).status_code == 302
    assert "Chris" in anna.get(page).content.decode()
    assert case.pseudonym in chris.get(page).content.decode()
    assert "Tijdens een overleg" in chris.get("/cases/").content.decode()
    shown = chris.get(f"/cases/{case.number}/").content.decode()
    assert case.pseudonym in shown
    assert "Zeegras" not in shown
    assert chris.get(f"/cases/{case.number}/missing/").status_code == 200
    assert chris.get(f"/cases/{case.number}/notes/new/").status_code == 404
    read = LedgerLine.objects.filter(event="meeting.read", user_id=region.chris.pk, case_id=case.pk)
    assert read.latest("id").ground.endswith("/meeting")
    made = ItemGuest.objects.get()
    assert anna.get(f"{page}guests/{made.pk}/withdraw/").status_code == 200
    assert anna.post(f"{page}guests/{made.pk}/withdraw/").status_code == 302
    assert chris.get(f"/cases/{case.number}/").status_code == 404
    assert chris.get(page).status_code == 404
    iris = log_in("iris")
    assert iris.get(f"{page}take-off/").status_code == 200
    assert iris.post(f"{page}take-off/").status_code == 302
    assert iris.get(page).status_code == 404


def test_what_was_minuted_stays_on_the_agenda(region: Region, case: Case, item: AgendaItem) -> None:
    item.discussed = "x"
    AgendaItem.objects.filter(pk=item.pk).update(discussed="x")
    with pytest.raises(StateConflictError) as refused:
        agenda.take_off(item, actor=region.actor("iris"), now=region.now)
    assert refused.value.code == "minuted"
