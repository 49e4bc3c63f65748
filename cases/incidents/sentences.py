"""How the timeline speaks of safety incidents: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "safety_incident": (_("Safety"), _("A safety incident in care was written down."), "warning"),
}
