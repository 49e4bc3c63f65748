"""A form that is sent ten times at once, and once more, makes one thing; all answers lead to it."""

import dis
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from inspect import isfunction, unwrap
from types import CodeType
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver

from cases.access import existence
from cases.access.models import (
    AccessRequest,
    CaseSeal,
    ConflictBlock,
    EmergencyAccess,
    ExistenceCheck,
    OrganisationBlock,
)
from cases.asks.models import Ask
from cases.audit.models import HoneytokenCase, LedgerExport
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission, Note
from cases.coordination.models import Action
from cases.directory.models import DirectoryEntry
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.handover.models import CaseHandover
from cases.incidents.models import SafetyIncident
from cases.intake.models import Signal, SignalFeedback, SignalIndicator, SignalRoute
from cases.justice.models import CourtDate, EvidenceNote, InformationRequest
from cases.legal_basis.models import SharingReason
from cases.level.models import LevelStep, RiskJudgement
from cases.measures.models import Measure
from cases.meetings import attendance, guest, meeting
from cases.meetings.models import AgendaItem, Decision, ItemGuest, Meeting, MeetingInvitation
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
from cases.missing.models import Drill, EpisodeFact, MissingEpisode
from cases.network.models import NetworkLink, NetworkThing
from cases.own_plan.models import OwnPlan
from cases.pack.models import GrabPack
from cases.police.models import ComplaintEntry, PoliceContact, PoliceRelease
from cases.retention.models import DestructionAgreement, DestructionHold, DestructionProposal
from cases.rights.models import AccessReport, Disagreement, RightsRequest, Shielding
from cases.safe_contact.models import ContactWay
from cases.statement.models import Account
from organisations import covenant, drafting
from organisations.history import write
from organisations.identity.models import ConfidentialityStatement, IdentityProvider
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantParty,
    CovenantVersion,
    DutyOverride,
    DutyShift,
    Organisation,
)
from organisations.roles import Role
from organisations.staff.models import Invitation, Secondment
from tests.access.addresses import one_of_everything
from tests.access.test_urls import address, routes
from tests.architecture.test_contents import _views
from tests.cases.intake.telling import typed, walk
from tests.cases.meldcode.test_pages import FORMS as MELDCODE
from tests.cases.police.test_pages import POSTED as CONTACT
from tests.cast import CARE, FOUNDER, Region, full_table, member, open_case
from tests.organisations.conftest import join
from tests.together import together

TIMES = 10
Things = dict[str, Any]


class Row(NamedTuple):
    """Who makes something on an address, with what they type, and what comes of it."""

    name: str
    asked: dict[str, Any]
    model: type[Model]
    about: str = ""  # which of the prepared things the number in the address is, if not the usual one
    query: str = ""


TRACK = "cases/<str:number>/meldcode/<int:pk>/"
SHIFT = {"user": "{bram}", "weekday": 2, "starts": "08:00", "ends": "16:00", "level": 3}
EXTRA = {
    "user": "{bram}",
    "level": 3,
    "is_away": "extra",
    "starts_at": "2026-11-20T08:00",
    "ends_at": "2026-11-20T16:00",
}
CASE = {"form_of_concern": "labour", "deputy": "{arno}", "urgency": "normal", "age_band": "unknown"}
TERMS = "?organisation={elsewhere}&purpose=care_coordination&legal_ground=public_task"
WISH = {"terms": "care_coordination/public_task", "with_name": "no", "reason": "She lives with us."}
GLASS = {
    "number": "{case}",
    "reason": "danger_now",
    "explanation": "Now",
    "parts": ["missing"],
    "hours": 1,
    "told": "on",
}
PROVIDER = {
    "issuer": "https://login.school.example",
    "client_id": "zorgtafel",
    "secret": "a-secret-of-the-school",
    "email_domain": "school.example",
}
CLAUSE = {
    "recipient": "kind:school",
    "purpose": "safety",
    "legal_ground": "right_to_report",
    "article": "9",
    "compartments": ["core"],
}
SHIELD = {"reason": "Threats", "until": "2027-02-01"}
INVENTED = {
    "organisation": "{desk}",
    "coordinator": "{eva}",
    "deputy": "{arno}",
    "name": "Quirine Duinveld",
    "birth_date": "2008-02-03",
    "form_of_concern": "sexual",
    "age_band": "16_17",
    "started_on": "2025-03-03",
    "close_reason": "Help goes on elsewhere",
    "explanation": "Agreed",
}

