"""The words of the ledger for meetings of the table."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: event -> (label in the filter, sentence)
TABLE: dict[Event, tuple[Promise, Promise]] = {
    Event.MEETING_PLANNED: (_("Meeting planned"), _("%(who)s planned meeting %(number)s.")),
    Event.MEETING_CHANGED: (_("Meeting changed"), _("%(who)s changed meeting %(number)s.")),
    Event.EMERGENCY_TABLE_CALLED: (
        _("Emergency table called"),
        _("%(who)s called an emergency table about case %(case)s."),
    ),
    Event.AGENDA_PROPOSED: (
        _("Case proposed for the agenda"),
        _("%(who)s proposed case %(case)s for the agenda of the next meeting."),
    ),
    Event.AGENDA_PROPOSAL_ANSWERED: (
        _("Proposal for the agenda answered"),
        _("%(who)s answered the proposal to speak about case %(case)s."),
    ),
    Event.MEETING_ITEM_ADDED: (
        _("Case put on the agenda"),
        _("%(who)s put case %(case)s on the agenda of a meeting."),
    ),
    Event.MEETING_ITEM_TAKEN_OFF: (
        _("Case taken off an agenda"),
        _("%(who)s took case %(case)s off the agenda of meeting %(number)s."),
    ),
    Event.MEETING_GUEST_INVITED: (
        _("Somebody joins for one case"),
        _("%(who)s let %(named)s join meeting %(number)s for case %(case)s."),
    ),
    Event.MEETING_GUEST_WITHDRAWN: (
        _("Joining for one case withdrawn"),
        _("%(who)s withdrew that %(named)s joins meeting %(number)s for case %(case)s."),
    ),
    Event.MEETING_ITEM_RECORDED: (
        _("Discussion recorded"),
        _("%(who)s recorded what was discussed about case %(case)s."),
    ),
    Event.MEETING_ATTENDANCE_RECORDED: (
        _("Attendance recorded"),
        _("%(who)s recorded who was there for case %(case)s."),
    ),
    Event.DECISION_RECORDED: (
        _("Decision recorded"),
        _("%(who)s recorded a decision about case %(case)s."),
    ),
    Event.AGENDA_SUGGESTIONS_READ: (
        _("Suggestions for an agenda seen"),
        _("%(who)s looked at what asks for a place on an agenda (%(shown)s shown)."),
    ),
    Event.AGENDA_LEFT_OFF: (
        _("Suggested case left off"),
        _("%(who)s left case %(case)s off the agenda of meeting %(number)s."),
    ),
    Event.MEETING_ITEM_MOVED: (
        _("Case moved on an agenda"),
        _("%(who)s moved case %(case)s on the agenda of meeting %(number)s."),
    ),
    Event.MEETING_ITEM_CHANGED: (
        _("Agenda item changed"),
        _("%(who)s changed the question, the time or the organisations for case %(case)s."),
    ),
    Event.MEETING_DRAFT_KEPT: (
        _("Text of a meeting kept"),
        _("%(who)s began to write about case %(case)s in meeting %(number)s; it was kept until it is saved."),
    ),
    Event.MEETING_DRAFT_THROWN_AWAY: (
        _("Text of a meeting thrown away"),
        _("%(who)s threw away what was not saved about case %(case)s in meeting %(number)s."),
    ),
    Event.MEETING_ITEM_SHOWN: (
        _("Case shown on the screen of a meeting"),
        _("%(who)s showed case %(case)s on the screen of meeting %(number)s."),
    ),
    Event.MINUTES_PRINTED: (
        _("Minutes on paper"),
        _("%(who)s put their part of the minutes of meeting %(number)s on paper."),
    ),
    Event.MINUTES_ESTABLISHED: (
        _("Minutes established"),
        _("%(who)s established the minutes of meeting %(number)s."),
    ),
    Event.MINUTES_SIGNED: (
        _("Minutes signed"),
        _("%(who)s signed the minutes of meeting %(number)s."),
    ),
    Event.MINUTES_CORRECTED: (
        _("Minutes corrected"),
        _("%(who)s added a correction about case %(case)s to the minutes of meeting %(number)s."),
    ),
    Event.CALENDAR_MADE: (
        _("Address of a calendar made"),
        _("%(who)s made a secret address for their calendar."),
    ),
    Event.CALENDAR_WITHDRAWN: (
        _("Address of a calendar taken back"),
        _("%(who)s took the secret address of their calendar back."),
    ),
    Event.CALENDAR_READ: (
        _("Calendar fetched"),
        _("%(who)s let a calendar fetch when and where they meet (%(shown)s shown)."),
    ),
}
