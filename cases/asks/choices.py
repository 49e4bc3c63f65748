"""What people read for the coded values of questions between organisations."""

from django.utils.translation import gettext_lazy as _

from cases.asks.rules import AskState

ASK_STATES = [
    (AskState.WAITING.value, _("Waits for an answer")),
    (AskState.ACCEPTED.value, _("They work on it")),
    (AskState.ANSWERED.value, _("The question was answered")),
    (AskState.DECLINED.value, _("The question was declined")),
    (AskState.REVOKED.value, _("Taken back")),
]
