"""How the timeline speaks of the reasoning about sharing: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "sharing_reasoned": (
        _("Sharing"),
        _("It was written down on which ground something is shared, or who is asked first."),
        "neutral",
    ),
}
