"""Every form that makes something: who makes it, with what they type, and what comes of it."""

from typing import Any, NamedTuple

from django.db.models import Model

from cases.access.models import (
    AccessRequest,
    CaseSeal,
    ConflictBlock,
    EmergencyAccess,
    ExistenceCheck,
    OrganisationBlock,
)
from cases.aside.models import PutAside
from cases.asks.models import Ask
from cases.audit.models import HoneytokenCase, LedgerExport
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission, Note
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.coordination.models import Action
from cases.directory.models import DirectoryEntry
from cases.filters.models import SavedFilter
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.handover.models import CaseHandover
from cases.incidents.models import SafetyIncident
from cases.intake.models import Signal, SignalFeedback, SignalIndicator, SignalJoin, SignalRoute, SignalSplit
from cases.intake.sheets.models import Sheet
from cases.justice.models import CourtDate, EvidenceNote, InformationRequest
from cases.legal_basis.models import SharingReason
from cases.level.models import LevelStep, RiskJudgement
from cases.measures.models import Measure
from cases.meetings.models import (
    AgendaItem,
    AgendaProposal,
    AgendaSetAside,
    Decision,
    ItemGuest,
    Meeting,
    MeetingInvitation,
    MinutesCorrection,
)
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
from cases.opinions.models import Opinion
from cases.own_plan.models import OwnPlan
from cases.pack.models import GrabPack
from cases.police.models import ComplaintEntry, PoliceContact, PoliceRelease
from cases.registration.models import RegistrationAnswer
from cases.retention.models import DestructionAgreement, DestructionHold
from cases.rights.models import AccessReport, Disagreement, RightsRequest, Shielding
from cases.safe_contact.models import ContactWay
from cases.statement.models import Account
from cases.statistics.models import BoardReport
from organisations.identity.models import ConfidentialityStatement, IdentityProvider
from organisations.keys.models import SealingKey
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantParty,
    CovenantVersion,
    DutyOverride,
    DutyShift,
    Organisation,
)
from organisations.staff.models import Invitation, Secondment
from tests.cases.intake.sheets.files import SentAgain, csv, row
from tests.cases.intake.telling import typed
from tests.cases.meldcode.test_pages import FORMS as MELDCODE
from tests.cases.police.test_pages import POSTED as CONTACT
from tests.cast import CARE
from tests.organisations.keys.pairs import PUBLIC_TOO


class Row(NamedTuple):
    """Who makes something on an address, with what they type, and what comes of it."""

    name: str
    asked: dict[str, Any]
    model: type[Model]
    about: str = ""  # which of the prepared things the number in the address is, if not the usual one
    query: str = ""