#: Every form that makes something. What one row makes must not take the ground from under a later one.
SEEN = {"knowledge": "first_hand", "source": "Station", "known_on": "2026-11-16", "compartment": "network"}
CREATING: dict[str, Row] = {
    "cases/new/": Row("anna", {"form_of_concern": "labour", "deputy": "{arno}"}, Case),
    "cases/<str:number>/notes/new/": Row("anna", {"compartment": "core", "text": "Seen."}, Note),
    "cases/<str:number>/notes/<int:pk>/correct/": Row("anna", {"text": "Heard.", "reason": "A slip"}, Note),
    "cases/<str:number>/people/colleagues/new/": Row("gerda", {"user": "{gijs}"}, CaseUserObjectPermission),
    "cases/<str:number>/plan/new/": Row(
        "anna", {"description": "Calls", "owner_organisation": "{desk}", "due_on": "2026-11-20"}, Action
    ),
    "signals/new/": Row("bram", typed(), Signal),
    "signals/routes/": Row("iris", {"municipality": "Waterdam", "desk": "{desk}-{standing}"}, SignalRoute),
    "signals/<str:number>/signs/new/": Row(
        "bram",
        {"code": "hotel", "says": "seen", "knowledge": "first_hand", "seen_on": "2026-11-16"},
        SignalIndicator,
    ),
    "signals/<str:number>/feedback/": Row("anna", {"text": "Thanks."}, SignalFeedback),
    "signals/<str:number>/start-case/": Row("anna", CASE, Case),
    "cases/<str:number>/meldcode/start/": Row("bram", {"profile": "education"}, MeldcodeTrack, "quiet"),
    TRACK + "step/<int:step_number>/": Row("bram", MELDCODE["step/1/"], StepRecord),
    TRACK + "consultation/": Row("bram", MELDCODE["consultation/"], Consultation),
    TRACK + "child-check/": Row("bram", MELDCODE["child-check/"], ChildCheck),
    TRACK + "talk/": Row("bram", MELDCODE["talk/"], Talk),
    TRACK + "talk/omitted/": Row("bram", MELDCODE["talk/omitted/"], Talk),
    TRACK + "weighing/": Row("bram", MELDCODE["weighing/"], Weighing),
    TRACK + "advice/": Row("bram", MELDCODE["advice/"], VeiligThuisAdvice),
    TRACK + "report/": Row("bram", MELDCODE["report/"], VeiligThuisReport),
    "cases/<str:number>/missing/raise/": Row("hugo", {}, MissingEpisode, "quiet"),
    "cases/<str:number>/pack/change/": Row(
        "hugo", {"legal_title": "unknown", "owner": "{hugo}"}, GrabPack, "quiet"
    ),
    "drills/new/": Row("anna", {"organisations": ["{elsewhere}"]}, Drill),
    "missing/<str:number>/fact/": Row("hugo", {"text": "Seen at the station"}, EpisodeFact),
    "cases/<str:number>/people/contact/new/": Row(
        "anna", {"kind": "phone", "address": "06 87654321", "safety": "safe"}, ContactWay
    ),
    "cases/<str:number>/sharing/basis/new/": Row(
        "bram",
        {
            "recipient": "{elsewhere}",
            "subject": "Absences",
            "agreed": "yes",
            "danger": "none",
            "needed": "yes",
            "told": "told",
        },
        SharingReason,
    ),
    "cases/<str:number>/plan/own/change/": Row("bram", {"agreed": "We call."}, OwnPlan, "quiet"),
    "cases/<str:number>/said/new/": Row(
        "bram",
        {"happened_at": "2026-11-17T09:30", "begun_by": "writer", "compartment": "core", "said_1": "Help"},
        Account,
    ),
    "cases/<str:number>/people/measures/new/": Row(
        "anna", {"kind": "supervision", "starts_on": "2026-11-02", "ends_on": "2027-11-01"}, Measure
    ),
    "directory/new/": Row("anna", {"unit": "avim", "phone": "0900-8844"}, DirectoryEntry),
    "cases/<str:number>/forensic/new/": Row("anna", {"latest_possible_at": ""}, ForensicTrack),
    "cases/<str:number>/forensic/<int:pk>/step/": Row(
        "anna", {"outcome": "offered", "happened_at": "2026-11-17T09:30"}, ForensicStep
    ),
    "cases/<str:number>/handover/new/": Row(
        "anna", {"recipient": "{institution}", "reason": "Takes it over"}, CaseHandover
    ),
    "cases/<str:number>/level/step/": Row(
        "anna",
        {
            "to_rung": "justice",
            "reason": "A threat",
            "decided_on": "2026-11-17",
            "decided_by": "The care table",
        },
        LevelStep,
    ),
    "cases/<str:number>/level/judge/": Row(
        "anna",
        {
            "words": "She may be picked up again this weekend",
            "reason": "The car was seen twice",
            "review_on": "2026-12-01",
        },
        RiskJudgement,
    ),
    "cases/<str:number>/asks/new/": Row(
        "bram",
        {
            "compartment": "core",
            "to_organisation": "{police}",
            "question": "Who calls the parents?",
            "due_on": "2026-12-01",
        },
        Ask,
    ),
    "cases/<str:number>/network/new/": Row("anna", {**SEEN, "kind": "person", "name": "Ricky"}, NetworkThing),
    "cases/<str:number>/network/links/new/": Row(
        "anna", {**SEEN, "first": "0", "relation": "uses", "second": "{network_thing}"}, NetworkLink
    ),
    "cases/<str:number>/incidents/new/": Row(
        "bram",
        {
            "kind": "at_the_gate",
            "against": "staff",
            "happened_at": "2026-11-17T09:30",
            "place": "The gate",
            "what": "A car waited",
            "police": "not_yet",
            "report_address": "work",
        },
        SafetyIncident,
    ),
    "cases/<str:number>/dates/new/": Row("farid", {"kind": "hearing", "on": "2026-12-01"}, CourtDate),
    "cases/<str:number>/information/new/": Row(
        "farid",
        {
            "direction": "in",
            "party": "AVIM",
            "asked": "The file",
            "legal_ground": "police_data_act",
            "asked_on": "2026-11-16",
        },
        InformationRequest,
    ),
    "cases/<str:number>/evidence/new/": Row(
        "farid",
        {"what": "A phone", "place": "Safe", "held_by": "Hugo", "held_since": "2026-11-16"},
        EvidenceNote,
    ),
    "cases/<str:number>/police/contact/new/": Row("farid", CONTACT, PoliceContact),
    "cases/<str:number>/police/contacts/<int:pk>/release/": Row(
        "farid",
        {"decision": "not_released", "decided_by": "Officer", "decided_at": "2026-11-17T09:30"},
        PoliceRelease,
    ),
    "cases/<str:number>/police/complaint/": Row(
        "farid", {"stage": "not_yet", "happened_at": "2026-11-17T09:30", "wish": "Rest"}, ComplaintEntry
    ),
    "meetings/new/": Row("iris", {"title": "Table", "starts_at": "2026-11-24T10:00"}, Meeting),
    "meetings/<str:number>/invite/": Row(
        "iris", {"organisations": ["{elsewhere}"]}, MeetingInvitation, "empty_meeting"
    ),
    "meetings/<str:number>/items/add/": Row(
        "iris", {"case": "{case}", "question": "Who calls?"}, AgendaItem, "empty_meeting"
    ),
    "meetings/<str:number>/items/<int:pk>/decide/": Row(
        "iris", {"text": "The desk calls", "legal_ground": "public_task"}, Decision
    ),
    "meetings/<str:number>/items/<int:pk>/guests/new/": Row(
        "anna", {"guest": "{joining}", "purpose": CARE[0], "legal_ground": CARE[1]}, ItemGuest
    ),
    "cases/emergency/": Row("chris", GLASS, EmergencyAccess),
    "cases/<str:number>/sharing/blocks/new/": Row(
        "anna", {"user": "{farid}", "reason": "neighbour"}, ConflictBlock
    ),
    "cases/exists/": Row("chris", {"name": "Noor Zeegras", "birth_date": "2011-05-04"}, ExistenceCheck),
    "requests/new/": Row("chris", {**WISH, "number": "{quiet}"}, AccessRequest),
    "requests/new/<uuid:token>/": Row("chris", WISH, AccessRequest),
    "requests/<str:number>/grant/": Row("anna", {"compartments": []}, CaseParticipation),
    "cases/<str:number>/sharing/admit/": Row(
        "anna", {"starts_on": "2026-11-17", "compartments": ["identity"]}, CaseParticipation, "quiet", TERMS
    ),
    "cases/<str:number>/sharing/consult/": Row(
        "anna",
        {"organisation": "{elsewhere}", "purpose": CARE[0], "legal_ground": CARE[1]},
        CaseParticipation,
        "alone",
    ),
    "cases/<str:number>/sharing/seal/": Row("anna", {"reason": "Threats"}, CaseSeal, "alone"),
    "cases/<str:number>/rights/reports/new/": Row("anna", {"for_whom": "young_person"}, AccessReport),
    "cases/<str:number>/rights/shieldings/new/": Row("anna", {**SHIELD, "user": "{hugo}"}, Shielding),
    "shielded/new/": Row("joost", {**SHIELD, "user": "{joost}"}, Shielding),
    "rights/new/": Row(
        "anna",
        {
            "kind": "access",
            "asked_by": "guardian",
            "compartment": "core",
            "words": "All of it.",
            "number": "{case}",
        },
        RightsRequest,
    ),
    "cases/<str:number>/rights/disagreements/new/": Row(
        "anna", {"said_by": "guardian", "compartment": "core", "text": "No."}, Disagreement
    ),
    "audit/control-cases/new/": Row("dina", INVENTED, HoneytokenCase),
    "organisations/<int:pk>/members/new/": Row(
        "joost", {"email": "new@school.example", "name": "Noa Duin", "role": "professional"}, Invitation
    ),
    "organisations/<int:pk>/members/<int:member_pk>/second/": Row(
        "joost", {"host": "{institution}", "since": "2026-11-18", "until": "2026-12-18"}, Secondment
    ),
    "organisations/<int:pk>/login-provider/": Row("joost", PROVIDER, IdentityProvider),
    "duty/shifts/new/": Row("olga", SHIFT, DutyShift),
    "duty/overrides/new/": Row("olga", EXTRA, DutyOverride),
    "covenants/new/": Row("joost", {"name": "Convenant Zuid", "region": "Zuid"}, Covenant),
    "covenants/agreements/<int:pk>/draft/": Row("joost", {}, CovenantVersion),
    "covenants/<int:pk>/parties/new/": Row("joost", {"organisation": "{newcomer}"}, CovenantParty),
    "covenants/<int:pk>/clauses/new/": Row("joost", CLAUSE, CovenantClause),
    "covenants/confidentiality/new/": Row(
        "joost", {"text_nl": "Ik zwijg.", "text_en": "I keep silent."}, ConfidentialityStatement
    ),
    "exports/new/": Row("dina", {"recipient": "The board", "reason": "The yearly account"}, LedgerExport),
    "retention/<str:number>/agree/": Row("anna", {"number": "{ending_case}"}, DestructionAgreement),
    "retention/<str:number>/hold/": Row(
        "anna", {"reason": "complaint", "explanation": "Wait", "until": "2027-01-31"}, DestructionHold
    ),
    "cases/<str:number>/sharing/blocks/subject/": Row(
        "anna", {"email": "{address_of_chris}"}, ConflictBlock, "alone"
    ),
    "cases/<str:number>/sharing/blocks/organisation/": Row(
        "anna", {"organisation": "{elsewhere}", "reason": "works there"}, OrganisationBlock, "alone"
    ),
    "cases/<str:number>/step-back/": Row(
        "bram", {}, ConflictBlock, "quiet"
    ),  # the last thing that Bram does here
}

