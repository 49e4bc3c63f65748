"""What people call the tables of a case, for whoever decides what goes. A test demands a word for each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "cases.AccessReport": _("Reports about who looked"),
    "cases.AccessRequest": _("Requests for access"),
    "cases.Action": _("Agreed actions"),
    "cases.AgendaItem": _("Items on agendas, with what was discussed"),
    "cases.AlertCall": _("Calls of alerts"),
    "cases.AlertEvent": _("What happened in alerts"),
    "cases.AlertLevel": _("Levels of alerts"),
    "cases.Case": _("The case itself"),
    "cases.CaseParticipation": _("Parts of organisations in the case"),
    "cases.CaseSeal": _("Seals on the case"),
    "cases.CaseUserObjectPermission": _("People named on the case"),
    "cases.ChildCheck": _("Child checks"),
    "cases.ComplaintEntry": _("Steps of the complaint track"),
    "cases.ConflictBlock": _("Conflicts of interest"),
    "cases.Consultation": _("Consultations of colleagues"),
    "cases.CoordinatorAssignment": _("Coordinators and deputies"),
    "cases.Decision": _("Decisions of meetings"),
    "cases.Delivery": _("Messages to people"),
    "cases.DeliveryAttempt": _("Attempts to send messages"),
    "cases.DestructionAgreement": _("Agreements to this destruction"),
    "cases.DestructionHold": _("Reasons to keep it longer"),
    "cases.DestructionProposal": _("The proposal of this destruction"),
    "cases.EmergencyAccess": _("Emergency accesses"),
    "cases.EmergencyReview": _("Looks back at emergency accesses"),
    "cases.EpisodeFact": _("Facts of missing episodes"),
    "cases.ExistenceCheck": _("Questions whether a case exists"),
    "cases.HoneytokenCase": _("Marks of a control case"),
    "cases.ItemAttendance": _("Attendance at agenda items"),
    "cases.ItemGuest": _("People who joined for this case"),
    "cases.MeldcodeTrack": _("Meldcode tracks"),
    "cases.MissingEpisode": _("Missing episodes"),
    "cases.Note": _("Notes"),
    "cases.Notification": _("Notifications"),
    "cases.OrganisationBlock": _("Organisations kept away"),
    "cases.PoliceContact": _("Contacts with the police"),
    "cases.ReturnInterview": _("Return interviews"),
    "cases.ReviewItem": _("Reviews of who read the case"),
    "cases.ReviewLine": _("Lines that reviews point to"),
    "cases.ReviewQuestion": _("Questions and answers of reviews"),
    "cases.ReviewVerdict": _("Verdicts of reviews"),
    "cases.Shielding": _("Names that are shielded in this case"),
    "cases.Signal": _("Signals"),
    "cases.SignalFeedback": _("Feedback on signals"),
    "cases.SignalIndicator": _("Indicators of signals"),
    "cases.StepRecord": _("Steps of Meldcode tracks"),
    "cases.Talk": _("Talks with young person and parents"),
    "cases.TimelineEntry": _("Lines of the timeline"),
    "cases.TriageStep": _("Steps of triage"),
    "cases.VeiligThuisAdvice": _("Advice of Veilig Thuis"),
    "cases.VeiligThuisReport": _("Reports to Veilig Thuis"),
    "cases.Weighing": _("Weighings of the Meldcode"),
    "cases.YoungPerson": _("The young person: name, date of birth, address"),
}


def label(table: str) -> Promise | str:
    """Give the word for a table; its code when a certificate names one that the software no longer has."""
    return LABELS.get(table, table)
