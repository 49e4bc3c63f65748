"""How the timeline speaks of what a young person told: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "account_written": (
        _("What was said"),
        _("It was written down, literally, what the young person told."),
        "info",
    ),
}
