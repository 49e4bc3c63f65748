"""The words of the ledger for coordination: who is asked to hold a case, and what they say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
COORDINATION: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("Coordination: hand-over"): {
        Event.COORDINATION_OFFERED: (
            _("Coordination offered"),
            _("%(who)s asked %(coordinator)s to coordinate case %(case)s, with %(deputy)s as deputy."),
        ),
        Event.COORDINATION_ACCEPTED: (
            _("Coordination: yes"),
            _("%(who)s said yes to holding case %(case)s."),
        ),
        Event.COORDINATION_REFUSED: (
            _("Coordination: no"),
            _("%(who)s said no to holding case %(case)s, with a reason."),
        ),
        Event.COORDINATION_OFFER_REVOKED: (
            _("Coordination: question taken back"),
            _("%(who)s let case %(case)s stay with who held it."),
        ),
        Event.COORDINATION_LATE: (
            _("Coordination: nobody in time"),
            _("%(who)s told who directs that nobody took case %(case)s in time."),
        ),
        Event.COORDINATION_LOAD_READ: (
            _("Who carries how much: seen"),
            _("%(who)s looked at how many cases each coordinator holds (%(shown)s shown)."),
        ),
    },
}
