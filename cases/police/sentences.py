"""How the timeline speaks of police contact: label, sentence with the line's own params, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "police_contact": (_("Police and justice"), _("A contact with police or justice was logged."), "info"),
    "police_release": (
        _("Police and justice"),
        _("It was written down whether what the police told may be passed on."),
        "neutral",
    ),
    "complaint_stage": (_("Police and justice"), _("The complaint track was brought up to date."), "neutral"),
}
