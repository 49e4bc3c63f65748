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
        Event.POLICE_RELEASE_DECIDED: (
            _("Release of police information"),
            _("%(who)s wrote down in case %(case)s whether what the police told may be passed on."),
        ),
        Event.POLICE_CONTACTS_PRINTED: (
            _("Contacts with police put on paper"),
            _("%(who)s put the contacts with the police in case %(case)s on paper."),
        ),
        Event.COMPLAINT_STAGE_RECORDED: (
            _("Stage of the complaint recorded"),
            _("%(who)s recorded a stage of the criminal complaint in case %(case)s."),
        ),
    },
    _("Court dates, requests and evidence"): {
        Event.COURT_DATE_WRITTEN: (
            _("Date of the court written down"),
            _("%(who)s wrote down a date of the court in case %(case)s."),
        ),
        Event.COURT_DATE_CHANGED: (
            _("Date of the court changed"),
            _("%(who)s changed a date of the court in case %(case)s."),
        ),
        Event.COURT_DATE_ENDED: (
            _("What came of a date of the court"),
            _("%(who)s wrote down what came of a date of the court in case %(case)s."),
        ),
        Event.INFORMATION_ASKED: (
            _("Request for information written down"),
            _("%(who)s wrote down a request for information in case %(case)s."),
        ),
        Event.INFORMATION_REQUEST_CHANGED: (
            _("Request for information changed"),
            _("%(who)s changed a request for information in case %(case)s."),
        ),
        Event.INFORMATION_DECIDED: (
            _("Request for information decided"),
            _("%(who)s wrote down the decision on a request for information in case %(case)s."),
        ),
        Event.EVIDENCE_NOTED: (
            _("Evidence: place written down"),
            _("%(who)s wrote down in case %(case)s where evidence is."),
        ),
        Event.EVIDENCE_CHANGED: (
            _("Evidence: place changed"),
            _("%(who)s changed in case %(case)s where evidence is."),
        ),
        Event.EVIDENCE_ENDED: (
            _("Evidence: where it went"),
            _("%(who)s wrote down in case %(case)s where evidence went."),
        ),
    },
    _("Safety in care"): {
        Event.SAFETY_INCIDENT_REPORTED: (
            _("Safety incident written down"),
            _("%(who)s wrote down a safety incident in case %(case)s."),
        ),
    },
    _("Phone list"): {
        Event.DIRECTORY_ADDED: (
            _("Phone list: line added"),
            _("%(who)s added a line to the phone list of police and justice."),
        ),
        Event.DIRECTORY_CHANGED: (
            _("Phone list: line changed"),
            _("%(who)s changed a line of the phone list of police and justice."),
        ),
        Event.DIRECTORY_CHECKED: (
            _("Phone list: line checked"),
            _("%(who)s checked that a line of the phone list of police and justice still holds."),
        ),
        Event.DIRECTORY_ENDED: (
            _("Phone list: line taken away"),
            _("%(who)s took a line away from the phone list of police and justice."),
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
