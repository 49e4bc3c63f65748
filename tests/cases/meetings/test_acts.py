"""Planning a meeting, its agenda, who is in the room, and decisions that become actions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.coordination.models import Action
from cases.meetings import agenda, attendance, decision, meeting, room
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, Decision, Meeting
from cases.meetings.rules import Attendance
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import FOUNDER, NOW, Region, member, open_case

CALL_SCHOOL = decision.Outcome(text="De school belt de ouders", legal_ground="public_task")


def lines(event: str) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(event=event))


def told(kind: str) -> set[str]:
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return {row.user.name for row in rows.select_related("user")}


# Planning


def test_iris_plans_and_contact_points_are_told(region: Region, planned: Meeting) -> None:
    assert planned.number.startswith("O-26-")
    assert (planned.host, planned.chair, planned.status) == (region.table, region.iris, "planned")
    assert told("meeting_planned") == {"Anna", "Arno", "Eva", "Bea", "Fenna", "Gerda", "Piet"}
    assert {row.path for row in Delivery.objects.filter(notification__kind="meeting_planned")} == {
        f"/meetings/{planned.number}/"
    }
    (line,) = lines("meeting.planned")
    assert (line.object_number, line.case_id, line.detail) == (planned.number, None, {"invited": 5})
    assert planned.history.count() == 1


@pytest.mark.parametrize("name", ["anna", "bram", "chris", "dina", "hugo", "joost"])
def test_only_who_chairs_plans(region: Region, name: str) -> None:
    planning = meeting.Planning(title="Overleg", starts_at=NOW + timedelta(days=1))
    with pytest.raises(AccessDenied):
        meeting.plan(actor=region.actor(name), planning=planning, now=NOW)


def test_a_day_that_has_passed_is_refused_but_this_morning_is_not(region: Region) -> None:
    iris = region.actor("iris")
    yesterday = meeting.Planning(title="Overleg", starts_at=NOW - timedelta(days=1))
    with pytest.raises(StateConflictError) as refused:
        meeting.plan(actor=iris, planning=yesterday, now=NOW)
    assert refused.value.field == "starts_at"
    assert meeting.plan(actor=iris, planning=replace(yesterday, starts_at=NOW), now=NOW).pk


def test_who_is_invited_later_is_told_and_nobody_twice(region: Region, planned: Meeting) -> None:
    iris = region.actor("iris")
    before = Delivery.objects.count()
    added = meeting.invite(planned, actor=iris, organisations=[region.elsewhere, region.school], now=NOW)
    assert added == [region.elsewhere]
    assert told("meeting_planned") >= {"Chris"}
    assert Delivery.objects.count() == before + 2  # inbox and mail, for Chris alone
    assert meeting.invite(planned, actor=iris, organisations=[region.school], now=NOW) == []


def test_a_meeting_goes_its_way(region: Region, planned: Meeting) -> None:
    iris = region.actor("iris")

    def move(to: str, reason: str = "", version: int | None = None) -> Meeting:
        return meeting.move(planned, actor=iris, to=to, reason=reason, version=version, now=NOW)

    with pytest.raises(StateConflictError, match="reason_missing"):
        move("cancelled")
    assert move("cancelled", "Zaal dicht").history.first().history_change_reason == "Zaal dicht"
    assert told("meeting_cancelled") == told("meeting_planned") != set()
    with pytest.raises(StateConflictError, match="meeting_over"):
        meeting.invite(planned, actor=iris, organisations=[region.elsewhere], now=NOW)
    move("planned")
    move("running")
    with pytest.raises(StateConflictError, match="not_from_here"):
        move("planned")
    with pytest.raises(StaleWriteError):
        move("held", version=1)
    assert move("held").status == "held"
    assert [line.detail["status_to"] for line in lines("meeting.changed")] == [
        "cancelled",
        "planned",
        "running",
        "held",
    ]


@pytest.mark.parametrize(("name", "conceal"), [("anna", False), ("chris", True), ("bram", False)])
def test_nobody_else_starts_the_meeting(region: Region, planned: Meeting, name: str, conceal: bool) -> None:
    with pytest.raises(AccessDenied):
        meeting.move(planned, actor=region.actor(name), to="running", reason="", version=None, now=NOW)
    if conceal:
        with pytest.raises(AccessDenied) as refused:
            room.enter(region.actor(name), planned.number)
        assert refused.value.conceal


# Agenda


def test_iris_puts_a_case_of_her_table_on_the_agenda(region: Region, case: Case, item: AgendaItem) -> None:
    assert (item.order, item.question) == (1, "Wat nu?")
    (line,) = lines("meeting.item_added")
    assert (line.case_id, line.compartments) == (case.pk, "core")


def test_a_case_without_her_organisation_is_none_of_her_business(region: Region, planned: Meeting) -> None:
    other = open_case(region, name="Sil Duinpan")
    with pytest.raises(AccessDenied) as refused:
        agenda.add(planned, actor=region.actor("iris"), case=other, question="?", now=NOW)
    assert refused.value.conceal
    assert not AgendaItem.objects.exists()


def test_the_same_case_twice_a_closed_case_and_an_old_meeting_are_refused(
    region: Region, case: Case, item: AgendaItem
) -> None:
    iris, planned = region.actor("iris"), item.meeting
    with pytest.raises(StateConflictError, match="on_agenda"):
        agenda.add(planned, actor=iris, case=case, question="?", now=NOW)
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=NOW)
    with pytest.raises(StateConflictError, match="case_closed"):
        agenda.add(planned, actor=iris, case=Case.objects.get(pk=case.pk), question="?", now=NOW)
    Meeting.objects.filter(pk=planned.pk).update(status="held")
    with pytest.raises(StateConflictError, match="meeting_over"):
        agenda.add(planned, actor=iris, case=case, question="?", now=NOW)


# In the room


def test_who_was_there_is_kept_per_item(region: Region, case: Case, attended: AgendaItem) -> None:
    kept = {row.organisation.name: row.status for row in attended.attendance.select_related("organisation")}
    assert kept["Lyceum De Dijk"] == "present"
    assert kept["Jeugdhulp Het Anker"] == "absent"
    (line,) = lines("meeting.attendance_recorded")
    assert (line.case_id, line.detail["attendance"][str(region.school.pk)]) == (case.pk, "present")
    late = [Seat(region.institution, Attendance.LATE, "Piet")]
    changed = attendance.record(attended, actor=region.actor("iris"), taken=late, now=NOW)
    assert [row.person for row in changed] == ["Piet"]
    assert attendance.record(attended, actor=region.actor("iris"), taken=late, now=NOW) == []
    assert changed[0].history.count() == 2


def test_an_organisation_outside_the_case_is_not_in_the_room(region: Region, running: AgendaItem) -> None:
    iris = region.actor("iris")
    meeting.invite(running.meeting, actor=iris, organisations=[region.elsewhere], now=NOW)
    seats = room.seats(running, now=NOW)
    assert (region.elsewhere in seats.inside, seats.outside) == (False, (region.elsewhere,))
    taken = [Seat(region.school, Attendance.PRESENT), Seat(region.elsewhere, Attendance.PRESENT)]
    with pytest.raises(StateConflictError) as refused:
        attendance.record(running, actor=iris, taken=taken, now=NOW)
    assert "Jeugdhulp De Overkant" in str(refused.value.sentence)
    assert not running.attendance.exists()  # all or nothing


def test_whoever_leaves_the_case_or_the_covenant_leaves_the_room(
    region: Region, case: Case, running: AgendaItem
) -> None:
    school = case.participations.get(organisation=region.school)
    participation.end(school, actor=region.actor("anna"), reason="Verhuisd", now=NOW)
    region.covenant_version.clauses.filter(organisation_kind="veilig_thuis").update(withdrawn_on=NOW.date())
    inside = room.seats(running, now=NOW).inside
    assert region.school not in inside
    assert region.veilig_thuis not in inside


def test_attendance_waits_for_the_start(region: Region, item: AgendaItem) -> None:
    with pytest.raises(StateConflictError, match="not_running"):
        attendance.record(item, actor=region.actor("iris"), taken=[], now=NOW)


# What was said


def test_what_was_discussed_is_kept_in_versions(region: Region, case: Case, attended: AgendaItem) -> None:
    iris = region.actor("iris")

    def record(text: str, version: int | None) -> AgendaItem:
        return agenda.record_discussed(attended, actor=iris, text=text, version=version, now=NOW)

    first = record("Ze wil naar school", attended.version)
    with pytest.raises(StaleWriteError):
        record("Iets anders", attended.version)
    second = record("Ze wil naar een andere school", first.version)
    assert [row.discussed for row in second.history.all()[:2]] == [
        "Ze wil naar een andere school",
        "Ze wil naar school",
    ]
    assert TimelineEntry.objects.filter(case=case, kind="discussed").count() == 1
    assert len(lines("meeting.item_recorded")) == 2


def test_nothing_is_recorded_before_it_is_known_who_was_there(region: Region, running: AgendaItem) -> None:
    iris = region.actor("iris")
    with pytest.raises(StateConflictError, match="attendance_missing"):
        agenda.record_discussed(running, actor=iris, text="x", version=None, now=NOW)
    with pytest.raises(StateConflictError, match="attendance_missing"):
        decision.record(running, actor=iris, outcome=CALL_SCHOOL, now=NOW)
    Meeting.objects.filter(pk=running.meeting.pk).update(status="planned")
    with pytest.raises(StateConflictError, match="meeting_not_started"):
        decision.record(running, actor=iris, outcome=CALL_SCHOOL, now=NOW)


@pytest.mark.parametrize("name", ["anna", "gerda", "chris"])
def test_only_the_chair_keeps_the_minutes(region: Region, attended: AgendaItem, name: str) -> None:
    actor = region.actor(name)
    for act in (
        lambda: agenda.record_discussed(attended, actor=actor, text="x", version=None, now=NOW),
        lambda: decision.record(attended, actor=actor, outcome=CALL_SCHOOL, now=NOW),
        lambda: attendance.record(attended, actor=actor, taken=[], now=NOW),
    ):
        with pytest.raises(AccessDenied):
            act()


# Decisions


def test_a_decision_becomes_an_action_in_one_go(region: Region, case: Case, attended: AgendaItem) -> None:
    outcome = replace(
        CALL_SCHOOL,
        dissent="Veilig Thuis wacht liever",
        owner_organisation=region.school,
        due_on=date(2026, 11, 20),
    )
    decided = decision.record(attended, actor=region.actor("iris"), outcome=outcome, now=NOW)
    made = Action.objects.get(decision=decided)
    assert (made.description, made.owner_organisation, made.due_on) == (
        "De school belt de ouders",
        region.school,
        date(2026, 11, 20),
    )
    assert (made.case, made.status) == (case, "open")
    (line,) = lines("decision.recorded")
    assert (line.case_id, line.ground, line.compartments) == (case.pk, "public_task", "core")
    assert len(lines("action.agreed")) == 1
    assert TimelineEntry.objects.get(case=case, kind="decision").params == {
        "meeting": attended.meeting.number
    }
    assert told("action_agreed") == {"Bea"}


def test_a_decision_without_an_action_stands_alone(region: Region, attended: AgendaItem) -> None:
    decision.record(attended, actor=region.actor("iris"), outcome=CALL_SCHOOL, now=NOW)
    assert (Decision.objects.count(), Action.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"due_on": date(2026, 11, 16)}, "due_on", "due_not_before_meeting"),
        ({"due_on": None}, "due_on", "due_date"),
        ({"owner": None}, "owner_organisation", "owner"),
        ({"owner": "elsewhere"}, "owner_organisation", "owner_on_case"),
        ({"text": " "}, "text", "text"),
    ],
)
def test_a_decision_that_is_no_decision_yet_is_refused_whole(
    region: Region, attended: AgendaItem, change: dict, field: str, code: str
) -> None:
    values = {"owner": "school", "due_on": date(2026, 11, 20), "text": "Bellen", **change}
    key = values.pop("owner")
    owner = None if key is None else region.organisations[key]
    outcome = replace(CALL_SCHOOL, owner_organisation=owner, **values)
    with pytest.raises(StateConflictError) as refused:
        decision.record(attended, actor=region.actor("iris"), outcome=outcome, now=NOW)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert not Decision.objects.exists()
    assert not Action.objects.exists()


def test_who_saw_less_overwrites_no_attendance(region: Region, attended: AgendaItem) -> None:
    """Two take attendance at once: the second one's page showed that nothing was recorded yet."""
    iris, school = region.actor("iris"), region.school
    late = Seat(school, Attendance.LATE, "Bea", seen=("", ""))
    with pytest.raises(StateConflictError) as refused:
        attendance.record(attended, actor=iris, taken=[late], now=NOW)
    assert refused.value.code == "meanwhile"
    assert refused.value.field == f"status_{school.pk}"
    same = Seat(school, Attendance.PRESENT, seen=("", ""))  # both wrote the same: nothing to choose
    assert attendance.record(attended, actor=iris, taken=[same], now=NOW) == []
    knowing = replace(late, seen=("present", ""))
    (row,) = attendance.record(attended, actor=iris, taken=[knowing], now=NOW)
    assert (row.status, row.person) == ("late", "Bea")


