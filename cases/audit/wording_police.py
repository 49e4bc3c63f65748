"""The words of the ledger for police, justice, and help after sexual violence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
POLICE: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("Police"): {
        Event.POLICE_CONTACT_LOGGED: (
            _("Contact with police logged"),
            _("%(who)s logged contact with the police in case %(case)s."),
        ),
        Event.COMPLAINT_STAGE_RECORDED: (
            _("Stage of the complaint recorded"),
            _("%(who)s recorded a stage of the criminal complaint in case %(case)s."),
        ),
    },
    _("Help after violence"): {
        Event.FORENSIC_TRACK_OPENED: (
            _("Help after violence: opened"),
            _("%(who)s wrote down in case %(case)s that help after violence may be needed."),
        ),
        Event.FORENSIC_TRACK_CORRECTED: (
            _("Help after violence: moment corrected"),
            _("%(who)s corrected the moment from which the help after violence in case %(case)s counts."),
        ),
        Event.FORENSIC_STEP_RECORDED: (
            _("Help after violence: step recorded"),
            _("%(who)s recorded a step in the help after violence in case %(case)s."),
        ),
    },
}
