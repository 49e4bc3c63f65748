"""How the timeline speaks of court dates, requests for information and evidence: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "court_date": (_("Police and justice"), _("A date of the court was written down or changed."), "neutral"),
    "information_request": (
        _("Police and justice"),
        _("A request for information was written down or answered."),
        "neutral",
    ),
    "evidence": (_("Police and justice"), _("It was written down where evidence is."), "neutral"),
}
