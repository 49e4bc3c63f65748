"""Labels of what is only tracked of a file with registrations; see ``fields``."""

from django.utils.translation import gettext_lazy as _

OF_SHEETS = {
    "emptied_at": _("Emptied at"),
    "headings": _("Headings of the file"),
    "meant": _("What the columns are"),
    "remembered": _("Columns for the next file"),
    "sent_at": _("Sent at"),
    "sent_by": _("Sent by"),
    "trouble": _("Trouble"),
}
