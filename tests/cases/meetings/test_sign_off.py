"""Minutes are established once; after that they change by corrections that everybody sees as such."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.meetings import agenda, attendance, decision, meeting, sign_off
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, MinutesCorrection, MinutesSignature
from cases.meetings.rules import Attendance
from organisations.actor import AccessDenied
from tests.cast import NOW, Region
from zorgtafel import pdf

LogIn = Callable[[str], Client]


@pytest.fixture
def held(region: Region, attended: AgendaItem) -> AgendaItem:
    """Give the item of a meeting that was held, with what was said."""
    iris = region.actor("iris")
    agenda.record_discussed(attended, actor=iris, text="Ze wil rust", version=None, now=NOW)
    meeting.move(attended.meeting, actor=iris, to="held", reason="", version=None, now=NOW)
    return AgendaItem.objects.select_related("meeting__host", "case").get(pk=attended.pk)


@pytest.fixture
def established(region: Region, held: AgendaItem) -> AgendaItem:
    """Give the item after Iris established the minutes."""
    sign_off.sign(held.meeting, actor=region.actor("iris"), now=NOW)
    return held


def minutes(client: Client, item: AgendaItem, rest: str = "") -> HttpResponse:
    return client.get(f"/meetings/{item.meeting.number}/minutes/{rest}")


# Signing


def test_iris_establishes_and_then_each_organisation_signs_once(region: Region, held: AgendaItem) -> None:
    bea = region.actor("bea")
    with pytest.raises(StateConflictError, match="not_established"):
        sign_off.sign(held.meeting, actor=bea, now=NOW)
    sign_off.sign(held.meeting, actor=region.actor("iris"), now=NOW)
    sign_off.sign(held.meeting, actor=bea, now=NOW)
    with pytest.raises(StateConflictError, match="signed_already"):
        sign_off.sign(held.meeting, actor=bea, now=NOW)
    assert {row.organisation for row in MinutesSignature.objects.all()} == {region.table, region.school}
    events = LedgerLine.objects.filter(event__in=["minutes.established", "minutes.signed"]).order_by("id")
    assert [(line.event, line.object_number) for line in events] == [
        ("minutes.established", held.meeting.number),
        ("minutes.signed", held.meeting.number),
    ]


def test_a_meeting_that_goes_on_is_not_signed(region: Region, attended: AgendaItem) -> None:
    with pytest.raises(StateConflictError, match="not_held"):
        sign_off.sign(attended.meeting, actor=region.actor("iris"), now=NOW)


@pytest.mark.parametrize("name", ["chris", "dina", "joost"])
def test_who_has_no_seat_signs_nothing(region: Region, established: AgendaItem, name: str) -> None:
    with pytest.raises(AccessDenied):
        sign_off.sign(established.meeting, actor=region.actor(name), now=NOW)


# Afterwards


def test_nothing_changes_silently_after_signing(region: Region, established: AgendaItem) -> None:
    iris = region.actor("iris")
    with pytest.raises(StateConflictError, match="established"):
        agenda.record_discussed(established, actor=iris, text="Anders", version=None, now=NOW)
    seat = Seat(region.institution, Attendance.PRESENT)
    with pytest.raises(StateConflictError, match="established"):
        attendance.record(established, actor=iris, taken=[seat], now=NOW)
    outcome = decision.Outcome(text="Nog iets", legal_ground="public_task")
    with pytest.raises(StateConflictError, match="established"):
        decision.record(established, actor=iris, outcome=outcome, now=NOW)
    established.refresh_from_db()
    assert established.discussed == "Ze wil rust"


def test_a_correction_stands_below_for_whom_it_concerns(
    region: Region, established: AgendaItem, log_in: LogIn
) -> None:
    iris = region.actor("iris")
    for about, text in (("discussed", "Ze wil werken"), ("decided", "De politie belt")):
        sign_off.correct(established, actor=iris, about=about, text=text, now=NOW)
    shown = {
        name: [
            one.text
            for part in minutes(log_in(name), established).context["parts"]
            for one in part.corrections
        ]
        for name in ("bea", "piet")
    }
    assert shown == {"bea": ["Ze wil werken", "De politie belt"], "piet": ["De politie belt"]}
    (line, _other) = LedgerLine.objects.filter(event="minutes.corrected")
    assert (line.case_id, line.object_number) == (established.case_id, established.meeting.number)


def test_a_correction_is_for_established_minutes_and_for_the_chair(region: Region, held: AgendaItem) -> None:
    with pytest.raises(StateConflictError, match="not_established"):
        sign_off.correct(held, actor=region.actor("iris"), about="decided", text="?", now=NOW)
    with pytest.raises(AccessDenied):
        sign_off.correct(held, actor=region.actor("anna"), about="decided", text="?", now=NOW)
    assert not MinutesCorrection.objects.exists()


def test_the_pages_lead_through_it(region: Region, held: AgendaItem, log_in: LogIn) -> None:
    iris, bea = log_in("iris"), log_in("bea")
    assert minutes(iris, held).context["may_sign"]
    assert not minutes(bea, held).context["may_sign"]
    assert iris.post(f"/meetings/{held.meeting.number}/minutes/sign/").status_code == 302
    assert bea.post(f"/meetings/{held.meeting.number}/minutes/sign/").status_code == 302
    assert bea.post(f"/meetings/{held.meeting.number}/minutes/sign/").status_code == 409
    page = minutes(bea, held)
    assert (page.context["established"], page.context["may_sign"]) == (True, False)
    address = f"/meetings/{held.meeting.number}/items/{held.pk}/correct/"
    assert iris.post(address, {"about": "decided", "text": ""}).status_code == 400
    assert iris.post(address, {"about": "decided", "text": "De politie belt"}).status_code == 302
    assert "De politie belt" in minutes(bea, held).content.decode()


# On paper


def test_the_pdf_holds_the_own_part_and_names_its_reader(
    region: Region, held: AgendaItem, log_in: LogIn
) -> None:
    with pdf.overheard() as documents:
        whole, part = minutes(log_in("bea"), held, "document/"), minutes(log_in("piet"), held, "document/")
    for answer in (whole, part):
        assert answer["Content-Type"] == "application/pdf"
        assert b"StructTreeRoot" in answer.content
        assert b"pdfuaid" in answer.content
    bea, piet = documents
    assert region.bea.name in bea
    assert "Ze wil rust" in bea
    assert region.piet.name in piet
    assert "Ze wil rust" not in piet  # they were not in the room
    assert LedgerLine.objects.filter(event="minutes.printed", case_id=held.case_id).count() == 2
    assert log_in("chris").get(f"/meetings/{held.meeting.number}/minutes/document/").status_code == 404