#: Forms that change what exists, answer it or end it: a second click meets the version or the state.
CHANGING = """
cases/<str:number>/network/<int:pk>/correct/
cases/<str:number>/network/<int:pk>/over/
cases/<str:number>/network/links/<int:pk>/correct/
cases/<str:number>/network/links/<int:pk>/over/
cases/<str:number>/handover/<int:pk>/stop/
account/confidentiality/
account/reach/
account/reach/<int:pk>/
account/reach/quiet/
account/reach/device/
account/reach/<int:pk>/remove/
ack/<str:token>/
audit/control-cases/<int:pk>/end/
audit/emergencies/<int:pk>/
audit/questions/<str:number>/
audit/reviews/<str:number>/
audit/reviews/<str:number>/ask/
audit/reviews/<str:number>/finish/
audit/reviews/<str:number>/second/
audit/reviews/months/<str:month>/
audit/reviews/together/
cases/<str:number>/close/
cases/<str:number>/dates/<int:pk>/change/
cases/<str:number>/dates/<int:pk>/end/
cases/<str:number>/edit/
cases/<str:number>/emergency/end/
cases/<str:number>/evidence/<int:pk>/change/
cases/<str:number>/evidence/<int:pk>/end/
cases/<str:number>/forensic/<int:pk>/change/
cases/<str:number>/information/<int:pk>/change/
cases/<str:number>/information/<int:pk>/end/
cases/<str:number>/meldcode/<int:pk>/close/
cases/<str:number>/meldcode/<int:pk>/decisions/
cases/<str:number>/meldcode/<int:pk>/reopen/
cases/<str:number>/meldcode/<int:pk>/report/<int:report_pk>/answer/
cases/<str:number>/notes/<int:pk>/edit/
cases/<str:number>/pack/confirm/
cases/<str:number>/pack/hand-over/
cases/<str:number>/pack/hand-over/answer/
cases/<str:number>/pack/hand-over/take-back/
cases/<str:number>/pack/photo/new/
cases/<str:number>/pack/photo/remove/
cases/<str:number>/people/colleagues/<int:pk>/remove/
cases/<str:number>/people/contact/<int:pk>/change/
cases/<str:number>/people/contact/<int:pk>/confirm/
cases/<str:number>/people/contact/<int:pk>/end/
cases/<str:number>/asks/<int:pk>/accept/
cases/<str:number>/asks/<int:pk>/answer/
cases/<str:number>/asks/<int:pk>/decline/
cases/<str:number>/asks/<int:pk>/take-back/
cases/<str:number>/people/coordinator/
cases/<str:number>/people/coordinator/<int:pk>/
cases/<str:number>/people/coordinator/<int:pk>/refuse/
cases/<str:number>/people/coordinator/<int:pk>/take-back/
cases/<str:number>/people/measures/<int:pk>/change/
cases/<str:number>/people/measures/<int:pk>/end/
cases/<str:number>/people/young-person/
cases/<str:number>/plan/<int:pk>/cancel/
cases/<str:number>/plan/<int:pk>/done/
cases/<str:number>/reopen/
cases/<str:number>/rights/shieldings/<int:pk>/end/
cases/<str:number>/sharing/<int:pk>/change/
cases/<str:number>/sharing/<int:pk>/end/
cases/<str:number>/sharing/<int:pk>/identity/
cases/<str:number>/sharing/blocks/<int:pk>/lift/
cases/<str:number>/sharing/emergencies/<int:pk>/
cases/<str:number>/sharing/kept-away/<int:pk>/lift/
cases/<str:number>/sharing/named/
cases/<str:number>/sharing/unseal/
confirmations/
covenants/<int:pk>/call-off/
covenants/<int:pk>/discard/
covenants/<int:pk>/reopen/
covenants/<int:pk>/responsibility/
covenants/<int:pk>/send/
covenants/<int:pk>/sign/
covenants/<int:pk>/start/
covenants/<int:pk>/wordings/
covenants/clauses/<int:pk>/change/
covenants/clauses/<int:pk>/withdraw/
covenants/parties/<int:pk>/change/
covenants/parties/<int:pk>/remove/
covenants/parties/<int:pk>/withdraw/
directory/<int:pk>/change/
directory/<int:pk>/check/
directory/<int:pk>/end/
drills/<str:number>/
duty/overrides/<int:pk>/remove/
duty/shifts/<int:pk>/remove/
exports/<str:number>/stop/
meetings/<str:number>/items/<int:pk>/attendance/
meetings/<str:number>/items/<int:pk>/discussed/
meetings/<str:number>/items/<int:pk>/guests/<int:guest_pk>/withdraw/
meetings/<str:number>/items/<int:pk>/take-off/
meetings/<str:number>/live/
meetings/<str:number>/status/
cases/<str:number>/missing/patterns/
missing/<str:number>/call-again/
missing/<str:number>/close/
missing/<str:number>/colour/
missing/<str:number>/colour/answer/
missing/<str:number>/decline/
missing/<str:number>/hand-over/
missing/<str:number>/hand-over/answer/
missing/<str:number>/still/
missing/<str:number>/table/
missing/<str:number>/take-over/
missing/<str:number>/found/
missing/<str:number>/police/
missing/<str:number>/return-interview/
missing/<str:number>/return-interview/offer/
missing/<str:number>/withdraw/
organisations/<int:pk>/introduction/
organisations/<int:pk>/invitations/<int:invitation_pk>/again/
organisations/<int:pk>/invitations/<int:invitation_pk>/withdraw/
organisations/<int:pk>/members/<int:member_pk>/end/
organisations/<int:pk>/members/<int:member_pk>/introduced/
organisations/<int:pk>/members/<int:member_pk>/reopen/
organisations/<int:pk>/members/<int:member_pk>/role/
organisations/<int:pk>/members/<int:member_pk>/second-step/
organisations/<int:pk>/roles/<role:role>/<act:act>/
organisations/<int:pk>/secondments/<int:secondment_pk>/answer/
organisations/<int:pk>/secondments/<int:secondment_pk>/end/
proposals/<int:pk>/
requests/<str:number>/refuse/
requests/<str:number>/withdraw/
shielded/<int:pk>/end/
rights/<str:number>/decide/
rights/<str:number>/extend/
rights/<str:number>/withdraw/
signals/<str:number>/link/
signals/<str:number>/move/
"""

