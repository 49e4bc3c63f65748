"""How the timeline speaks of safety conditions: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

LABEL = _("Safety condition")
KINDS = {
    "condition_set": (LABEL, _("A safety condition was written down."), "info"),
    "condition_agreed": (LABEL, _("Who watches a safety condition, or when, was agreed anew."), "neutral"),
    "condition_holds": (LABEL, _("Somebody looked at a safety condition: it holds."), "ok"),
    "condition_not_held": (
        LABEL,
        _("Somebody looked at a safety condition: it does not hold."),
        "warning",
    ),
    "condition_not_known": (
        LABEL,
        _("Somebody looked at a safety condition and could not see whether it holds."),
        "neutral",
    ),
    "condition_ended": (LABEL, _("A safety condition was ended, with the reason."), "neutral"),
}
