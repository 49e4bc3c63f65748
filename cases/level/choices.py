"""What people read for the rungs of the ladder."""

from django.utils.translation import gettext_lazy as _

from cases.level.rules import Rung

RUNGS = [
    (Rung.LOCAL.value, _("Local: the neighbourhood team and who is near")),
    (Rung.TABLE.value, _("The care table")),
    (Rung.SAFETY_HOUSE.value, _("The Zorg- en Veiligheidshuis")),
    (Rung.JUSTICE.value, _("Police and prosecution")),
]
