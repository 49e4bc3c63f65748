"""What goes along when another organisation takes a case over, and what never does. PURE.

What is known about the young person goes along, part by part, as far as the covenant lets the taking
organisation receive it and whoever hands over reads it. Who was kept away, who broke the glass, who asked
about rights and who was told what is the account of this table, and stays here. A test walks every table that
leads to a case and fails when somebody decided about one of them neither way.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from organisations.compartments import Compartment

FORMAT, VERSION = "zorgtafel-case-handover", 1
CORE, POLICE = Compartment.CORE, Compartment.POLICE
OWN = None  # the row says itself in which part it stands


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: its name there, its part, and how its rows lead to the case."""

    name: str
    part: Compartment | None
    path: str


TABLES: dict[str, Table] = {
    "cases.CoordinatorAssignment": Table("coordinators", CORE, "case"),
    "cases.CaseParticipation": Table("organisations", CORE, "case"),
    "cases.TimelineEntry": Table("timeline", OWN, "case"),
    "cases.Note": Table("notes", OWN, "case"),
    "cases.Disagreement": Table("disagreements", OWN, "case"),
    "cases.Action": Table("actions", CORE, "case"),
    "cases.AgendaItem": Table("agenda_items", CORE, "case"),
    "cases.Decision": Table("decisions", CORE, "item__case"),
    "cases.MinutesCorrection": Table("minutes_corrections", CORE, "item__case"),
    "cases.LevelStep": Table("level_steps", CORE, "case"),
    "cases.RiskJudgement": Table("risk_judgements", Compartment.SIGNALS, "case"),
    "cases.OwnPlan": Table("own_plan", CORE, "case"),
    "cases.ContactWay": Table("ways_of_contact", Compartment.IDENTITY, "case"),
    "cases.Measure": Table("measures", Compartment.IDENTITY, "case"),
    "cases.RegistrationAnswer": Table("registration_answers", Compartment.IDENTITY, "case"),
    "cases.Signal": Table("signals", Compartment.SIGNALS, "case"),
    "cases.SignalIndicator": Table("signs", Compartment.SIGNALS, "signal__case"),
    "cases.SignalAddition": Table("signal_additions", Compartment.SIGNALS, "signal__case"),
    "cases.SafetyIncident": Table("safety_incidents", Compartment.SIGNALS, "case"),
    "cases.Account": Table("accounts_of_the_young_person", OWN, "case"),
    "cases.MeldcodeTrack": Table("meldcode_tracks", Compartment.MELDCODE, "case"),
    "cases.StepRecord": Table("meldcode_steps", Compartment.MELDCODE, "track__case"),
    "cases.ChildCheck": Table("child_checks", Compartment.MELDCODE, "track__case"),
    "cases.Consultation": Table("consultations", Compartment.MELDCODE, "track__case"),
    "cases.Talk": Table("talks", Compartment.MELDCODE, "track__case"),
    "cases.Weighing": Table("weighings", Compartment.MELDCODE, "track__case"),
    "cases.VeiligThuisReport": Table("veilig_thuis_reports", Compartment.MELDCODE, "track__case"),
    "cases.SafetyCondition": Table("safety_conditions", Compartment.MELDCODE, "case"),
    "cases.ConditionLook": Table("safety_condition_looks", Compartment.MELDCODE, "condition__case"),
    "cases.MissingEpisode": Table("missing_episodes", Compartment.MISSING, "case"),
    "cases.EpisodeFact": Table("missing_facts", Compartment.MISSING, "episode__case"),
    "cases.ReturnInterview": Table("return_interviews", Compartment.MISSING, "episode__case"),
    "cases.PatternDecision": Table("pattern_decisions", Compartment.MISSING, "case"),
    "cases.PoliceContact": Table("police_contacts", POLICE, "case"),
    "cases.ComplaintEntry": Table("complaint_track", POLICE, "case"),
    "cases.CourtDate": Table("court_dates", POLICE, "case"),
    "cases.InformationRequest": Table("information_requests", POLICE, "case"),
    "cases.EvidenceNote": Table("evidence", POLICE, "case"),
    "cases.ForensicTrack": Table("forensic_tracks", Compartment.MEDICAL, "case"),
    "cases.ForensicStep": Table("forensic_steps", Compartment.MEDICAL, "track__case"),
    "cases.NetworkThing": Table("network_things", OWN, "case"),
    "cases.NetworkLink": Table("network_links", OWN, "case"),
}

