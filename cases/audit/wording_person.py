"""The words of the ledger for who a case is about: words, reach, measures, network."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
PERSON: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("The young person: words, safe contact, measures, own plan"): {
        Event.CONTACT_WAY_WRITTEN: (
            _("Way of contact written down"),
            _("%(who)s wrote down how the young person of case %(case)s can be reached."),
        ),
        Event.CONTACT_WAY_CHANGED: (
            _("Way of contact changed"),
            _("%(who)s changed how the young person of case %(case)s can be reached."),
        ),
        Event.CONTACT_WAY_CONFIRMED: (
            _("Way of contact checked"),
            _("%(who)s checked that a way to reach the young person of case %(case)s still holds."),
        ),
        Event.CONTACT_WAY_ENDED: (
            _("Way of contact taken away"),
            _("%(who)s took away a way to reach the young person of case %(case)s."),
        ),
        Event.ACCOUNT_WRITTEN: (
            _("What was said: written down"),
            _("%(who)s wrote down what the young person of case %(case)s told."),
        ),
        Event.ACCOUNTS_READ: (
            _("What was said: read"),
            _("%(who)s read what the young person of case %(case)s told."),
        ),
        Event.ACCOUNTS_PRINTED: (
            _("What was said: on paper"),
            _("%(who)s put on paper who asked what and what was said in case %(case)s."),
        ),
        Event.SHARING_REASONED: (
            _("Reason for sharing written down"),
            _("%(who)s wrote down on which ground something of case %(case)s is shared."),
        ),
        Event.OWN_PLAN_WRITTEN: (
            _("Own plan written"),
            _("%(who)s wrote or changed the plan for the young person of case %(case)s."),
        ),
        Event.OWN_PLAN_PRINTED: (
            _("Own plan printed"),
            _("%(who)s printed the plan for the young person of case %(case)s."),
        ),
        Event.MEASURE_WRITTEN: (
            _("Measure written down"),
            _("%(who)s wrote down a measure of the court in case %(case)s."),
        ),
        Event.MEASURE_CHANGED: (
            _("Measure changed"),
            _("%(who)s changed a measure of the court in case %(case)s."),
        ),
        Event.MEASURE_ENDED: (
            _("What came after a measure"),
            _("%(who)s wrote down what came after a measure of the court in case %(case)s."),
        ),
        Event.REGISTRATION_READ: (
            _("Registration at CoMensha looked up"),
            _("%(who)s looked up the registration at CoMensha in case %(case)s."),
        ),
        Event.REGISTRATION_ANSWERED: (
            _("Answer about a registration written down"),
            _("%(who)s wrote down an answer about a registration at CoMensha in case %(case)s."),
        ),
    },
    _("The network of a case"): {
        Event.NETWORK_WRITTEN: (
            _("Network: written down"),
            _("%(who)s wrote down something of the network of case %(case)s."),
        ),
        Event.NETWORK_CORRECTED: (
            _("Network: corrected"),
            _("%(who)s corrected something of the network of case %(case)s."),
        ),
        Event.NETWORK_OVER: (
            _("Network: over"),
            _("%(who)s wrote down that something of the network of case %(case)s is over."),
        ),
        Event.NETWORK_RECURRENCE_READ: (
            _("Network: compared with other cases"),
            _("%(who)s looked whether phones, plates and addresses of case %(case)s stand in other cases."),
        ),
    },
    _("A case handed over as a file"): {
        Event.HANDOVER_ASKED: (
            _("Handover: asked for"),
            _("%(who)s asked for the whole of case %(case)s as a file."),
        ),
        Event.HANDOVER_PASSWORD_SHOWN: (
            _("Handover: password seen"),
            _("%(who)s saw the password of the file of case %(case)s."),
        ),
        Event.HANDOVER_FETCHED: (
            _("Handover: file fetched"),
            _("%(who)s fetched the whole of case %(case)s as a file."),
        ),
        Event.HANDOVER_STOPPED: (
            _("Handover: stopped"),
            _("%(who)s stopped a handover of case %(case)s."),
        ),
    },
}
