"""Table of contents: the tables of every slice, so that Django finds them."""

from cases.access.models import AccessRequest, CaseSeal, ConflictBlock, EmergencyAccess, ExistenceCheck
from cases.audit.models import LedgerLine
from cases.casefile.models import (
    Case,
    CaseParticipation,
    CaseUserObjectPermission,
    Note,
    TimelineEntry,
    YoungPerson,
)
from cases.coordination.models import Action, CoordinatorAssignment
from cases.intake.models import Signal, SignalFeedback, SignalIndicator, TriageStep
from cases.meetings.models import AgendaItem, Decision, ItemAttendance, Meeting, MeetingInvitation
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
from cases.missing.models import (
    AlertCall,
    AlertEvent,
    AlertLevel,
    EpisodeFact,
    MissingEpisode,
    ReturnInterview,
)
from cases.notifications.models import Delivery, DeliveryAttempt, Heartbeat, Notification
from cases.police.models import ComplaintEntry, PoliceContact

__all__ = [
    "AccessRequest",
    "Action",
    "AgendaItem",
    "AlertCall",
    "AlertEvent",
    "AlertLevel",
    "Case",
    "CaseParticipation",
    "CaseSeal",
    "CaseUserObjectPermission",
    "ChildCheck",
    "ComplaintEntry",
    "ConflictBlock",
    "Consultation",
    "CoordinatorAssignment",
    "Decision",
    "Delivery",
    "DeliveryAttempt",
    "EmergencyAccess",
    "EpisodeFact",
    "ExistenceCheck",
    "Heartbeat",
    "ItemAttendance",
    "LedgerLine",
    "Meeting",
    "MeetingInvitation",
    "MeldcodeTrack",
    "MissingEpisode",
    "Note",
    "Notification",
    "PoliceContact",
    "ReturnInterview",
    "Signal",
    "SignalFeedback",
    "SignalIndicator",
    "StepRecord",
    "Talk",
    "TimelineEntry",
    "TriageStep",
    "VeiligThuisAdvice",
    "VeiligThuisReport",
    "Weighing",
    "YoungPerson",
]
