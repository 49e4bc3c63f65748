"""How the lines that intake adds to a case's timeline read: kind -> label, sentence, tone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, tuple[Promise, Promise, str]] = {
    "signal_linked": (_("Signal"), _("Signal %(signal)s was put in this case."), "warning"),
    "signal_joined": (_("Signal"), _("Another signal goes on in signal %(signal)s."), "info"),
    "signal_parted": (_("Signal"), _("A signal no longer goes on in signal %(signal)s."), "neutral"),
    "signal_moved": (_("Signal"), _("Signal %(signal)s took a step in the triage."), "neutral"),
    "signal_sign_noted": (_("Signal"), _("A sign was added to signal %(signal)s."), "neutral"),
    "signal_fed_back": (_("Signal"), _("The reporter of signal %(signal)s heard back."), "ok"),
}
