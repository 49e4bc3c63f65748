"""How the timeline speaks of the ladder and of judgements: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

LABEL = _("Step up and down")
KINDS = {
    "level_up": (LABEL, _("The case was taken a step up."), "info"),
    "level_down": (LABEL, _("The case was taken a step down."), "info"),
    "risk_judged": (_("Judgement of risk"), _("Somebody wrote down how the risk is judged."), "info"),
}
