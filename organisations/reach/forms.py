"""Forms about how somebody is reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.reach import sms
from zorgtafel.forms import TableForm


class AddressForm(TableForm):
    """A phone number or an e-mail address."""

    address = forms.CharField(
        label=_("Mobile number or e-mail address"),
        max_length=200,
        help_text=_("You get a code there. Only then it counts."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        """Ask for what this site can use."""
        super().__init__(*args, **options)
        if not sms.is_offered():
            self.fields["address"].label = _("E-mail address")


class CodeForm(TableForm):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
