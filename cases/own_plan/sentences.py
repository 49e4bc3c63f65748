"""How the timeline speaks of the young person's own plan: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "own_plan_written": (
        _("Own plan"),
        _("The plan for the young person was written or changed."),
        "neutral",
    ),
}
