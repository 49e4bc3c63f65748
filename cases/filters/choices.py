"""What people read about filters that are kept."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.filters.rules import Listing, Trouble

LISTS = [
    (Listing.CASES.value, _("The list of cases")),
    (Listing.QUEUE.value, _("Your own list of work")),
    (Listing.SIGNALS.value, _("The list of signals")),
    (Listing.MEETINGS.value, _("The list of meetings")),
    (Listing.ALERTS.value, _("The list of alerts")),
    (Listing.AGREED.value, _("The list of actions and questions")),
]

TROUBLES: dict[Trouble, Promise] = {
    Trouble.EMPTY: _("Give the filter a name."),
    Trouble.LONG: _("This name is too long. Use at most 40 characters."),
    Trouble.NUMBER: _(
        "This looks like a phone number or a date. Choose a name about the work, not about a person."
    ),
    Trouble.MAIL: _("This looks like an e-mail address. Choose a name about the work, not about a person."),
    Trouble.FILE: _(
        "This holds the number of a case or signal. Choose a name about the work, not about a person."
    ),
}
