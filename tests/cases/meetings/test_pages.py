"""The meetings pages: each organisation its own part, the chair everything in one screen."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.coordination.models import Action
from cases.meetings import agenda, attendance, decision, meeting
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, Decision, Meeting
from cases.meetings.rules import Attendance
from tests.cast import CARE, NOW, PROCESS, Region, admit, open_case
from tests.filling import form_on

LogIn = Callable[[str], Client]
SAID = "Ze wil naar een andere school"
DECIDED = "De school belt de ouders"


def url(of: Meeting | AgendaItem, rest: str = "") -> str:
    if isinstance(of, AgendaItem):
        return f"/meetings/{of.meeting.number}/items/{of.pk}/{rest}"
    return f"/meetings/{of.number}/{rest}"


def bare(answer: HttpResponse, number: str) -> str:
    """Give a page without the number that was asked for and the token of the form."""
    return re.sub(r"\b\w{64}\b", "", answer.content.decode().replace(number, ""))


def ledger(event: str, name: str, region: Region) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(event=event, user_id=region.people[name].pk).order_by("id"))


@pytest.fixture
def minuted(region: Region, attended: AgendaItem) -> AgendaItem:
    """Give the item with what was said, and a decision with an action of the school."""
    iris = region.actor("iris")
    agenda.record_discussed(attended, actor=iris, text=SAID, version=None, now=NOW)
    outcome = decision.Outcome(
        text=DECIDED,
        legal_ground="public_task",
        owner_organisation=region.school,
        due_on=(NOW + timedelta(days=3)).date(),
    )
    decision.record(attended, actor=iris, outcome=outcome, now=NOW)
    return attended


@pytest.fixture
def other(region: Region, minuted: AgendaItem) -> AgendaItem:
    """Give a second item, of a case that is none of the school's business."""
    second = open_case(region, name="Sil Duinpan")
    admit(region, second, "table", PROCESS, "core")
    return agenda.add(
        minuted.meeting, actor=region.actor("iris"), case=second, question="Een geheime vraag", now=NOW
    )


# Who sees what


def test_chris_finds_no_trace_of_a_meeting_without_him(
    region: Region, other: AgendaItem, log_in: LogIn
) -> None:
    chris, held = log_in("chris"), other.meeting
    page = chris.get("/meetings/")
    assert page.context["upcoming"] == []
    for rest in ("", "minutes/", f"items/{other.pk}/"):
        answer = chris.get(url(held, rest))
        unknown = chris.get(f"/meetings/O-26-22222/{rest}")
        assert answer.status_code == unknown.status_code == 404
        assert bare(answer, held.number) == bare(unknown, "O-26-22222")


def test_chris_who_is_invited_hears_of_no_case(region: Region, other: AgendaItem, log_in: LogIn) -> None:
    iris = region.actor("iris")
    meeting.invite(other.meeting, actor=iris, organisations=[region.elsewhere], now=NOW)
    chris = log_in("chris")
    (row,) = chris.get("/meetings/").context["upcoming"]
    assert row["items"] == 0
    assert chris.get(url(other.meeting)).context["rows"] == []
    minutes = chris.get(url(other.meeting, "minutes/"))
    assert minutes.context["parts"] == []
    assert "Jongere" not in minutes.content.decode()
    for item in AgendaItem.objects.select_related("meeting"):
        assert chris.get(url(item)).status_code == 404
    assert ledger("minutes.read", "chris", region)[0].detail == {"shown": 0}


def test_the_school_hears_its_own_case_only(region: Region, other: AgendaItem, log_in: LogIn) -> None:
    bea = log_in("bea")
    (row,) = bea.get("/meetings/").context["upcoming"]
    assert row["items"] == 1
    page = bea.get(url(other.meeting))
    (shown,) = page.context["rows"]
    assert [action.description for action in shown["actions"]] == [DECIDED]
    assert "Een geheime vraag" not in page.content.decode()
    assert bea.get(url(other)).status_code == 404
    assert log_in("iris").get(url(other)).status_code == 200


