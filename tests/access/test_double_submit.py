"""A form that is sent ten times at once makes one thing, and all ten answers lead to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from django.test import Client

from cases.access.models import ConflictBlock, EmergencyAccess
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission, Note
from cases.coordination.models import Action
from cases.intake.models import Signal, SignalFeedback
from cases.meetings import attendance, meeting
from cases.meetings.models import AgendaItem, Decision, Meeting, MeetingInvitation
from cases.meldcode.models import (
    ChildCheck,
    Consultation,
    MeldcodeTrack,
    StepRecord,
    Talk,
    VeiligThuisAdvice,
    VeiligThuisReport,
    Weighing,
)
from cases.missing.models import EpisodeFact, MissingEpisode
from cases.police.models import ComplaintEntry, PoliceContact
from organisations.models import DutyOverride, DutyShift, Membership
from tests.access.addresses import one_of_everything
from tests.cases.intake.telling import typed, walk
from tests.cases.meldcode.test_pages import FORMS as MELDCODE
from tests.cases.police.test_pages import POSTED as CONTACT
from tests.cast import Region, full_table
from tests.together import together
from zorgtafel.forms import TableForm, VersionedForm

TIMES = 10
Things = dict[str, Any]


class Row(NamedTuple):
    """Where somebody makes something, with what they type, and what comes of it."""

    path: str
    name: str
    asked: dict[str, Any]
    model: type[Model]


TRACK, EPISODE, MEETING = "/cases/{case}/meldcode/{track}/", "/missing/{episode}/", "/meetings/{meeting}/"
SHIFT = {"user": "{iris}", "weekday": 2, "starts": "08:00", "ends": "16:00", "level": 3}
EXTRA = {
    "user": "{iris}",
    "level": 3,
    "is_away": "extra",
    "starts_at": "2026-11-20T08:00",
    "ends_at": "2026-11-20T16:00",
}
DAYS = {"starts_on": "2026-11-17", "compartments": ["identity"]}
CASE = {"form_of_concern": "labour", "deputy": "{arno}", "urgency": "normal", "age_band": "unknown"}

#: Every form that makes something, by the slice and the name of its class.
CREATING: dict[str, Row] = {
    "casefile.StartForm": Row("/cases/new/", "anna", {"form_of_concern": "labour", "deputy": "{arno}"}, Case),
    "casefile.NoteForm": Row(
        "/cases/{case}/notes/new/", "anna", {"compartment": "core", "text": "Seen."}, Note
    ),
    "casefile.CorrectionForm": Row(
        "/cases/{case}/notes/{note}/correct/", "anna", {"text": "Heard.", "reason": "A slip"}, Note
    ),
    "casefile.TermsForm": Row(
        "/cases/{case}/sharing/admit/?organisation={outside}&purpose=care_coordination&legal_ground=public_task",
        "anna",
        DAYS,
        CaseParticipation,
    ),
    "casefile.ColleagueForm": Row(
        "/cases/{case}/people/colleagues/new/", "gerda", {"user": "{gijs}"}, CaseUserObjectPermission
    ),
    "coordination.ActionForm": Row(
        "/cases/{case}/plan/new/",
        "anna",
        {"description": "Calls", "owner_organisation": "{desk}", "due_on": "2026-11-20"},
        Action,
    ),
    "intake.ReportForm": Row("/signals/new/", "bram", typed(), Signal),
    "intake.FeedbackForm": Row("/signals/{signal}/feedback/", "anna", {"text": "Thanks."}, SignalFeedback),
    "intake.StartCaseForm": Row("/signals/{signal}/start-case/", "anna", CASE, Case),
    "meldcode.StartForm": Row(
        "/cases/{case}/meldcode/start/", "bram", {"profile": "education"}, MeldcodeTrack
    ),
    "meldcode.StepForm": Row(TRACK + "step/1/", "bram", MELDCODE["step/1/"], StepRecord),
    "meldcode.ConsultationForm": Row(
        TRACK + "consultation/", "bram", MELDCODE["consultation/"], Consultation
    ),
    "meldcode.ChildCheckForm": Row(TRACK + "child-check/", "bram", MELDCODE["child-check/"], ChildCheck),
    "meldcode.TalkForm": Row(TRACK + "talk/", "bram", MELDCODE["talk/"], Talk),
    "meldcode.OmittedTalkForm": Row(TRACK + "talk/omitted/", "bram", MELDCODE["talk/omitted/"], Talk),
    "meldcode.WeighingForm": Row(TRACK + "weighing/", "bram", MELDCODE["weighing/"], Weighing),
    "meldcode.AdviceForm": Row(TRACK + "advice/", "bram", MELDCODE["advice/"], VeiligThuisAdvice),
    "meldcode.ReportForm": Row(TRACK + "report/", "bram", MELDCODE["report/"], VeiligThuisReport),
    "missing.RaiseForm": Row("/cases/{case}/missing/raise/", "hugo", {}, MissingEpisode),
    "missing.FactForm": Row(EPISODE + "fact/", "hugo", {"text": "Seen at the station"}, EpisodeFact),
    "police.ContactForm": Row("/cases/{case}/police/contact/new/", "farid", CONTACT, PoliceContact),
    "police.ComplaintForm": Row(
        "/cases/{case}/police/complaint/",
        "farid",
        {"stage": "not_yet", "happened_at": "2026-11-17T09:30", "wish": "Rest"},
        ComplaintEntry,
    ),
    "meetings.PlanForm": Row(
        "/meetings/new/", "iris", {"title": "Table", "starts_at": "2026-11-24T10:00"}, Meeting
    ),
    "meetings.InviteForm": Row(
        MEETING + "invite/", "iris", {"organisations": ["{outside}"]}, MeetingInvitation
    ),
    "meetings.ItemForm": Row(
        MEETING + "items/add/", "iris", {"case": "{case}", "question": "Who calls?"}, AgendaItem
    ),
    "meetings.DecisionForm": Row(
        MEETING + "items/{agenda_item}/decide/",
        "iris",
        {"text": "The desk calls", "legal_ground": "public_task"},
        Decision,
    ),
    "access.EmergencyForm": Row(
        "/cases/emergency/",
        "chris",
        {"number": "{case}", "reason": "danger_now", "explanation": "Now", "hours": 1, "told": "on"},
        EmergencyAccess,
    ),
    "access.BlockForm": Row(
        "/cases/{case}/sharing/blocks/new/", "anna", {"user": "{farid}", "reason": "neighbour"}, ConflictBlock
    ),
    "organisations.MemberForm": Row(
        "/organisations/{organisation}/members/new/",
        "joost",
        {"email": "new@school.example", "name": "Noa", "role": "professional"},
        Membership,
    ),
    "organisations.ShiftForm": Row("/duty/shifts/new/", "joost", SHIFT, DutyShift),
    "organisations.OverrideForm": Row("/duty/overrides/new/", "joost", EXTRA, DutyOverride),
}

#: Forms that change what exists, or end it. A second click meets the version, the state or the same values.
CHANGING = {
    "access.LiftForm",
    "casefile.CloseForm",
    "casefile.ConfirmForm",
    "casefile.EndForm",
    "coordination.AssignForm",  # names the pair that it replaces
    "coordination.CancelForm",
    "coordination.DoneForm",
    "intake.LinkForm",
    "meetings.AttendanceForm",
    "meldcode.DecisionsForm",
    "missing.AcknowledgeForm",
    "missing.CloseForm",
    "missing.FoundForm",
    "missing.PoliceForm",
    "missing.WithdrawForm",
    "organisations.EndDayForm",
}


def a_case_where_nothing_runs(region: Region) -> Things:
    """Give the case alone: one may not start twice what runs already."""
    return {"case": full_table(region).number}


def a_classified_signal(region: Region) -> Things:
    """Give everything, with the signal so far that the reporter can hear of it."""
    things = one_of_everything(region)
    told = Signal.objects.get(number=things["signal"])
    walk(region, told, "under_investigation", "verified", "established", "classified")
    return things


def an_empty_table(region: Region) -> Things:
    """Give everything, with a meeting to which nobody is invited and which speaks of no case yet."""
    planning = meeting.Planning(title="Table", starts_at=region.now + timedelta(days=1))
    planned = meeting.plan(actor=region.actor("iris"), planning=planning, now=region.now)
    return {**one_of_everything(region), "meeting": planned.number}


def a_running_meeting(region: Region) -> Things:
    """Give everything, with the meeting running and everybody there."""
    things, iris = one_of_everything(region), region.actor("iris")
    item = AgendaItem.objects.select_related("meeting", "case").get(pk=things["agenda_item"])
    meeting.move(item.meeting, actor=iris, to="running", reason="", version=None, now=region.now)
    keys = ("table", "desk", "school", "police", "veilig_thuis", "institution")
    there = [attendance.Seat(region.organisations[key], attendance.Attendance.PRESENT) for key in keys]
    attendance.record(item, actor=iris, taken=there, now=region.now)
    return things


PREPARE: dict[str, Callable[[Region], Things]] = {
    "missing.RaiseForm": a_case_where_nothing_runs,
    "meldcode.StartForm": a_case_where_nothing_runs,
    "intake.FeedbackForm": a_classified_signal,
    "meetings.InviteForm": an_empty_table,
    "meetings.ItemForm": an_empty_table,
    "meetings.DecisionForm": a_running_meeting,
}


@pytest.mark.postgres
@pytest.mark.parametrize("form_name", CREATING)
def test_ten_at_once_make_one_and_all_answers_lead_to_it(
    transactional_db: None, region: Region, log_in: Callable[[str], Client], form_name: str
) -> None:
    row, made = CREATING[form_name], PREPARE.get(form_name, one_of_everything)(region)
    ids = {key: thing.pk for key, thing in {**region.people, **region.organisations}.items()}
    things = {**ids, **made, "outside": region.organisations["elsewhere"].pk}
    page, clients = row.path.format(**things), [log_in(row.name) for _ in range(TIMES)]
    sent, before = _filled(clients[0].get(page), row.asked, things), row.model.objects.count()
    answers = together(*(lambda client=client: client.post(page, sent) for client in clients))
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302] * TIMES, _wrong(answers)
    assert len({answer.url for answer in answers}) == 1
    assert row.model.objects.count() == before + 1
    assert clients[0].get(answers[0].url).status_code == 200


def test_every_form_of_the_site_says_what_it_makes_or_changes() -> None:
    bases = {"zorgtafel.VersionedForm", "organisations.RoleForm", "organisations.DutyForm"}
    known = {_name(form) for form in _kinds(TableForm)} - bases
    versioned = {_name(form) for form in _kinds(VersionedForm)}  # a second click meets the version
    unwritten = known - versioned - CREATING.keys() - CHANGING
    assert unwritten == set(), "write in CREATING what it makes, or in CHANGING that it makes nothing"
    assert (CREATING.keys() | CHANGING) - known == set(), "these forms are gone"


def _filled(page: Any, asked: dict[str, Any], things: Things) -> dict[str, Any]:
    shown = {field.html_name: field.value() for field in page.context["form"]}
    typed_in = {name: _put(value, things) for name, value in asked.items()}
    return {**{name: value for name, value in shown.items() if value is not None}, **typed_in}


def _put(value: Any, things: Things) -> Any:
    if isinstance(value, list):
        return [_put(one, things) for one in value]
    is_reference = isinstance(value, str) and value.startswith("{")
    return value.format(**things) if is_reference else value


def _wrong(answers: list[Any]) -> list[Any]:
    """Give what the forms say, for whoever mends a row."""
    pages = [answer.context for answer in answers if getattr(answer, "context", None)]
    return [page["form"].errors for page in pages if "form" in page]


def _name(form: type) -> str:
    return f"{form.__module__.split('.')[-2]}.{form.__name__}"


def _kinds(parent: type) -> list[type]:
    return [child for one in parent.__subclasses__() for child in (one, *_kinds(one))]
