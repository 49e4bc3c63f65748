"""Who changed what and who looked in one case, for its coordinator: from the ledger, without words."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from organisations.choices import COMPARTMENTS, ROLES

ROLE_LABELS = dict(ROLES)
PART_LABELS = dict(COMPARTMENTS)

DID: dict[Event, Promise] = {
    Event.CASE_READ: _("read the case"),
    Event.SHARING_READ: _("looked at who can see the case"),
    Event.SIGNAL_READ: _("read a signal"),
    Event.EPISODE_READ: _("read a missing episode"),
    Event.MEETING_READ: _("read the case on the agenda of a meeting"),
    Event.MINUTES_READ: _("read minutes about the case"),
    Event.SIGNAL_LINKED: _("put a signal in the case"),
    Event.SIGNAL_MOVED: _("took a step in the triage of a signal"),
    Event.SIGNAL_FED_BACK: _("gave feedback on a signal"),
    Event.CASE_STARTED: _("started the case"),
    Event.CASE_CHANGED: _("changed form of concern or urgency"),
    Event.CASE_CLOSED: _("closed the case"),
    Event.CASE_REOPENED: _("opened the case again"),
    Event.PERSON_CHANGED: _("changed the details of the young person"),
    Event.NOTE_WRITTEN: _("wrote a note"),
    Event.NOTE_CORRECTED: _("corrected a note"),
    Event.ORGANISATION_ADMITTED: _("admitted an organisation"),
    Event.PARTICIPATION_CHANGED: _("changed what an organisation may read"),
    Event.PARTICIPATION_ENDED: _("ended an organisation's part"),
    Event.COLLEAGUE_NAMED: _("named a colleague on the case"),
    Event.COLLEAGUE_REMOVED: _("took a colleague off the case"),
    Event.COORDINATOR_ASSIGNED: _("assigned coordinator and deputy"),
    Event.ACTION_AGREED: _("agreed an action"),
    Event.ACTION_DONE: _("finished an action"),
    Event.ACTION_CANCELLED: _("cancelled an action"),
    Event.ALERT_RAISED: _("raised an alert"),
    Event.ALERT_CALLED: _("called the people on duty"),
    Event.ALERT_ACKNOWLEDGED: _("acknowledged an alert"),
    Event.ALERT_NOBODY_REACHABLE: _("could reach nobody"),
    Event.EPISODE_FACT_ADDED: _("added a fact to a missing episode"),
    Event.EPISODE_CHANGED: _("changed a missing episode"),
    Event.EPISODE_WITHDRAWN: _("withdrew an alert"),
    Event.EPISODE_FOUND: _("recorded that the young person was found"),
    Event.EPISODE_CLOSED: _("closed a missing episode"),
    Event.RETURN_INTERVIEW_RECORDED: _("recorded the talk after return"),
    Event.POLICE_CONTACT_LOGGED: _("recorded a contact with the police"),
    Event.COMPLAINT_STAGE_RECORDED: _("recorded a stage of the complaint"),
    Event.MEETING_ITEM_ADDED: _("put the case on the agenda of a meeting"),
    Event.MEETING_ITEM_RECORDED: _("recorded what the meeting discussed"),
    Event.MEETING_ATTENDANCE_RECORDED: _("recorded who was at the table"),
    Event.DECISION_RECORDED: _("recorded a decision of the meeting"),
    Event.ACCESS_REFUSED: _("was refused"),
    Event.CONFLICT_BLOCKED: _("blocked somebody because of a conflict of interest"),
    Event.CONFLICT_UNBLOCKED: _("lifted a block"),
    Event.GLASS_BROKEN: _("opened the case by emergency access"),
}
READS = tuple(
    event.value
    for event in (
        Event.CASE_READ,
        Event.SHARING_READ,
        Event.SIGNAL_READ,
        Event.EPISODE_READ,
        Event.MEETING_READ,
        Event.MINUTES_READ,
    )
)
MELDCODE = _("worked on a Meldcode track")
SOMETHING = _("did something in the case")

#: What can be asked of the log: address value -> label.
KINDS = [
    ("", _("Everything")),
    ("changes", _("Changes")),
    ("reads", _("Readings")),
    ("refused", _("Refused")),
]


def lines(case: Case, kind: str) -> QuerySet[LedgerLine]:
    """Give the ledger's lines about this case, of one kind or all."""
    found = LedgerLine.objects.filter(case_id=case.pk)
    if kind == "reads":
        return found.filter(event__in=READS)
    if kind == "refused":
        return found.filter(outcome="refused")
    if kind == "changes":
        return found.exclude(Q(event__in=READS) | Q(outcome="refused"))
    return found


def told(line: LedgerLine) -> dict[str, Any]:
    """Give a line as a row: who, for whom, when and what; references and codes become words."""
    return {
        "at": line.at,
        "who": line.user_label,
        "organisation": line.organisation_label,
        "role": ROLE_LABELS.get(line.role, ""),
        "did": _did(line.event),
        "parts": ", ".join(str(PART_LABELS[part]) for part in filter(None, line.compartments.split(","))),
        "is_refused": line.outcome == "refused",
        "is_emergency": line.is_emergency,
    }


def _did(event: str) -> Promise:
    if event.startswith(("meldcode.", "veilig_thuis.")):
        return MELDCODE
    return DID.get(event, SOMETHING)