def test_an_organisation_that_left_the_case_gets_no_action(
    region: Region, case: Case, attended: AgendaItem
) -> None:
    part = CaseParticipation.objects.get(case=case, organisation=region.school, ended_at=None)
    participation.end(part, actor=region.actor("anna"), reason="Verhuisd", now=NOW)
    outcome = replace(CALL_SCHOOL, owner_organisation=region.school, due_on=date(2026, 11, 20))
    with pytest.raises(StateConflictError) as refused:
        decision.record(attended, actor=region.actor("iris"), outcome=outcome, now=NOW)
    assert (refused.value.field, refused.value.code) == ("owner_organisation", "owner_on_case")
    assert not Decision.objects.exists()


def test_an_action_stays_with_the_organisation_when_its_contact_retires(
    region: Region, case: Case, attended: AgendaItem
) -> None:
    """Nobody who left is told, the action stands, and who coordinates can still end it."""
    membership.end(member(region, "bea"), actor=FOUNDER, now=NOW)
    outcome = replace(CALL_SCHOOL, owner_organisation=region.school, due_on=date(2026, 11, 20))
    decision.record(attended, actor=region.actor("iris"), outcome=outcome, now=NOW)
    (agreed,) = Action.objects.filter(case=case)
    assert (agreed.owner_organisation, agreed.status) == (region.school, "open")
    assert "Bea" not in told("action_agreed")
    ended = action.cancel(agreed, actor=region.actor("anna"), reason="Niemand meer", now=NOW)
    assert ended.status == "cancelled"
