"""How the timeline speaks of a hand-over: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "coordination_offered": (
        _("Coordination"),
        _("%(coordinator)s was asked to coordinate, and %(deputy)s to be the deputy."),
        "info",
    ),
    "coordination_refused": (
        _("Coordination"),
        _("Somebody who was asked to hold the case said no. It stays where it is."),
        "neutral",
    ),
    "coordination_offer_revoked": (
        _("Coordination"),
        _("The question who will coordinate was taken back."),
        "neutral",
    ),
    "coordination_late": (
        _("Coordination"),
        _("Nobody took the case on yet. Who directs the process was told."),
        "warning",
    ),
}