def test_a_named_professional_hears_and_an_unnamed_or_blocked_one_does_not(
    region: Region, case: Case, other: AgendaItem, minuted: AgendaItem, log_in: LogIn
) -> None:
    assert log_in("farid").get(url(minuted)).status_code == 200
    assert log_in("eva").get(url(minuted)).status_code == 404
    assert [row["part"].item.pk for row in log_in("eva").get(url(other.meeting)).context["rows"]] == [
        other.pk
    ]


def test_who_was_not_in_the_room_reads_the_agreements_only(
    region: Region, minuted: AgendaItem, log_in: LogIn
) -> None:
    for rest in ("minutes/", f"items/{minuted.pk}/"):
        there = log_in("gerda").get(url(minuted.meeting, rest)).content.decode()
        away = log_in("piet").get(url(minuted.meeting, rest)).content.decode()
        assert SAID in there
        assert DECIDED in there
        assert SAID not in away
        assert DECIDED in away
    (whole, of_item) = ledger("minutes.read", "piet", region)
    assert (whole.object_number, whole.case_id) == (minuted.meeting.number, None)
    assert (of_item.case_id, of_item.compartments) == (minuted.case_id, "core")
    assert of_item.ground == "/".join(CARE)


def test_the_minutes_close_with_the_case(region: Region, minuted: AgendaItem, log_in: LogIn) -> None:
    region.covenant_version.clauses.filter(organisation_kind="school").update(withdrawn_on=NOW.date())
    assert log_in("bea").get(url(minuted.meeting, "minutes/")).context["parts"] == []


@pytest.mark.parametrize(
    "rest",
    ["live/", "status/", "invite/", "items/add/", "item/attendance/", "item/discussed/", "item/decide/"],
)
@pytest.mark.parametrize(("name", "status"), [("iris", 200), ("gerda", 403), ("chris", 403), ("dina", 403)])
def test_only_the_chair_runs_the_meeting(
    running: AgendaItem, log_in: LogIn, name: str, status: int, rest: str
) -> None:
    rest = rest.replace("item/", f"items/{running.pk}/")
    assert log_in(name).get(url(running.meeting, rest)).status_code == status


@pytest.mark.parametrize("name", ["dina", "hugo", "joost"])
def test_roles_without_meetings_get_the_calm_page(planned: Meeting, log_in: LogIn, name: str) -> None:
    person = log_in(name)
    for path in ("/meetings/", url(planned), "/meetings/O-26-22222/"):
        assert person.get(path).status_code == 403


# Forms


def test_iris_plans_from_the_form(region: Region, log_in: LogIn) -> None:
    iris = log_in("iris")
    posted = {"title": "Overleg 🌱", "starts_at": "2026-11-24T10:00", "organisations": [region.school.pk]}
    answer = iris.post("/meetings/new/", posted)
    made = Meeting.objects.get()
    assert answer["Location"] == url(made)
    assert region.table not in iris.get("/meetings/new/").context["form"].fields["organisations"].queryset
    late = iris.post("/meetings/new/", {**posted, "starts_at": "2026-11-16T10:00"})
    assert late.status_code == 409
    assert late.context["form"].errors["starts_at"]
    assert "Overleg 🌱" in late.content.decode()


def test_a_second_click_plans_one_meeting(region: Region, log_in: LogIn) -> None:
    iris = log_in("iris")
    key = iris.get("/meetings/new/").context["form"]["idempotency"].value()
    posted = {"title": "Overleg", "starts_at": "2026-11-24T10:00", "idempotency": key}
    first, second = iris.post("/meetings/new/", posted), iris.post("/meetings/new/", posted)
    assert first["Location"] == second["Location"]
    assert Meeting.objects.count() == 1