#: The track of the table began today, and nothing in it happened before.
TODAY = "2026-11-17T09:30"
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
    "signals/sheets/new/": Row("anna", {"file": SentAgain("lijst.csv", csv([row(7)]))}, Sheet),
    "signals/routes/": Row("iris", {"municipality": "Waterdam", "desk": "{desk}-{standing}"}, SignalRoute),
    "signals/<str:number>/signs/new/": Row(
        "bram",
        {"code": "hotel", "says": "seen", "knowledge": "first_hand", "seen_on": "2026-11-16"},
        SignalIndicator,
    ),
    "signals/<str:number>/join/": Row(
        "anna", {"other": "{joining_signal}", "keep": "this", "reason": "One girl"}, SignalJoin, "kept_signal"
    ),
    "signals/<str:number>/split/": Row(
        "anna",
        {
            "first_observation": "She was picked up",
            "first_subject_name": "Eerste",
            "second_observation": "So was she",
            "second_subject_name": "Tweede",
            "first_form_of_concern": "unknown",
            "second_form_of_concern": "unknown",
            "urgency": "normal",
            "reason": "Two girls",
        },
        SignalSplit,
        "splitting_signal",
    ),
    "signals/<str:number>/feedback/": Row("anna", {"text": "Thanks."}, SignalFeedback),
    "signals/<str:number>/start-case/": Row("anna", CASE, Case),
    "cases/<str:number>/meldcode/start/": Row("bram", {"profile": "education"}, MeldcodeTrack, "quiet"),
    TRACK + "step/<int:step_number>/": Row("bram", MELDCODE["step/1/"], StepRecord),
    TRACK + "consultation/": Row("bram", {**MELDCODE["consultation/"], "held_at": TODAY}, Consultation),
    TRACK + "child-check/": Row("bram", MELDCODE["child-check/"], ChildCheck),
    TRACK + "talk/": Row("bram", {**MELDCODE["talk/"], "held_at": TODAY}, Talk),
    TRACK + "talk/omitted/": Row("bram", MELDCODE["talk/omitted/"], Talk),
    TRACK + "weighing/": Row("bram", MELDCODE["weighing/"], Weighing),
    TRACK + "advice/": Row("bram", MELDCODE["advice/"], VeiligThuisAdvice),
    TRACK + "report/": Row("bram", {**MELDCODE["report/"], "reported_at": TODAY}, VeiligThuisReport),
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
    "cases/<str:number>/people/registration/answer/": Row(
        "anna",
        {"answer": "asked", "signer": "parents", "answered_on": "2026-11-16"},
        RegistrationAnswer,
    ),
    "directory/new/": Row("anna", {"unit": "avim", "phone": "0900-8844"}, DirectoryEntry),
    "cases/<str:number>/forensic/new/": Row("anna", {"latest_possible_at": ""}, ForensicTrack),
    "cases/<str:number>/forensic/<int:pk>/step/": Row(
        "anna", {"outcome": "offered", "happened_at": "2026-11-17T09:30"}, ForensicStep
    ),
    "cases/<str:number>/handover/new/": Row(
        "anna", {"recipient": "{institution}", "reason": "Takes it over"}, CaseHandover
    ),
    "figures/new/": Row("anna", {"covenant": "{standing}", "period": "2025-4"}, BoardReport),
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
    "cases/<str:number>/meldcode/conditions/new/": Row(
        "anna",
        {"words": "No visit alone", "set_by": "table", "set_on": "2026-11-17", "watched_by": "{watcher}"},
        SafetyCondition,
    ),
    "cases/<str:number>/meldcode/conditions/<int:pk>/look/": Row(
        "anna", {"answer": "holds", "seen": "Called", "looked_on": "2026-11-17"}, ConditionLook
    ),
    "cases/<str:number>/meldcode/conditions/<int:pk>/amend/<int:look_pk>/": Row(
        "anna",
        {"answer": "holds", "seen": "Rang", "looked_on": "2026-11-17", "why": "Not called"},
        ConditionLook,
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
    "today/aside/<str:key>/": Row("anna", {"reason": "Rest", "until": "2026-11-18T09:00"}, PutAside),
    "opinions/new/": Row("bram", {"kind": "idea", "text": "Larger letters", "may_ask": "on"}, Opinion),
    "filters/new/": Row("anna", {"name": "Rest"}, SavedFilter, "", "?listing=cases&urgency=urgent"),
    "meetings/new/": Row("iris", {"title": "Table", "starts_at": "2026-11-24T10:00"}, Meeting),
    "meetings/<str:number>/invite/": Row(
        "iris", {"organisations": ["{elsewhere}"]}, MeetingInvitation, "empty_meeting"
    ),
    "meetings/<str:number>/suggestions/take/": Row(
        "iris",
        {"case": "{case}", "question": "Who calls?"},
        AgendaItem,
        "empty_meeting",
        "?case={case}",
    ),
    "meetings/<str:number>/suggestions/leave/": Row(
        "iris", {"case": "{case}", "reason": "Rest"}, AgendaSetAside, "empty_meeting", "?case={case}"
    ),
    "proposals/new/": Row("anna", {"case": "{quiet}", "question": "What now?"}, AgendaProposal),
    "meetings/<str:number>/items/add/": Row(
        "iris", {"case": "{quiet}", "question": "Who calls?"}, AgendaItem, "empty_meeting"
    ),
    "meetings/<str:number>/items/<int:pk>/decide/": Row(
        "iris", {"text": "The desk calls", "legal_ground": "public_task"}, Decision
    ),
    "meetings/<str:number>/items/<int:pk>/correct/": Row(
        "iris", {"about": "decided", "text": "The desk does not call"}, MinutesCorrection, "established"
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
    "organisations/new/": Row("joost", {"name": "Wijkteam Zuid", "kind": "neighbourhood_team"}, Organisation),
    "organisations/<int:pk>/members/new/": Row(
        "joost", {"email": "new@school.example", "name": "Noa Duin", "role": "professional"}, Invitation
    ),
    "organisations/<int:pk>/members/<int:member_pk>/second/": Row(
        "joost", {"host": "{institution}", "since": "2026-11-18", "until": "2026-12-18"}, Secondment
    ),
    "organisations/<int:pk>/key/new/": Row("arno", {"public_key": PUBLIC_TOO}, SealingKey, "desk"),
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