_ACCESS = "who may see a case and who may not is decided at each table anew"
_TOLD = "who was told what is the account of this table"
_RIGHTS = "a request about rights is answered by whom it was asked"
_REVIEW = "the review of who looked belongs to the ledger, which stays"
_PACK = "a grab pack is handed over by its owner, in its own way"
_CALLS = "whom an alert called is the account of this table"
_END = "the end of a case is decided by whoever keeps it"
#: table -> why it stays here.
LEFT_OUT: dict[str, str] = {
    "cases.Case": "stands at the head of the file",
    "cases.YoungPerson": "stands at the head of the file",
    "cases.AccessRequest": _ACCESS,
    "cases.CaseSeal": _ACCESS,
    "cases.ConflictBlock": _ACCESS,
    "cases.EmergencyAccess": _ACCESS,
    "cases.EmergencyReview": _ACCESS,
    "cases.ExistenceCheck": _ACCESS,
    "cases.OrganisationBlock": _ACCESS,
    "cases.CaseUserObjectPermission": _ACCESS,
    "cases.CaseHandover": _TOLD,
    "cases.CoordinationOffer": "who was asked to coordinate is the account of this table",
    "cases.SharingReason": _TOLD,
    "cases.Mark": "is made anew of what goes along",
    "cases.MarksWritten": "is made anew of what goes along",
    "cases.OverlapKey": "is made anew of what goes along",
    "cases.Overlap": "what organisations hear of each other is the account of this table",
    "cases.OutsiderCode": "a code belongs to whoever reported",
    "cases.SheetRow": "keyed hashes by which the desk that handed over knows a row of its file again",
    "cases.SignalFeedback": _TOLD,
    "cases.SignalSplit": "how a desk weighed signals is the desk's own account",
    "cases.SignalJoin": "how a desk weighed signals is the desk's own account",
    "cases.TriageStep": "how a desk weighed a signal is the desk's own account",
    "cases.Ask": "what organisations asked each other is the account of this table",
    "cases.Exchange": "questions and answers stay with whoever may be heard about them",
    "cases.AgendaProposal": "a proposal that became an item stands there",
    "cases.PutAside": "what somebody put aside for a while is of their own list of work",
    "cases.AgendaSetAside": "what a table left off is the account of this table",
    "cases.ItemInvitation": _ACCESS,
    "cases.ItemAttendance": "who sat at the table is the account of this table",
    "cases.ItemDraft": "what somebody typed and did not save is theirs alone",
    "cases.ItemGuest": _ACCESS,
    "cases.VeiligThuisAdvice": "advice was given to one organisation only",
    "cases.AlertCall": _CALLS,
    "cases.AlertEvent": _CALLS,
    "cases.AlertLevel": _CALLS,
    "cases.CallHandover": _CALLS,
    "cases.ColourLowering": _CALLS,
    "cases.GrabPack": _PACK,
    "cases.PackOffer": _PACK,
    "cases.PackPhoto": _PACK,
    "cases.PoliceRelease": "says whether a text of the police goes along, and is no part of it",
    "cases.DestructionAgreement": _END,
    "cases.DestructionHold": _END,
    "cases.DestructionProposal": _END,
    "cases.AccessReport": _RIGHTS,
    "cases.Shielding": _RIGHTS,
    "cases.RightsRequest": _RIGHTS,
    "cases.Delivery": _TOLD,
    "cases.DeliveryAttempt": _TOLD,
    "cases.Notification": _TOLD,
    "cases.HoneytokenCase": _REVIEW,
    "cases.ReviewItem": _REVIEW,
    "cases.ReviewLine": _REVIEW,
    "cases.ReviewQuestion": _REVIEW,
    "cases.ReviewVerdict": _REVIEW,
}

#: Lines of the timeline that tell of what stays here: broken glass, a seal, who was asked to coordinate.
LINES_LEFT_OUT = frozenset(
    {
        "emergency_opened",
        "emergency_given_back",
        "case_sealed",
        "case_unsealed",
        "coordination_offered",
        "coordination_refused",
        "coordination_offer_revoked",
        "coordination_late",
    }
)
#: Rows that people put in the part of the police themselves: no release is written beside them.
WITHOUT_RELEASE = frozenset(label for label, table in TABLES.items() if table.part is OWN)


def parts(allowed: Iterable[Compartment], readable: Container[Compartment]) -> tuple[Compartment, ...]:
    """Give the parts that go along: what the taking organisation may receive and who hands over reads."""
    wanted = set(allowed)
    return tuple(part for part in Compartment if part in wanted and part in readable)


def row_goes_along(
    label: str, part: Compartment | str, open_parts: Container[Compartment], *, is_released: bool
) -> bool:
    """Tell whether a row goes along. ``is_released``: the police released what a row in their part says.

    What people wrote among the things of the police may repeat what the police told; it stays.
    """
    if Compartment(part) not in open_parts:
        return False
    return label not in WITHOUT_RELEASE or Compartment(part) is not POLICE or is_released
