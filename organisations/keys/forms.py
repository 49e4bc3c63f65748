"""Forms of the public key of an organisation. They alone forget what was typed: a private key."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.keys.key import PRIVATE
from organisations.keys.rules import looks_private
from zorgtafel.forms import TableForm, VersionedForm

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
#: Said at the fingerprint: there the key pair exists already.
PRIVATE_HALF = _(
    "This looks like a private key. It was not kept, and is not shown again. Whoever saw it could read "
    "what is sealed for you: withdraw this key and make a new pair. Here goes only the end of the public key."
)


class Forgetting(forms.Form):
    """Takes a private key out of one field before anything else can see, show or keep it."""

    forgets: ClassVar[tuple[str, Promise]]  # the field, and what is said there

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name, _sentence = self.forgets
        self.had_private_key = self.is_bound and looks_private(self.data.get(name, ""))
        if self.had_private_key:
            self.data = self.data.copy()
            self.data[name] = ""

    def full_clean(self) -> None:
        """Say what happened to it, in place of "fill this in"."""
        super().full_clean()
        if self.had_private_key:
            name, sentence = self.forgets
            self._errors[name] = self.error_class([sentence])


class KeyForm(Forgetting, TableForm):
    """A public key."""

    forgets = ("public_key", PRIVATE)

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=500,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Begins with age1. Never the private key, which begins with AGE-SECRET-KEY."),
    )


class ConfirmForm(Forgetting, VersionedForm):
    """The fingerprint, as who made the key pair reads it out."""

    forgets = ("fingerprint", PRIVATE_HALF)

    fingerprint = forms.CharField(
        label=_("Fingerprint that your colleague reads out"),
        max_length=60,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_("The last 24 signs of the public key. Spaces and capitals do not matter."),
    )
