"""The words of the ledger for the rights of the young person and the parents."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
RIGHTS: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("Rights of the young person and parents"): {
        Event.RIGHTS_READ: (
            _("Rights of a case seen"),
            _("%(who)s looked at what was done for the rights in case %(case)s."),
        ),
        Event.ACCESS_REPORT_MADE: (
            _("Report about who looked: made"),
            _("%(who)s made a report about who looked in case %(case)s."),
        ),
        Event.ACCESS_REPORT_READ: (
            _("Report about who looked: seen"),
            _("%(who)s opened a report about who looked in case %(case)s."),
        ),
        Event.ACCESS_REPORT_EXPORTED: (
            _("Report about who looked: on paper"),
            _("%(who)s put a report about who looked in case %(case)s on paper."),
        ),
        Event.NAME_SHIELDED: (
            _("Name left out of reports"),
            _("%(who)s decided that the name of %(person)s is not told in reports."),
        ),
        Event.NAME_SHOWN_AGAIN: (
            _("Name told again in reports"),
            _("%(who)s decided that the name of %(person)s is told again in reports."),
        ),
        Event.RIGHTS_REQUEST_LIST_READ: (
            _("List of requests about rights seen"),
            _("%(who)s looked at the list of requests about rights (%(shown)s shown)."),
        ),
        Event.RIGHTS_REQUEST_READ: (
            _("Request about rights read"),
            _("%(who)s read request about rights %(number)s of case %(case)s."),
        ),
        Event.RIGHTS_REQUEST_LOGGED: (
            _("Request about rights logged"),
            _("%(who)s logged request about rights %(number)s in case %(case)s."),
        ),
        Event.RIGHTS_REQUEST_EXTENDED: (
            _("Request about rights: more time"),
            _("%(who)s took more time for request about rights %(number)s of case %(case)s."),
        ),
        Event.RIGHTS_REQUEST_DECIDED: (
            _("Request about rights: decided"),
            _("%(who)s decided on request about rights %(number)s of case %(case)s (%(decision)s)."),
        ),
        Event.RIGHTS_REQUEST_WITHDRAWN: (
            _("Request about rights: taken back"),
            _("%(who)s wrote down that request about rights %(number)s of case %(case)s was taken back."),
        ),
        Event.RIGHTS_LETTER_EXPORTED: (
            _("Request about rights: letter"),
            _("%(who)s put the letter about request %(number)s of case %(case)s on paper."),
        ),
        Event.DISAGREEMENT_ATTACHED: (
            _("Disagreement put beside a record"),
            _("%(who)s put words of somebody who does not agree beside a record of case %(case)s."),
        ),
    },
}
