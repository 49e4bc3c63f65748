"""What people read about opinions."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.telltale_rules import Found, Tell

KINDS = [
    ("works", _("This works well")),
    ("hinders", _("This hinders me in my work")),
    ("unclear", _("I do not understand this")),
    ("lacks", _("Something is lacking")),
    ("wrong", _("Something goes wrong or is not right")),
    ("idea", _("I have an idea")),
]

TELLS: dict[Tell, Promise] = {
    Tell.FILE: _("the number of a case, signal or young person"),
    Tell.MAIL: _("an e-mail address"),
    Tell.DATE: _("a date, such as a date of birth"),
    Tell.PHONE: _("a phone number"),
    Tell.CITIZEN: _("a citizen service number (BSN)"),
    Tell.PLATE: _("a number plate"),
    Tell.POSTCODE: _("a postcode"),
    Tell.NUMBER: _("a long number"),
}


def refusal(found: Sequence[Found]) -> str:
    """Say what in a text looks like data of a case, and what to do."""
    listed = ", ".join(f"{one.text} ({TELLS[one.tell]})" for one in found)
    return gettext(
        "Please leave this out: %(found)s. Nothing about a case or a person belongs here. "
        "Nothing was saved yet; what you typed is still there."
    ) % {"found": listed}