#: Forms without an account: nobody is there to keep a key for, so the key makes the code, and what it made is
#: shown in the answer itself. ``tests/cases/intake/test_outside_pages.py`` sends them ten times at once.
OUTSIDE = {"tell/", "tell/code/", "tell/code/add/", "tell/code/withdraw/"}


def ready_for_more(region: Region) -> Things:
    """Give one of everything, so far that every form can make one more."""
    things, joost = one_of_everything(region), region.actor("joost")
    told = Signal.objects.get(number=things["signal"])
    walk(region, told, "under_investigation", "verified", "established", "classified")
    join(region, "olga", "school", Role.ORGANISATION_ADMIN)
    standing = region.covenant_version.covenant
    other = covenant.draw_up(actor=FOUNDER, name="Convenant Noord", region="Noord", now=region.now)
    newcomer = Organisation(name="Jeugdhulp De Kade", kind="youth_care", municipality="Waterdam")
    ids = {key: thing.pk for key, thing in {**region.people, **region.organisations}.items()}
    return {
        **ids,
        **things,
        "newcomer": write(newcomer, actor=FOUNDER, now=region.now).pk,
        "quiet": full_table(region).number,
        "alone": open_case(region).number,
        "check": _hit(region),
        "empty_meeting": _empty_meeting(region),
        "agenda_item": _running(region, things["agenda_item"]),
        "covenant": drafting.begin(standing, actor=joost, now=region.now).pk,
        "agreement": other.pk,
        "standing": standing.pk,
        "joining": _free_again(region, things["guest"]),
        "ending_case": DestructionProposal.objects.get(number=things["proposal"]).case.number,
        "address_of_chris": region.chris.email,
    }


