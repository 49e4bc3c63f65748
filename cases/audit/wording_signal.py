"""How the lines about signals read: what was told, added, moved, agreed and taken back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

SIGNAL_WORDS: dict[Event, tuple[Promise, Promise]] = {
    Event.SIGNAL_LOGGED: (_("Signal logged"), _("%(who)s logged signal %(number)s.")),
    Event.SIGNAL_MOVED: (_("Signal a step further"), _("%(who)s took signal %(number)s a step further.")),
    Event.SIGNAL_FED_BACK: (_("Feedback given"), _("%(who)s gave feedback on signal %(number)s.")),
    Event.SIGNAL_LINKED: (
        _("Signal linked to a case"),
        _("%(who)s linked signal %(number)s to case %(case)s."),
    ),
    Event.OVERLAP_COMPARED: (
        _("Compared without showing"),
        _("%(who)s wrote something down that was compared with what other organisations hold."),
    ),
    Event.OVERLAP_HELD: (
        _("Comparing was held up"),
        _("%(who)s wrote down so much that comparing it waits."),
    ),
    Event.OVERLAP_FOUND: (_("Possible overlap found"), _("%(who)s found a possible overlap.")),
    Event.OVERLAP_READ: (_("Possible overlap read"), _("%(who)s read about a possible overlap.")),
    Event.OVERLAP_REMINDED: (
        _("Reminded of a possible overlap"),
        _("%(who)s reminded of a possible overlap that was not answered."),
    ),
    Event.OVERLAP_ANSWERED: (_("Possible overlap answered"), _("%(who)s answered a possible overlap.")),
    Event.OVERLAP_ENDED: (_("Possible overlap ended"), _("%(who)s ended a possible overlap.")),
    Event.SIGNAL_JOINED: (
        _("Signals joined"),
        _("%(who)s joined signal %(number)s and another one, which are about the same."),
    ),
    Event.SIGNAL_PARTED: (
        _("Joining of signals undone"),
        _("%(who)s undid the joining of signal %(number)s and another one."),
    ),
    Event.SIGNAL_SPLIT: (
        _("Signal split in two"),
        _("%(who)s split a signal about two young persons: signal %(number)s is one of the three."),
    ),
    Event.SIGNAL_SPLIT_UNDONE: (
        _("Splitting of a signal undone"),
        _("%(who)s undid the splitting of a signal: signal %(number)s is one of the three."),
    ),
    Event.SIGNAL_SIGN_NOTED: (
        _("Sign added to a signal"),
        _("%(who)s added a sign to signal %(number)s."),
    ),
    Event.SIGNAL_ADDED_TO: (
        _("Something added to a signal"),
        _("%(who)s added something to signal %(number)s."),
    ),
    Event.ROUTE_AGREED: (
        _("Route of signals agreed"),
        _("%(who)s wrote down which desk gets which signals."),
    ),
    Event.ROUTE_ENDED: (
        _("Route of signals ended"),
        _("%(who)s ended an agreement about which desk gets which signals."),
    ),
    Event.SIGNAL_DRAFT_KEPT: (
        _("Draft of a signal kept"),
        _("%(who)s began a signal, and kept it to finish later."),
    ),
    Event.SIGNAL_DRAFT_READ: (
        _("Draft of a signal read"),
        _("%(who)s opened a signal that they began earlier."),
    ),
    Event.SIGNAL_DRAFT_THROWN_AWAY: (
        _("Draft of a signal thrown away"),
        _("%(who)s threw away a signal that was not sent."),
    ),
    Event.SIGNAL_WITHDRAWN: (_("Signal taken back"), _("%(who)s took back signal %(number)s.")),
    Event.SIGNAL_STANDING_READ: (
        _("Standing of a signal asked"),
        _("%(who)s asked whether signal %(number)s was decided."),
    ),
    Event.SHEET_LIST_READ: (
        _("List of files with registrations seen"),
        _("%(who)s looked at the files with registrations of the desk (%(shown)s shown)."),
    ),
    Event.SHEET_READ: (
        _("File with registrations read"),
        _("%(who)s looked at the file with registrations %(number)s."),
    ),
    Event.SHEET_SENT: (
        _("File with registrations sent"),
        _("%(who)s sent a file with %(rows)s registrations: %(number)s."),
    ),
    Event.SHEET_COLUMNS_CHOSEN: (
        _("Columns of a file chosen"),
        _("%(who)s said what the columns of file %(number)s are."),
    ),
    Event.SHEET_CHECKED: (
        _("File with registrations looked at"),
        _("%(who)s had the rows of file %(number)s looked at: %(new)s new, %(refused)s refused."),
    ),
    Event.SHEET_STARTED: (
        _("Bringing in registrations started"),
        _("%(who)s lets the rows of file %(number)s be brought in: %(new)s new, %(refused)s refused."),
    ),
    Event.SHEET_TURNED_BACK: (
        _("Registrations taken back"),
        _("%(who)s brought in nothing of file %(number)s: all or nothing was asked, and that failed."),
    ),
    Event.SHEET_DONE: (
        _("Registrations brought in"),
        _("%(who)s had the rows of file %(number)s brought in: %(new)s became a signal."),
    ),
    Event.SHEET_STOPPED: (
        _("Bringing in registrations stopped"),
        _("%(who)s stopped file %(number)s: %(new)s of %(rows)s rows were new."),
    ),
    Event.SHEET_EMPTIED: (
        _("Rows of a file emptied"),
        _("%(who)s emptied the rows of file %(number)s."),
    ),
    Event.SHEET_REFUSED_FETCHED: (
        _("Refused rows of a file fetched"),
        _("%(who)s fetched the %(refused)s refused rows of file %(number)s."),
    ),
}
