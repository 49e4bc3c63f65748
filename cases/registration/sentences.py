"""How the timeline speaks of a registration: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "registration_answered": (
        _("CoMensha"),
        _("What was answered about a registration at CoMensha was written down."),
        "neutral",
    ),
}