def _free_again(region: Region, pk: int) -> int:
    """Let Chris give up the seat at the meeting, so that it can be offered again."""
    seat = ItemGuest.objects.select_related("item__meeting", "item__case").get(pk=pk)
    guest.withdraw(seat, actor=region.actor("anna"), now=region.now)
    return member(region, "chris").pk


def _hit(region: Region) -> Any:
    """Chris asks about a young person of whom a case exists, and has not asked for access yet."""
    born = date(2010, 1, 2)
    open_case(region, name="Fenne Rietkraag", birth_date=born)
    asked = {"name": "Fenne Rietkraag", "birth_date": born, "now": region.now}
    return existence.ask(actor=region.actor("chris"), **asked).token


def _empty_meeting(region: Region) -> str:
    planning = meeting.Planning(title="Table", starts_at=region.now + timedelta(days=1))
    return meeting.plan(actor=region.actor("iris"), planning=planning, now=region.now).number


def _running(region: Region, pk: int) -> int:
    """Let the meeting of an item begin, with everybody there."""
    iris, item = region.actor("iris"), AgendaItem.objects.select_related("meeting", "case").get(pk=pk)
    meeting.move(item.meeting, actor=iris, to="running", reason="", version=None, now=region.now)
    keys = ("table", "desk", "school", "police", "veilig_thuis", "institution")
    there = [attendance.Seat(region.organisations[key], attendance.Attendance.PRESENT) for key in keys]
    attendance.record(item, actor=iris, taken=there, now=region.now)
    return pk


