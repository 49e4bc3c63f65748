"""How the timeline speaks of help after sexual violence: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "forensic_opened": (
        _("Medical"),
        _("It was written down that help after violence may be needed."),
        "warning",
    ),
    "forensic_step": (_("Medical"), _("A step in the help after violence was recorded."), "info"),
}
