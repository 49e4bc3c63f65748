"""Forms of safe contact."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from cases.safe_contact.choices import SAFETIES, WAY_KINDS
from zorgtafel.forms import VersionedForm

FEWEST_DIGITS, MOST_DIGITS = 8, 15  # E.164: at most fifteen; a Dutch number without zero has nine
HOUR = {"type": "time"}


class WayForm(VersionedForm):
    """How the young person can be reached, and who else reads or listens."""

    kind = forms.ChoiceField(label=_("How?"), choices=WAY_KINDS, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Number, account, name or place"),
        max_length=160,
        help_text=_("For example 06 12345678, an account name, or the mentor at school."),
    )
    whose = forms.CharField(
        label=_("Whose is it?"),
        max_length=160,
        required=False,
        help_text=_("Her own, of a friend, of a parent."),
    )
    safety = forms.ChoiceField(
        label=_("Does somebody else read or listen?"),
        choices=SAFETIES,
        widget=forms.RadioSelect,
        help_text=_("In doubt, choose not safe. What is not safe can't be called or written to from here."),
    )
    read_by = forms.CharField(
        label=_("Who reads or listens?"),
        max_length=160,
        required=False,
        help_text=_("Only when it is not safe."),
    )
    from_time = forms.TimeField(
        label=_("Only between"),
        required=False,
        widget=forms.TimeInput(attrs=HOUR, format="%H:%M"),
        help_text=_("Hours that were agreed with the young person. Empty: at any hour."),
    )
    until_time = forms.TimeField(
        label=_("and"), required=False, widget=forms.TimeInput(attrs=HOUR, format="%H:%M")
    )
    code_word = forms.CharField(
        label=_("Code word"),
        max_length=160,
        required=False,
        help_text=_(
            "What you say so that the young person knows it is you, and what it means when it comes back."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Look at what belongs together: kind and address, the two hours."""
        cleaned = super().clean()
        self._judge_hours(cleaned.get("from_time"), cleaned.get("until_time"))
        address = cleaned.get("address", "")
        if address and cleaned.get("kind") == "phone" and not _is_number(address):
            self.add_error("address", ValidationError(_("Write a phone number, such as 06 12345678.")))
        if address and cleaned.get("kind") == "mail":
            self._judge_mail(address)
        return cleaned

    def _judge_hours(self, start: Any, end: Any) -> None:
        if (start is None) != (end is None):
            missing = "from_time" if start is None else "until_time"
            if missing not in self.errors:
                self.add_error(missing, ValidationError(_("Fill in both hours, or neither.")))
        elif start is not None and start == end:
            self.add_error("until_time", ValidationError(_("Both hours are the same. Choose another one.")))

    def _judge_mail(self, address: str) -> None:
        try:
            EmailValidator()(address)
        except ValidationError:
            self.add_error(
                "address", ValidationError(_("Write an e-mail address, such as naam@voorbeeld.nl."))
            )


class LookedForm(VersionedForm):
    """Nothing to fill in: somebody looked, or takes it away."""


def _is_number(text: str) -> bool:
    """Tell whether a text is a phone number, in whatever notation people write it."""
    digits = [sign for sign in text if sign.isdigit()]
    rest = set(text) - set("0123456789+()-. /\u00a0")
    return not rest and all(sign.isascii() for sign in digits) and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS
