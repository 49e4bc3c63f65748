"""Every kind of line that the ledger can hold, with its NEN 7513 action code.

PURE. A closed list: an event that is not here cannot be recorded, and a test demands a
sentence for each (``audit/sentences.py``).
"""

from enum import StrEnum


class Event(StrEnum):
    """What happened or what was looked at."""

    # Looking
    CASE_LIST_READ = "case.list_read"
    CASE_READ = "case.read"
    CASES_SEARCHED = "case.searched"
    SHARING_READ = "sharing.read"
    SIGNAL_LIST_READ = "signal.list_read"
    SIGNAL_READ = "signal.read"
    ALIKE_READ = "alike.read"
    DASHBOARD_READ = "dashboard.read"
    ACTION_LIST_READ = "action.list_read"
    EPISODE_LIST_READ = "episode.list_read"
    EPISODE_READ = "episode.read"
    MEETING_LIST_READ = "meeting.list_read"
    MEETING_READ = "meeting.read"
    MINUTES_READ = "minutes.read"
    LEDGER_READ = "ledger.read"
    LEDGER_EXPORTED = "ledger.exported"
    EXPORT_LIST_READ = "export.list_read"
    EXPORT_READ = "export.read"
    EXPORT_ASKED = "export.asked"
    EXPORT_PASSWORD_SHOWN = "export.password_shown"
    EXPORT_STOPPED = "export.stopped"
    CHECKPOINT_TAKEN = "ledger.checkpoint_taken"
    ATTACK_FINISHED = "ledger.attack_finished"
    PAST_READ = "past.read"
    PAST_EXPORTED = "past.exported"
    INBOX_READ = "inbox.read"
    PAGE_READ = "page.read"
    # Signals
    SIGNAL_LOGGED = "signal.logged"
    SIGNAL_MOVED = "signal.moved"
    SIGNAL_FED_BACK = "signal.fed_back"
    SIGNAL_LINKED = "signal.linked"
    SIGNAL_SIGN_NOTED = "signal.sign_noted"
    SIGNAL_ADDED_TO = "signal.added_to"
    ROUTE_AGREED = "signal.route_agreed"
    ROUTE_ENDED = "signal.route_ended"
    SIGNAL_WITHDRAWN = "signal.withdrawn"
    SIGNAL_DRAFT_KEPT = "signal.draft_kept"
    SIGNAL_DRAFT_THROWN_AWAY = "signal.draft_thrown_away"
    SIGNAL_STANDING_READ = "signal.standing_read"
    # Case
    CASE_STARTED = "case.started"
    CASE_CHANGED = "case.changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    # The end of a case
    DESTRUCTION_ANNOUNCED = "destruction.announced"
    DESTRUCTION_DUE = "destruction.due"
    DESTRUCTION_WITHDRAWN = "destruction.withdrawn"
    DESTRUCTION_AGREED = "destruction.agreed"
    DESTRUCTION_HELD = "destruction.held"
    CASE_DESTROYED = "case.destroyed"
    DESTRUCTION_LIST_READ = "destruction.list_read"
    DESTRUCTION_READ = "destruction.read"
    CERTIFICATE_READ = "destruction.certificate_read"
    PERSON_CHANGED = "person.changed"
    NOTE_WRITTEN = "note.written"
    NOTE_CORRECTED = "note.corrected"
    NOTE_EDITED = "note.edited"
    ORGANISATION_ADMITTED = "participation.admitted"
    PARTICIPATION_CHANGED = "participation.changed"
    IDENTITY_SHARED = "consult.identity_shared"
    PARTICIPATION_CONFIRMED = "participation.confirmed"
    PARTICIPATION_LAPSED = "participation.lapsed"
    PARTICIPATION_LIST_READ = "participation.list_read"
    PARTICIPATION_ENDED = "participation.ended"
    COLLEAGUE_NAMED = "colleague.named"
    COLLEAGUE_REMOVED = "colleague.removed"
    # Coordination
    COORDINATOR_ASSIGNED = "coordinator.assigned"
    COORDINATOR_LEFT = "coordinator.left"
    COORDINATION_OFFERED = "coordination.offered"
    COORDINATION_ACCEPTED = "coordination.accepted"
    COORDINATION_REFUSED = "coordination.refused"
    COORDINATION_OFFER_REVOKED = "coordination.offer_revoked"
    COORDINATION_LATE = "coordination.late"
    COORDINATION_LOAD_READ = "coordination.load_read"
    LEVEL_STEP_TAKEN = "level.step_taken"
    RISK_JUDGED = "risk.judged"
    RISK_REVIEW_DUE = "risk.review_due"
    ASK_PUT = "ask.put"
    ASK_ACCEPTED = "ask.accepted"
    ASK_ANSWERED = "ask.answered"
    ASK_DECLINED = "ask.declined"
    ASK_REVOKED = "ask.revoked"
    ASK_REMINDED = "ask.reminded"
    ACTION_AGREED = "action.agreed"
    ACTION_DONE = "action.done"
    ACTION_CANCELLED = "action.cancelled"
    # Meldcode
    MELDCODE_STARTED = "meldcode.started"
    MELDCODE_STEP_RECORDED = "meldcode.step_recorded"
    MELDCODE_CONSULTED = "meldcode.consulted"
    MELDCODE_CHILD_CHECKED = "meldcode.child_checked"
    MELDCODE_TALK_RECORDED = "meldcode.talk_recorded"
    MELDCODE_WEIGHED = "meldcode.weighed"
    MELDCODE_DECIDED = "meldcode.decided"
    MELDCODE_PRINTED = "meldcode.printed"
    MELDCODE_FIGURES_READ = "meldcode.figures_read"
    MELDCODE_CLOSED = "meldcode.closed"
    MELDCODE_REOPENED = "meldcode.reopened"
    VEILIG_THUIS_ADVICE_ASKED = "veilig_thuis.advice_asked"
    VEILIG_THUIS_REPORTED = "veilig_thuis.reported"
    VEILIG_THUIS_ANSWERED = "veilig_thuis.answered"
    # Missing
    ALERT_RAISED = "alert.raised"
    ALERT_CALLED = "alert.called"
    ALERT_ACKNOWLEDGED = "alert.acknowledged"
    ALERT_NOBODY_REACHABLE = "alert.nobody_reachable"
    ALERT_REMINDED = "alert.reminded"
    ALERT_CONFIRMED = "alert.confirmed"
    ALERT_RESUMED = "alert.resumed"
    ALERT_FELL_QUIET = "alert.fell_quiet"
    ALERT_CALLED_AGAIN = "alert.called_again"
    EPISODE_FACT_ADDED = "episode.fact_added"
    EPISODE_CHANGED = "episode.changed"
    EPISODE_FOUND = "episode.found"
    EPISODE_WITHDRAWN = "episode.withdrawn"
    EPISODE_CLOSED = "episode.closed"
    DRILL_STARTED = "drill.started"
    DRILL_ANSWERED = "drill.answered"
    DRILL_UNANSWERED = "drill.unanswered"
    ALERT_DECLINED = "alert.declined"
    ALERT_TAKEN_OVER = "alert.taken_over"
    HANDOVER_OFFERED = "handover.offered"
    HANDOVER_ACCEPTED = "handover.accepted"
    HANDOVER_UNANSWERED = "handover.unanswered"
    HANDOVER_REFUSED = "handover.refused"
    MILDER_COLOUR_ASKED = "milder_colour.asked"
    MILDER_COLOUR_REFUSED = "milder_colour.refused"
    PATTERN_DECIDED = "pattern.decided"
    RETURN_TALK_OFFERED = "return_talk.offered"
    RETURN_INTERVIEW_RECORDED = "return_interview.recorded"
    # Grab pack
    PACK_MADE = "pack.made"
    PACK_CHANGED = "pack.changed"
    PACK_CONFIRMED = "pack.confirmed"
    PACK_PHOTO_PLACED = "pack.photo_placed"
    PACK_PHOTO_TAKEN_AWAY = "pack.photo_taken_away"
    PACK_OFFERED = "pack.offered"
    PACK_TAKEN_OVER = "pack.taken_over"
    PACK_DECLINED = "pack.declined"
    PACK_OFFER_TAKEN_BACK = "pack.offer_taken_back"
    PACK_OPENED = "pack.opened"
    PACK_SEALED = "pack.sealed"
    PACK_READ = "pack.read"
    PACK_PHOTO_READ = "pack.photo_read"
    POLICE_REPORT_READ = "police_report.read"
    POLICE_REPORT_PRINTED = "police_report.printed"
    # Police
    CONTACT_WAY_WRITTEN = "contact_way.written"
    CONTACT_WAY_CHANGED = "contact_way.changed"
    CONTACT_WAY_CONFIRMED = "contact_way.confirmed"
    CONTACT_WAY_ENDED = "contact_way.ended"
    SHARING_REASONED = "sharing.reasoned"
    OWN_PLAN_WRITTEN = "own_plan.written"
    OWN_PLAN_PRINTED = "own_plan.printed"
    MEASURE_WRITTEN = "measure.written"
    MEASURE_CHANGED = "measure.changed"
    MEASURE_ENDED = "measure.ended"
    HANDOVER_ASKED = "handover.asked"
    HANDOVER_PASSWORD_SHOWN = "handover.password_shown"
    HANDOVER_FETCHED = "handover.fetched"
    HANDOVER_STOPPED = "handover.stopped"
    NETWORK_WRITTEN = "network.written"
    NETWORK_CORRECTED = "network.corrected"
    NETWORK_OVER = "network.over"
    NETWORK_RECURRENCE_READ = "network.recurrence_read"
    ACCOUNT_WRITTEN = "account.written"
    ACCOUNTS_READ = "account.list_read"
    ACCOUNTS_PRINTED = "account.printed"
    POLICE_CONTACT_LOGGED = "police.contact_logged"
    POLICE_RELEASE_DECIDED = "police.release_decided"
    POLICE_CONTACTS_PRINTED = "police.contacts_printed"
    COMPLAINT_STAGE_RECORDED = "police.complaint_stage_recorded"
    FORENSIC_TRACK_OPENED = "forensic.track_opened"
    FORENSIC_TRACK_CORRECTED = "forensic.track_corrected"
    FORENSIC_STEP_RECORDED = "forensic.step_recorded"
    SAFETY_INCIDENT_REPORTED = "safety_incident.reported"
    COURT_DATE_WRITTEN = "court_date.written"
    COURT_DATE_CHANGED = "court_date.changed"
    COURT_DATE_ENDED = "court_date.ended"
    INFORMATION_ASKED = "information_request.written"
    INFORMATION_REQUEST_CHANGED = "information_request.changed"
    INFORMATION_DECIDED = "information_request.decided"
    EVIDENCE_NOTED = "evidence.noted"
    EVIDENCE_CHANGED = "evidence.changed"
    EVIDENCE_ENDED = "evidence.ended"
    DIRECTORY_ADDED = "directory.added"
    DIRECTORY_CHANGED = "directory.changed"
    DIRECTORY_CHECKED = "directory.checked"
    DIRECTORY_ENDED = "directory.ended"
    # Meetings
    MEETING_PLANNED = "meeting.planned"
    MEETING_CHANGED = "meeting.changed"
    EMERGENCY_TABLE_CALLED = "emergency_table.called"
    AGENDA_PROPOSED = "agenda.proposed"
    AGENDA_PROPOSAL_ANSWERED = "agenda.proposal_answered"
    MEETING_ITEM_ADDED = "meeting.item_added"
    MEETING_ITEM_TAKEN_OFF = "meeting.item_taken_off"
    MEETING_GUEST_INVITED = "meeting.guest_invited"
    MEETING_GUEST_WITHDRAWN = "meeting.guest_withdrawn"
    MEETING_ITEM_RECORDED = "meeting.item_recorded"
    MEETING_ATTENDANCE_RECORDED = "meeting.attendance_recorded"
    DECISION_RECORDED = "decision.recorded"
    # Access
    ACCESS_REFUSED = "access.refused"
    CONFLICT_BLOCKED = "conflict.blocked"
    CONFLICT_DECLARED = "conflict.declared"
    CONFLICT_LIFT_PROPOSED = "conflict.lift_proposed"
    ORGANISATION_BLOCKED = "conflict.organisation_blocked"
    CONFLICT_UNBLOCKED = "conflict.unblocked"
    CASE_SEALED = "case.sealed"
    CASE_UNSEALED = "case.unsealed"
    GLASS_BROKEN = "emergency.opened"
    EMERGENCY_GIVEN_BACK = "emergency.given_back"
    EMERGENCY_REVIEWED = "emergency.reviewed"
    EMERGENCIES_READ = "emergency.list_read"
    EXISTENCE_ASKED = "existence.asked"
    EXISTENCE_READ = "existence.read"
    ACCESS_REQUEST_LIST_READ = "access_request.list_read"
    ACCESS_REQUEST_READ = "access_request.read"
    ACCESS_REQUESTED = "access_request.asked"
    ACCESS_REQUEST_GRANTED = "access_request.granted"
    ACCESS_REQUEST_REFUSED = "access_request.refused"
    ACCESS_REQUEST_WITHDRAWN = "access_request.withdrawn"
    ACCESS_REQUEST_OVERDUE = "access_request.overdue"
    ACCESS_REQUEST_EXPIRED = "access_request.expired"
    # Rights of the young person and the parents
    RIGHTS_READ = "rights.read"
    ACCESS_REPORT_MADE = "access_report.made"
    ACCESS_REPORT_READ = "access_report.read"
    ACCESS_REPORT_EXPORTED = "access_report.exported"
    NAME_SHIELDED = "shielding.started"
    NAME_SHOWN_AGAIN = "shielding.ended"
    RIGHTS_REQUEST_LIST_READ = "rights_request.list_read"
    RIGHTS_REQUEST_READ = "rights_request.read"
    RIGHTS_REQUEST_LOGGED = "rights_request.logged"
    RIGHTS_REQUEST_EXTENDED = "rights_request.extended"
    RIGHTS_REQUEST_DECIDED = "rights_request.decided"
    RIGHTS_REQUEST_WITHDRAWN = "rights_request.withdrawn"
    RIGHTS_LETTER_EXPORTED = "rights_request.letter"
    DISAGREEMENT_ATTACHED = "disagreement.attached"
    # Review
    REVIEW_LIST_READ = "review.list_read"
    REVIEW_READ = "review.read"
    REVIEW_OPENED = "review.opened"
    REVIEW_ASKED = "review.asked"
    REVIEW_QUESTION_READ = "review.question_read"
    REVIEW_ANSWERED = "review.answered"
    REVIEW_JUDGED = "review.judged"
    REVIEW_CONFIRMED = "review.confirmed"
    REVIEW_FOLLOWED_UP = "review.followed_up"
    REVIEW_SAMPLED = "review.sampled"
    REVIEW_SIGNED = "review.signed"
    REVIEW_REPORT_EXPORTED = "review.report_exported"
    CONTROL_CASE_PLACED = "control_case.placed"
    CONTROL_CASE_ENDED = "control_case.ended"
    # Organisations
    MEMBER_ADDED = "member.added"
    MEMBER_INTRODUCED = "member.introduced"
    INVITATION_SENT = "invitation.sent"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    SECONDMENT_OFFERED = "secondment.offered"
    SECONDMENT_DECIDED = "secondment.decided"
    INTRODUCTION_DEMANDED = "organisation.introduction_demanded"
    ACCOUNT_WARNED = "account.warned"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_REOPENED = "account.reopened"
    RIGHTS_REVIEW_STARTED = "rights_review.started"
    RIGHTS_DECIDED = "rights_review.decided"
    RIGHTS_REVIEW_FINISHED = "rights_review.finished"
    MEMBER_CHANGED = "member.changed"
    MEMBER_ENDED = "member.ended"
    ACT_NARROWED = "role.narrowed"
    ROSTER_CHANGED = "roster.changed"
    COVENANT_CHANGED = "covenant.changed"
    COVENANT_DRAFTED = "covenant.drafted"
    COVENANT_DISCARDED = "covenant.discarded"
    COVENANT_SENT = "covenant.sent"
    COVENANT_REOPENED = "covenant.reopened"
    COVENANT_SIGNED = "covenant.signed"
    COVENANT_STARTED = "covenant.started"
    COVENANT_CALLED_OFF = "covenant.called_off"
    COVENANT_EFFECT_READ = "covenant.effect_read"
    COVENANT_WARNED = "covenant.warned"
    ORGANISATION_CHOSEN = "session.organisation_chosen"
    # The ledger itself
    LEDGER_CHECK_ASKED = "ledger.check_asked"
    LEDGER_FOUND_BROKEN = "ledger.found_broken"
    # Logging in
    SIGNED_IN = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGNED_OUT = "sign_in.ended"
    SESSIONS_ENDED = "session.ended_elsewhere"
    PASSWORD_CHANGED = "login.password_changed"
    FACTOR_ADDED = "login.factor_added"
    FACTOR_REMOVED = "login.factor_removed"
    FACTOR_RESET = "login.factor_reset"
    CHANNEL_ADDED = "channel.code_sent"
    CHANNEL_NOT_PROVED = "channel.wrong_code"
    CHANNEL_PROVED = "channel.proved"
    CHANNEL_REMOVED = "channel.removed"
    REACH_CHOSEN = "reach.chosen"
    IDENTITY_LINKED = "login.identity_linked"
    PROVIDER_CHANGED = "login.provider_changed"
    STATEMENT_PUBLISHED = "confidentiality.published"
    STATEMENT_ACCEPTED = "confidentiality.accepted"


