"""The words of the ledger for the grab pack, and for the report to the police that is made from it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
PACK: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("Grab pack"): {
        Event.PACK_MADE: (_("Grab pack made"), _("%(who)s made the grab pack of case %(case)s.")),
        Event.PACK_CHANGED: (_("Grab pack changed"), _("%(who)s changed the grab pack of case %(case)s.")),
        Event.PACK_CONFIRMED: (
            _("Grab pack confirmed"),
            _("%(who)s confirmed the grab pack of case %(case)s."),
        ),
        Event.PACK_PHOTO_PLACED: (
            _("Photo placed in a grab pack"),
            _("%(who)s placed a photo in the grab pack of case %(case)s."),
        ),
        Event.PACK_PHOTO_TAKEN_AWAY: (
            _("Photo taken out of a grab pack"),
            _("%(who)s took the photo out of the grab pack of case %(case)s."),
        ),
        Event.PACK_OFFERED: (
            _("Grab pack offered"),
            _("%(who)s asked %(party)s to take over the grab pack of case %(case)s."),
        ),
        Event.PACK_TAKEN_OVER: (
            _("Grab pack taken over"),
            _("%(who)s took over the grab pack of case %(case)s from %(party)s."),
        ),
        Event.PACK_DECLINED: (
            _("Grab pack not taken over"),
            _("%(who)s did not take over the grab pack of case %(case)s from %(party)s."),
        ),
        Event.PACK_OFFER_TAKEN_BACK: (
            _("Offer of a grab pack taken back"),
            _("%(who)s no longer asks %(party)s to take over the grab pack of case %(case)s."),
        ),
        Event.PACK_OPENED: (
            _("Grab pack opened by an alert"),
            _("%(who)s opened the grab pack by alert %(number)s, for %(organisations)s organisations."),
        ),
        Event.PACK_SEALED: (
            _("Grab pack sealed again"),
            _("%(who)s ended alert %(number)s, which sealed the grab pack again."),
        ),
        Event.PACK_READ: (_("Grab pack read"), _("%(who)s read the grab pack of case %(case)s.")),
        Event.PACK_PHOTO_READ: (
            _("Photo of a grab pack seen"),
            _("%(who)s saw the photo in the grab pack of case %(case)s."),
        ),
        Event.POLICE_REPORT_READ: (
            _("Report for the police read"),
            _("%(who)s read the report for the police about alert %(number)s."),
        ),
        Event.POLICE_REPORT_PRINTED: (
            _("Report for the police put on paper"),
            _("%(who)s put the report for the police about alert %(number)s on paper."),
        ),
    },
}
