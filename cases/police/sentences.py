"""How the timeline speaks of police contact: label, sentence with the line's own params, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "police_contact": (_("Police and justice"), _("A contact with police or justice was logged."), "info"),
    "complaint_stage": (_("Police and justice"), _("The complaint track was brought up to date."), "neutral"),
}
