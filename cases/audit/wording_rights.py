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
    },
}