_READS = {
    Event.PARTICIPATION_LIST_READ,
    Event.CASE_LIST_READ,
    Event.CASE_READ,
    Event.CASES_SEARCHED,
    Event.SHARING_READ,
    Event.SIGNAL_LIST_READ,
    Event.SIGNAL_READ,
    Event.ALIKE_READ,
    Event.SIGNAL_STANDING_READ,
    Event.DASHBOARD_READ,
    Event.ACTION_LIST_READ,
    Event.COORDINATION_LOAD_READ,
    Event.EPISODE_LIST_READ,
    Event.EPISODE_READ,
    Event.MEETING_LIST_READ,
    Event.MEETING_READ,
    Event.MINUTES_READ,
    Event.LEDGER_READ,
    Event.LEDGER_EXPORTED,
    Event.CHECKPOINT_TAKEN,
    Event.MELDCODE_PRINTED,
    Event.MELDCODE_FIGURES_READ,
    Event.PAST_READ,
    Event.INBOX_READ,
    Event.PAGE_READ,
    Event.EMERGENCIES_READ,
    Event.COVENANT_EFFECT_READ,
    Event.ACCESS_REFUSED,
    Event.EXISTENCE_ASKED,
    Event.EXISTENCE_READ,
    Event.ACCESS_REQUEST_LIST_READ,
    Event.ACCESS_REQUEST_READ,
    Event.REVIEW_LIST_READ,
    Event.REVIEW_READ,
    Event.REVIEW_QUESTION_READ,
    Event.DESTRUCTION_LIST_READ,
    Event.EXPORT_LIST_READ,
    Event.EXPORT_READ,
    Event.EXPORT_PASSWORD_SHOWN,
    Event.DESTRUCTION_READ,
    Event.CERTIFICATE_READ,
    Event.RIGHTS_READ,
    Event.ACCESS_REPORT_READ,
    Event.RIGHTS_REQUEST_LIST_READ,
    Event.RIGHTS_REQUEST_READ,
    Event.NETWORK_RECURRENCE_READ,
    Event.HANDOVER_PASSWORD_SHOWN,
    Event.HANDOVER_FETCHED,
    Event.PACK_READ,
    Event.PACK_PHOTO_READ,
    Event.POLICE_REPORT_READ,
    Event.POLICE_REPORT_PRINTED,
    Event.POLICE_CONTACTS_PRINTED,
    Event.ACCOUNTS_READ,
    Event.ACCOUNTS_PRINTED,
    Event.OWN_PLAN_PRINTED,
}
_EXECUTIONS = {
    Event.ATTACK_FINISHED,
    Event.GLASS_BROKEN,
    Event.ALERT_CALLED,
    Event.ORGANISATION_CHOSEN,
    Event.COVENANT_WARNED,
    Event.ALERT_ACKNOWLEDGED,
    Event.ALERT_DECLINED,
    Event.DRILL_ANSWERED,
    Event.DRILL_UNANSWERED,
    Event.ALERT_NOBODY_REACHABLE,
    Event.ALERT_REMINDED,
    Event.ALERT_CONFIRMED,
    Event.ALERT_RESUMED,
    Event.ALERT_FELL_QUIET,
    Event.ALERT_CALLED_AGAIN,
    Event.REVIEW_REPORT_EXPORTED,
    Event.PAST_EXPORTED,
    Event.ACCESS_REPORT_EXPORTED,
    Event.RIGHTS_LETTER_EXPORTED,
    Event.LEDGER_CHECK_ASKED,
    Event.LEDGER_FOUND_BROKEN,
    Event.SIGNED_IN,
    Event.SIGN_IN_FAILED,
    Event.SIGNED_OUT,
    Event.SESSIONS_ENDED,
    Event.PACK_OPENED,
    Event.PACK_SEALED,
}
_CREATIONS = {
    Event.SIGNAL_LOGGED,
    Event.SIGNAL_SIGN_NOTED,
    Event.SIGNAL_ADDED_TO,
    Event.SIGNAL_DRAFT_KEPT,
    Event.ROUTE_AGREED,
    Event.CASE_STARTED,
    Event.EXPORT_ASKED,
    Event.DESTRUCTION_ANNOUNCED,
    Event.DESTRUCTION_AGREED,
    Event.DESTRUCTION_HELD,
    Event.NOTE_WRITTEN,
    Event.ORGANISATION_ADMITTED,
    Event.COLLEAGUE_NAMED,
    Event.COORDINATOR_ASSIGNED,
    Event.COORDINATION_OFFERED,
    Event.ASK_PUT,
    Event.LEVEL_STEP_TAKEN,
    Event.RISK_JUDGED,
    Event.ACTION_AGREED,
    Event.MELDCODE_STARTED,
    Event.MELDCODE_STEP_RECORDED,
    Event.MELDCODE_CONSULTED,
    Event.MELDCODE_CHILD_CHECKED,
    Event.MELDCODE_TALK_RECORDED,
    Event.MELDCODE_WEIGHED,
    Event.VEILIG_THUIS_ADVICE_ASKED,
    Event.VEILIG_THUIS_REPORTED,
    Event.ALERT_RAISED,
    Event.EPISODE_FACT_ADDED,
    Event.PACK_MADE,
    Event.PACK_OFFERED,
    Event.POLICE_CONTACT_LOGGED,
    Event.POLICE_RELEASE_DECIDED,
    Event.CONTACT_WAY_WRITTEN,
    Event.MEASURE_WRITTEN,
    Event.NETWORK_WRITTEN,
    Event.HANDOVER_ASKED,
    Event.SHARING_REASONED,
    Event.ACCOUNT_WRITTEN,
    Event.COMPLAINT_STAGE_RECORDED,
    Event.FORENSIC_TRACK_OPENED,
    Event.FORENSIC_STEP_RECORDED,
    Event.SAFETY_INCIDENT_REPORTED,
    Event.COURT_DATE_WRITTEN,
    Event.INFORMATION_ASKED,
    Event.EVIDENCE_NOTED,
    Event.DIRECTORY_ADDED,
    Event.MEETING_PLANNED,
    Event.MEETING_ITEM_ADDED,
    Event.AGENDA_PROPOSED,
    Event.DRILL_STARTED,
    Event.EMERGENCY_TABLE_CALLED,
    Event.HANDOVER_OFFERED,
    Event.MILDER_COLOUR_ASKED,
    Event.PATTERN_DECIDED,
    Event.MEETING_GUEST_INVITED,
    Event.DECISION_RECORDED,
    Event.CONFLICT_BLOCKED,
    Event.CONFLICT_DECLARED,
    Event.ORGANISATION_BLOCKED,
    Event.MEMBER_ADDED,
    Event.INVITATION_SENT,
    Event.SECONDMENT_OFFERED,
    Event.RIGHTS_REVIEW_STARTED,
    Event.ACCESS_REQUESTED,
    Event.CASE_SEALED,
    Event.ACCESS_REPORT_MADE,
    Event.NAME_SHIELDED,
    Event.RIGHTS_REQUEST_LOGGED,
    Event.DISAGREEMENT_ATTACHED,
    Event.COVENANT_DRAFTED,
    Event.COVENANT_SIGNED,
    Event.REVIEW_OPENED,
    Event.REVIEW_ASKED,
    Event.REVIEW_ANSWERED,
    Event.REVIEW_JUDGED,
    Event.REVIEW_SAMPLED,
    Event.CONTROL_CASE_PLACED,
    Event.FACTOR_ADDED,
    Event.CHANNEL_ADDED,
    Event.STATEMENT_PUBLISHED,
    Event.IDENTITY_LINKED,
    Event.STATEMENT_ACCEPTED,
}


def action_code(event: Event) -> str:
    """Give the NEN 7513 EventActionCode: C, R, U, D or E (Logius mapping of NEN 7513)."""
    if event in _READS:
        return "R"
    if event in _EXECUTIONS:
        return "E"
    if event in _CREATIONS:
        return "C"
    return "D" if event is Event.CASE_DESTROYED else "U"
