"""How the timeline speaks of safe contact: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "contact_changed": (_("Safe contact"), _("How the young person can be reached was changed."), "neutral"),
    "contact_unsafe": (
        _("Safe contact"),
        _("A way to reach the young person is not safe: somebody else reads or listens."),
        "danger",
    ),
}
