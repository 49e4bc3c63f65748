"""What people read for the coded values of a review: value and translatable label.

The words ask and never accuse: whoever is reviewed has most often done nothing but their work.
"""

from django.utils.translation import gettext_lazy as _

REVIEW_REASONS = [
    ("honeytoken", _("Control case opened")),
    ("burst", _("Many cases in a few minutes")),
    ("emergency", _("Emergency access")),
    ("tie", _("Possibly a personal tie")),
    ("not_named", _("Not named on the case")),
    ("night", _("At night, without duty or alert")),
    ("denied", _("Refused several times")),
    ("left", _("Left the organisation afterwards")),
    ("export", _("Printed or exported")),
    ("auditor", _("Ledger read by an auditor")),
    ("sample", _("Random sample")),
]

REVIEW_STATES = [
    ("open", _("To judge")),
    ("asked", _("Question sent")),
    ("answered", _("Answered, to judge")),
    ("second", _("Waits for a second reviewer")),
    ("follow_up", _("Follow-up agreed")),
    ("done", _("Done")),
]

VERDICTS = [
    ("in_order", _("In order")),
    ("explained", _("In order, after an explanation")),
    ("needs_follow_up", _("Needs follow-up")),
]
