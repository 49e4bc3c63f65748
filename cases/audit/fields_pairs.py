"""Labels of the tracked fields of what belongs together: joined signals, sides of an overlap."""

from django.utils.translation import gettext_lazy as _

OF_PAIRS = {
    "answered_for": _("Answered for"),
    "joined": _("The signal that goes on in it"),
    "kept": _("The signal that goes on"),
    "pair": _("Pair"),
    "status_before": _("State before"),
    "was_in_case": _("Was in the case already"),
}
