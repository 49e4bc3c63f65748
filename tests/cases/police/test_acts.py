"""Logging contact with police, and the complaint track in the young person's own time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from cases.police import complaint, contact
from cases.police.models import ComplaintEntry, PoliceContact
from organisations.actor import AccessDenied
from tests.cast import NOW, Region

TALK = contact.Talk(
    kind="informal_consult",
    unit="trafficking_specialist",
    person="Farid",
    purpose="Is this enough for a report?",
    legal_ground="public_task",
    happened_at=NOW - timedelta(hours=2),
    given="A pattern, without a name",
    received="Keep listening",
    agreement="Call again on Friday",
)
NOT_YET = complaint.Stage(stage="not_yet", happened_at=NOW - timedelta(hours=1), wish="Ik wil het nu niet")


def lines(event: str) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(event=event))


def close(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=NOW)


def test_anna_logs_a_contact_and_both_books_know(region: Region, case: Case) -> None:
    told = Delivery.objects.count()
    made = contact.log(case, actor=region.actor("anna"), talk=TALK, now=NOW)
    assert (made.given, made.organisation, made.at) == ("A pattern, without a name", region.desk, NOW)
    (line,) = lines("police.contact_logged")
    assert (line.compartments, line.ground, line.case_id) == ("police", "public_task", case.pk)
    assert line.detail == {"kind": "informal_consult", "unit": "trafficking_specialist"}
    entry = TimelineEntry.objects.get(case=case, kind="police_contact")
    assert (entry.compartment, entry.params) == ("police", {"contact": made.pk})
    assert made.history.count() == 1
    assert Delivery.objects.count() == told  # a contact on record is not news that must reach somebody


def test_farid_who_is_named_logs_a_contact(region: Region, case: Case) -> None:
    assert contact.log(case, actor=region.actor("farid"), talk=TALK, now=NOW).by == region.farid


@pytest.mark.parametrize(
    ("name", "conceal"),
    [("bram", False), ("gerda", False), ("iris", False), ("chris", True), ("eva", True), ("dina", True)],
)
def test_who_may_not_log_is_refused(region: Region, case: Case, name: str, conceal: bool) -> None:
    for act in (
        lambda actor: contact.log(case, actor=actor, talk=TALK, now=NOW),
        lambda actor: complaint.record(case, actor=actor, stage=NOT_YET, now=NOW),
    ):
        with pytest.raises(AccessDenied) as refused:
            act(region.actor(name))
        assert refused.value.conceal is conceal
    assert not PoliceContact.objects.exists()
    assert not ComplaintEntry.objects.exists()


def test_a_contact_from_the_future_is_refused(region: Region, case: Case) -> None:
    later = replace(TALK, happened_at=NOW + timedelta(minutes=1))
    with pytest.raises(StateConflictError) as refused:
        contact.log(case, actor=region.actor("anna"), talk=later, now=NOW)
    assert (refused.value.code, refused.value.field) == ("future", "happened_at")


def test_nothing_is_added_to_a_closed_case(region: Region, case: Case) -> None:
    close(case)
    with pytest.raises(StateConflictError, match="case_closed"):
        contact.log(case, actor=region.actor("anna"), talk=TALK, now=NOW)
    with pytest.raises(StateConflictError, match="case_closed"):
        complaint.record(case, actor=region.actor("anna"), stage=NOT_YET, now=NOW)


def test_not_yet_is_recorded_in_the_young_persons_words(region: Region, case: Case) -> None:
    entry = complaint.record(case, actor=region.actor("farid"), stage=NOT_YET, now=NOW, after=0)
    assert (entry.stage, entry.wish) == ("not_yet", "Ik wil het nu niet")
    assert complaint.current_stage(case) == "not_yet"
    (line,) = lines("police.complaint_stage_recorded")
    assert (line.compartments, line.detail) == ("police", {"stage": "not_yet"})
    assert TimelineEntry.objects.get(case=case, kind="complaint_stage").compartment == "police"


def test_time_to_think_runs_until_the_agreed_day(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    talk = complaint.Stage(stage="information_interview", happened_at=NOW - timedelta(days=2))
    complaint.record(case, actor=anna, stage=talk, now=NOW)
    thinking = complaint.Stage(stage="consideration_period", happened_at=NOW, agreed_until=date(2027, 1, 15))
    for wrong, code in (
        (replace(thinking, agreed_until=date(2026, 11, 16)), "date_before"),
        (replace(thinking, stage="not_yet"), "date_elsewhere"),
    ):
        with pytest.raises(StateConflictError, match=code):
            complaint.record(case, actor=anna, stage=wrong, now=NOW)
    without = complaint.record(case, actor=anna, stage=replace(thinking, agreed_until=None), now=NOW)
    assert without.agreed_until is None  # no fixed term is filled in


def test_a_complaint_that_was_made_stands(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    for stage in ("notification", "complaint"):
        made = complaint.Stage(stage=stage, happened_at=NOW)
        complaint.record(case, actor=anna, stage=made, now=NOW)
    with pytest.raises(StateConflictError) as refused:
        complaint.record(case, actor=anna, stage=NOT_YET, now=NOW)
    assert refused.value.code == "complaint_stands"


def test_a_stage_that_does_not_follow_is_refused_with_both_names(region: Region, case: Case) -> None:
    made = complaint.Stage(stage="complaint", happened_at=NOW)
    with pytest.raises(StateConflictError) as refused:
        complaint.record(case, actor=region.actor("anna"), stage=made, now=NOW)
    assert (refused.value.code, refused.value.field) == ("not_from_here", "stage")


def test_two_people_do_not_record_past_each_other(region: Region, case: Case) -> None:
    first = complaint.record(case, actor=region.actor("farid"), stage=NOT_YET, now=NOW, after=0)
    report = complaint.Stage(stage="notification", happened_at=NOW)
    with pytest.raises(StateConflictError, match="somebody_was_faster"):
        complaint.record(case, actor=region.actor("anna"), stage=report, now=NOW, after=0)
    complaint.record(case, actor=region.actor("anna"), stage=report, now=NOW, after=first.pk)
    assert [entry.stage for entry in case.complaint_entries.all()] == ["not_yet", "notification"]
