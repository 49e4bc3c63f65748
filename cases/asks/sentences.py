"""How the timeline speaks of questions between organisations: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

LABEL = _("Question between organisations")
KINDS = {
    "ask_put": (LABEL, _("%(asker)s asked %(asked)s something."), "info"),
    "ask_accepted": (LABEL, _("%(asked)s works on a question of %(asker)s."), "neutral"),
    "ask_answered": (LABEL, _("%(asked)s answered a question of %(asker)s."), "ok"),
    "ask_declined": (LABEL, _("%(asked)s can't answer a question of %(asker)s, and says why."), "neutral"),
    "ask_revoked": (LABEL, _("%(asker)s takes back a question to %(asked)s."), "neutral"),
}
