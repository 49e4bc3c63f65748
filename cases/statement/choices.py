"""What people read for the coded values of an account, and for the hints."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.statement.rules import Hint

BEGINNINGS = [
    ("young_person", _("The young person, by themself")),
    ("writer", _("I did")),
    ("somebody", _("Somebody else")),
]

HINTS: dict[Hint, Promise] = {
    Hint.WHY: _("“Why” can feel like blame. Next time: “Tell me about it.”"),
    Hint.LEADING: _("The answer is in the question. Next time leave it open: “What happened then?”"),
    Hint.CLOSED: _("This can be answered with yes or no. Next time: “Can you tell me everything about it?”"),
    Hint.CHOICE: _("This gives answers to choose from. Next time leave it open: “Where was that?”"),
    Hint.SEVERAL: _("More than one question at once. Next time ask one, and wait."),
    Hint.REPEATED: _(
        "This was asked before. Asking again can change what somebody remembers. "
        "Leave what is still unclear to the police."
    ),
}
