"""How the timeline speaks of a network: label, sentence, tone. Nobody is named."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "network_written": (_("Network"), _("The network was added to or corrected."), "neutral"),
    "network_over": (_("Network"), _("Something in the network is over."), "neutral"),
}
