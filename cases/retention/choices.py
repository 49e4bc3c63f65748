"""What people read for the states of a destruction and the reasons that hold one."""

from django.utils.translation import gettext_lazy as _

PROPOSAL_STATES = [
    ("announced", _("Announced")),
    ("waiting", _("Waits for two people")),
    ("held", _("Held")),
    ("withdrawn", _("Fell: the case was opened again")),
    ("destroyed", _("Destroyed")),
]

HOLD_REASONS = [
    ("complaint", _("A complaint is being handled")),
    ("rights_request", _("The young person or a parent asked for access, correction or a copy")),
    ("criminal_case", _("A criminal investigation or case runs")),
    ("lawsuit", _("A civil, administrative or disciplinary case runs")),
    ("oversight", _("An inspection or a calamity investigation runs")),
    ("care_again", _("There are new concerns about this young person")),
    ("other", _("Something else")),
]