def test_a_case_is_found_by_number_or_pseudonym_and_another_seems_not_to_exist(
    region: Region, case: Case, planned: Meeting, log_in: LogIn
) -> None:
    iris, hidden = log_in("iris"), open_case(region, name="Sil Duinpan")
    page = url(planned, "items/add/")
    assert case.number in iris.get(page).content.decode()
    assert ledger("case.list_read", "iris", region)[0].detail == {"shown": 1}
    assert hidden.number not in iris.get(page).content.decode()
    answers = {
        iris.post(page, {"case": number, "question": "Wat nu?"}).context["form"].errors["case"][0]
        for number in (hidden.number, hidden.pseudonym, "C-26-22222", "Jongere 99-999")
    }
    assert len(answers) == 1
    assert iris.post(page, {"case": case.pseudonym.upper(), "question": "=1+1"}).status_code == 302
    assert AgendaItem.objects.get().question == "=1+1"


def test_a_stale_text_is_kept_beside_what_is_there(
    region: Region, minuted: AgendaItem, log_in: LogIn
) -> None:
    iris, page = log_in("iris"), url(minuted, "discussed/")
    version = iris.get(page).context["form"]["version"].value()
    agenda.record_discussed(minuted, actor=region.actor("iris"), text="Anders", version=None, now=NOW)
    answer = iris.post(page, {"text": "Mijn tekst", "version": version})
    assert answer.status_code == 409
    assert "Mijn tekst" in answer.content.decode()
    assert "Anders" in answer.content.decode()
    again = iris.post(page, {"text": "Mijn tekst", "version": answer.context["form"]["version"].value()})
    assert again.status_code == 302


def test_a_text_that_is_too_long_is_kept_too(attended: AgendaItem, log_in: LogIn) -> None:
    answer = log_in("iris").post(url(attended, "discussed/"), {"text": "x" * 200_000, "version": 1})
    assert answer.status_code == 400
    assert "x" * 200_000 in answer.content.decode()


def test_an_action_says_all_that_it_lacks_at_once(
    region: Region, attended: AgendaItem, log_in: LogIn
) -> None:
    iris, page = log_in("iris"), url(attended, "decide/")
    posted = {"text": "Bellen", "legal_ground": "public_task", "description": "De ouders bellen"}
    errors = iris.post(page, posted).context["form"].errors
    assert set(errors) == {"owner_organisation", "due_on"}
    early = {**posted, "owner_organisation": region.school.pk, "due_on": "2026-11-16"}
    assert set(iris.post(page, early).context["form"].errors) == {"due_on"}
    foreign = {**early, "owner_organisation": region.elsewhere.pk, "due_on": "2026-11-20"}
    assert set(iris.post(page, foreign).context["form"].errors) == {"owner_organisation"}
    assert not Decision.objects.exists()


def test_somebody_who_left_the_case_meanwhile_is_refused_by_name(
    region: Region, case: Case, running: AgendaItem, log_in: LogIn
) -> None:
    iris, page = log_in("iris"), url(running, "attendance/")
    region.covenant_version.clauses.filter(organisation_kind="school").update(withdrawn_on=NOW.date())
    answer = iris.post(page, {f"status_{region.school.pk}": "present", f"person_{region.school.pk}": "Bea"})
    assert answer.status_code == 409
    assert "Lyceum De Dijk" in str(answer.context["form"].non_field_errors())


# The chair's screen


def test_iris_runs_the_meeting_from_one_screen(region: Region, running: AgendaItem, log_in: LogIn) -> None:
    iris, screen = log_in("iris"), url(running.meeting, "live/")
    page = iris.get(screen)
    assert page.context["work"]["may_minute"] is False
    assert "Noor" not in page.content.decode()
    seats = {f"status_{o.pk}": "present" for o in page.context["work"]["seats"].inside}
    answer = iris.post(url(running, "attendance/?from=live"), seats)
    assert answer["Location"] == f"{screen}?item={running.pk}"
    posted = {
        "text": DECIDED,
        "legal_ground": "public_task",
        "owner_organisation": region.school.pk,
        "due_on": "2026-11-20",
    }
    assert iris.post(url(running, "decide/?from=live"), posted)["Location"] == f"{screen}?item={running.pk}"
    page = iris.get(screen, {"item": running.pk})
    assert page.context["at"].decisions[0].actions.all()[0].owner_organisation == region.school
    assert Action.objects.get().description == DECIDED
    ids = re.findall(r'\sid="([^"]*)"', page.content.decode())
    assert len(ids) == len(set(ids))


