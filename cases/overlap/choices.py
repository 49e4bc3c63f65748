"""What people read for the coded values of an overlap."""

from django.utils.translation import gettext_lazy as _

OVERLAP_ANSWERS = [
    ("", _("No answer yet")),
    ("yes", _("Yes, we may be told of each other")),
    ("no", _("No, close this")),
]
OVERLAP_OUTCOMES = [
    ("", _("Waits for an answer")),
    ("shared", _("Both said yes")),
    ("closed", _("Closed")),
    ("lapsed", _("Lapsed: what was written down was corrected")),
]
