"""How the timeline speaks of meetings: label, sentence with the line's own params, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "discussed": (_("Meeting"), _("The case was discussed in meeting %(meeting)s."), "neutral"),
    "decision": (_("Meeting"), _("The table took a decision in meeting %(meeting)s."), "info"),
}