def test_the_screen_also_works_with_an_empty_agenda_and_an_odd_address(
    planned: Meeting, log_in: LogIn
) -> None:
    iris = log_in("iris")
    assert iris.get(url(planned, "live/"), {"item": "²"}).context["at"] is None


# Size


def test_more_items_cost_no_more_selects(region: Region, minuted: AgendaItem, log_in: LogIn) -> None:
    """Each case that is shown has its own ledger line; nothing else grows."""
    iris_actor, iris, counts = region.actor("iris"), log_in("iris"), []
    iris.get("/meetings/")  # the first page of a session looks whether there is a new statement to accept
    pages = [
        "/meetings/",
        url(minuted.meeting),
        url(minuted.meeting, "minutes/"),
        url(minuted.meeting, "live/"),
    ]
    for more in (0, 6):
        for number in range(more):
            case = open_case(region, name=f"Jongere Nummer {number}")
            admit(region, case, "table", PROCESS, "core")
            item = agenda.add(minuted.meeting, actor=iris_actor, case=case, question="?", now=NOW)
            here = [Seat(region.table, Attendance.PRESENT), Seat(region.desk, Attendance.PRESENT)]
            attendance.record(item, actor=iris_actor, taken=here, now=NOW)
            outcome = decision.Outcome(
                "Af", "public_task", owner_organisation=region.table, due_on=NOW.date()
            )
            decision.record(item, actor=iris_actor, outcome=outcome, now=NOW)
        counts.append([_selects(iris, page, minuted) for page in pages])
    assert counts[0] == counts[1]


def _selects(client: Client, page: str, item: AgendaItem) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(page, {"item": item.pk})
    return len([query for query in queries if query["sql"].startswith("SELECT")])


def test_past_meetings_come_in_pages_of_25(region: Region, log_in: LogIn) -> None:
    for day in range(27):
        planning = meeting.Planning(title=f"Overleg {day}", starts_at=NOW)
        made = meeting.plan(actor=region.actor("iris"), planning=planning, now=NOW)
        Meeting.objects.filter(pk=made.pk).update(starts_at=NOW - timedelta(days=day + 1))
    iris = log_in("iris")
    first = iris.get("/meetings/")
    second = iris.get("/meetings/" + first.context["page"].next_url)
    assert (len(first.context["past"]), len(second.context["past"])) == (25, 2)


def test_a_start_from_an_older_page_is_refused_with_a_sentence(planned: Meeting, log_in: LogIn) -> None:
    iris, page = log_in("iris"), url(planned, "status/")
    version = iris.get(page).context["form"]["version"].value()
    start = {"to": "running", "version": version}
    assert iris.post(page, start)["Location"] == url(planned, "live/")
    again = iris.post(page, start)
    assert again.status_code == 409
    assert again.context["form"].non_field_errors()
    assert iris.post(page, {"to": "cancelled", "reason": ""}).context["form"].errors["reason"]


def test_taking_attendance_leaves_alone_what_one_did_not_touch(
    region: Region, running: AgendaItem, log_in: LogIn
) -> None:
    iris, page = log_in("iris"), url(running, "attendance/")
    first, second = (form_on(iris.get(page).content.decode(), "idempotency") for _ in "12")
    school, police = f"status_{region.school.pk}", f"status_{region.police.pk}"
    assert iris.post(page, first | {school: "present"}).status_code == 302
    assert iris.post(page, second | {police: "late"}).status_code == 302
    recorded = dict(running.attendance.values_list("organisation_id", "status"))
    assert recorded == {region.school.pk: "present", region.police.pk: "late"}
    refused = iris.post(page, second | {school: "absent", "idempotency": "anew"})
    assert refused.status_code == 409
    assert "Intussen schreef iemand anders" in refused.content.decode()
    again = form_on(refused.content.decode(), "idempotency")
    assert again[school] == ["absent"]
    assert iris.post(page, again).status_code == 302
    assert running.attendance.get(organisation=region.school).status == "absent"
