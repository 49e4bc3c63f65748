"""The chair orders the agenda, time-boxes it and says whom an item needs; also while others work in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import agenda, agenda_plan, decision, meeting, room
from cases.meetings.agenda_plan import Change
from cases.meetings.models import AgendaItem, Meeting
from cases.notifications.models import Delivery
from organisations import covenant
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from organisations.models import CovenantParty
from tests.cast import FOUNDER, NOW, PROCESS, Region, admit, open_case

LogIn = Callable[[str], Client]


@pytest.fixture
def three(region: Region, item: AgendaItem) -> list[AgendaItem]:
    """Give three items on one agenda; the last two stand on the same place."""
    items = [item]
    for name in ("Sil Duinpan", "Fenne Rietkraag"):
        other = open_case(region, name=name)
        admit(region, other, "table", PROCESS, "core")
        iris = region.actor("iris")
        items.append(agenda.add(item.meeting, actor=iris, case=other, question="?", place=2, now=NOW))
    return items


def order(meeting: Meeting) -> list[int]:
    return list(
        AgendaItem.objects.filter(meeting=meeting).order_by("order", "id").values_list("pk", flat=True)
    )


def test_an_item_goes_up_and_down(region: Region, three: list[AgendaItem]) -> None:
    first, second, third = (one.pk for one in three)
    iris, planned = region.actor("iris"), three[0].meeting
    agenda_plan.move(three[2], actor=iris, up=True, now=NOW)
    assert order(planned) == [first, third, second]
    agenda_plan.move(three[0], actor=iris, up=False, now=NOW)
    assert order(planned) == [third, first, second]
    agenda_plan.move(three[2], actor=iris, up=True, now=NOW)  # at the top already
    assert order(planned) == [third, first, second]
    assert LedgerLine.objects.filter(event="meeting.item_moved").count() == 3


def test_who_types_in_an_item_that_is_moved_loses_nothing(region: Region, running: AgendaItem) -> None:
    iris = region.actor("iris")
    other = open_case(region, name="Sil Duinpan")
    admit(region, other, "table", PROCESS, "core")
    agenda.add(running.meeting, actor=iris, case=other, question="?", now=NOW)
    seen = AgendaItem.objects.get(pk=running.pk).version
    agenda_plan.move(running, actor=iris, up=False, now=NOW)
    asked = Change("Wie belt?", 20, (region.school,))
    changed = agenda_plan.change(running, actor=iris, asked=asked, version=seen, now=NOW)
    assert changed.question == "Wie belt?"
    with pytest.raises(StaleWriteError):  # a second chair who opened it before
        agenda_plan.change(running, actor=iris, asked=asked, version=seen, now=NOW)


def test_the_chair_moves_by_buttons_without_javascript(
    region: Region, three: list[AgendaItem], log_in: LogIn
) -> None:
    client, planned = log_in("iris"), three[0].meeting
    page = client.get(f"/meetings/{planned.number}/")
    assert [row["slot"].starts_at for row in page.context["rows"]] == [
        planned.starts_at + timedelta(minutes=15 * place) for place in range(3)
    ]
    address = f"/meetings/{planned.number}/items/{three[2].pk}/move/"
    assert client.post(address, {"to": "up"}).status_code == 302
    assert client.post(address, {"to": "sideways"}).status_code == 302  # nothing to lose, nothing happens
    assert order(planned) == [three[0].pk, three[2].pk, three[1].pk]
    assert log_in("bea").post(address, {"to": "up"}).status_code == 403


def test_everybody_hears_when_their_item_comes_also_behind_items_that_are_not_theirs(
    region: Region, three: list[AgendaItem], log_in: LogIn
) -> None:
    agenda_plan.move(three[0], actor=region.actor("iris"), up=False, now=NOW)
    (row,) = log_in("bea").get(f"/meetings/{three[0].meeting.number}/").context["rows"]
    assert row["slot"].starts_at == three[0].meeting.starts_at + timedelta(minutes=15)


def test_a_change_is_kept_with_a_line_and_invites_who_is_new(
    region: Region, item: AgendaItem, log_in: LogIn
) -> None:
    client, address = log_in("iris"), f"/meetings/{item.meeting.number}/items/{item.pk}/change/"
    form = client.get(address).context["form"]
    sent = {"question": "Wie belt?", "minutes": "25", "organisations": [region.school.pk], "version": "1"}
    assert "0" not in (form["minutes"].value() or "")
    assert client.post(address, {**sent, "minutes": "0"}).status_code == 400
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "question": "Nog iets"}).status_code == 409
    item.refresh_from_db()
    assert (item.question, item.minutes) == ("Wie belt?", 25)
    (line,) = LedgerLine.objects.filter(event="meeting.item_changed")
    assert (line.case_id, line.object_number) == (item.case_id, item.meeting.number)


def test_an_organisation_that_comes_back_on_the_item_is_told_once(region: Region, item: AgendaItem) -> None:
    iris, before = region.actor("iris"), Delivery.objects.count()
    for homes in ((region.school, region.police), (region.school,), (region.school, region.police)):
        agenda_plan.change(item, actor=iris, asked=Change("?", None, homes), version=None, now=NOW)
    assert set(room.seats(item, now=NOW).inside) == {region.table, region.school, region.police}
    assert Delivery.objects.count() == before  # they have a seat at the meeting already


def test_who_was_in_the_room_stays_on_the_item(region: Region, attended: AgendaItem) -> None:
    asked = Change("?", None, (region.school,))
    with pytest.raises(StateConflictError, match="was_in_the_room"):
        agenda_plan.change(attended, actor=region.actor("iris"), asked=asked, version=None, now=NOW)


def test_a_meeting_that_is_over_keeps_its_order(region: Region, three: list[AgendaItem]) -> None:
    Meeting.objects.update(status="held")
    with pytest.raises(StateConflictError, match="meeting_over"):
        agenda_plan.move(three[1], actor=region.actor("iris"), up=True, now=NOW)
    with pytest.raises(AccessDenied):
        agenda_plan.move(three[1], actor=region.actor("anna"), up=True, now=NOW)


# Bad input


def test_an_organisation_that_left_the_covenant_is_not_in_the_room(
    region: Region, case: Case, item: AgendaItem, log_in: LogIn
) -> None:
    asked = Change("?", None, (region.school, region.police))
    agenda_plan.change(item, actor=region.actor("iris"), asked=asked, version=None, now=NOW)
    party = CovenantParty.objects.get(organisation=region.school)
    covenant.withdraw(party, actor=FOUNDER, on=NOW.date(), now=NOW)
    after = NOW + timedelta(days=1)
    seats = room.seats(item, now=after)
    assert region.school not in seats.inside
    assert region.school in seats.outside
    outcome = decision.Outcome(
        text="Belt", legal_ground="public_task", owner_organisation=region.school, due_on=after.date()
    )
    meeting.move(item.meeting, actor=region.actor("iris"), to="running", reason="", version=None, now=NOW)
    with pytest.raises(StateConflictError):
        decision.record(item, actor=region.actor("iris"), outcome=outcome, now=after)


def test_the_hour_that_the_clock_skips_is_asked_about(region: Region, log_in: LogIn) -> None:
    typed = {"title": "Overleg", "starts_at": "2027-03-28T02:30", "lasts": "60"}
    answer = log_in("iris").post("/meetings/new/", typed)
    assert answer.status_code == 400
    assert "starts_at" in answer.context["form"].errors
    assert not Meeting.objects.exists()


def test_three_hundred_items_can_still_be_ordered(region: Region, three: list[AgendaItem]) -> None:
    first, planned = three[0], three[0].meeting
    cases = Case.objects.bulk_create(
        Case(
            number=f"C-26-X{number:04d}",
            pseudonym=f"Jongere 99-{number:03d}",
            covenant_id=first.case.covenant_id,
            form_of_concern="labour",
            started_at=NOW,
            updated_at=NOW,
        )
        for number in range(297)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=planned, case=case, order=3, question="?") for case in cases
    )
    agenda_plan.move(three[2], actor=region.actor("iris"), up=True, now=NOW)
    assert order(planned)[:3] == [three[0].pk, three[2].pk, three[1].pk]
    slots, plan = room.times(planned)
    assert (len(slots), plan.minutes, plan.is_too_long) == (300, 300 * 15, True)