@pytest.mark.postgres
def test_ten_at_once_make_one_and_all_answers_lead_to_it(
    transactional_db: None, region: Region, log_in: Callable[[str], Client], subtests: pytest.Subtests
) -> None:
    things = ready_for_more(region)
    clients = {name: [log_in(name) for _ in range(TIMES)] for name in {row.name for row in CREATING.values()}}
    for route, row in CREATING.items():
        with subtests.test(route):
            _send_again_and_again(_page(route, row, things), row, things, clients[row.name])


def test_every_form_of_the_site_is_known_to_make_or_to_change_something() -> None:
    views = zip(routes(), (view for _route, view in _views(get_resolver().url_patterns)), strict=True)
    found = {route for route, view in views if "form_for" in _reached(unwrap(view))}
    changing = set(CHANGING.split()) | OUTSIDE
    assert found == CREATING.keys() | changing
    assert CREATING.keys() & changing == set()


def _send_again_and_again(page: str, row: Row, things: Things, clients: list[Client]) -> None:
    shown = clients[0].get(page)
    assert shown.status_code == 200
    sent, before = _filled(shown, row.asked, things), row.model.objects.count()
    answers = together(*(lambda client=client: client.post(page, sent) for client in clients))
    answers.append(clients[0].post(page, sent))  # and once more when all is done
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302] * (TIMES + 1), _wrong(
        answers
    )
    assert len({answer.url for answer in answers}) == 1
    assert row.model.objects.count() == before + 1
    assert clients[0].get(answers[0].url).status_code == 200


def _page(route: str, row: Row, things: Things) -> str:
    kind = {"cases": "case", "meetings": "meeting"}.get(route.partition("/")[0])
    meant = {**things, kind: things[row.about]} if row.about else things
    return address(route, meant) + row.query.format(**things)


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


def _reached(view: Any) -> set[str]:
    """Give the names a view and the functions beside it use; ``form_for`` gives a form its key."""
    found, todo = set(), [view]
    while todo:
        one = todo.pop()
        used = set(_globals(one.__code__)) - found if isfunction(one) else set()
        found |= used
        beside = [one.__globals__.get(name) for name in used]
        todo += [other for other in beside if getattr(other, "__module__", "") == view.__module__]
    return found


def _globals(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            yield step.argval
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals(inner)
