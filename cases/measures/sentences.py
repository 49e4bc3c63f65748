"""How the timeline speaks of measures: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "measure_written": (_("Measure"), _("A measure of the court was written down or changed."), "neutral"),
    "measure_ended": (
        _("Measure"),
        _("What came after a measure of the court was written down."),
        "neutral",
    ),
}
