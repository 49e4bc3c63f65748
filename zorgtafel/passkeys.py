"""Forms for passkeys: the library checks what a device answers; what no device would answer stops here."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

#: What the library raises on an answer that no browser gives: a key that is missing, a text for a number.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, UnicodeError, ValueError)


class OnlyWhole(forms.Form):
    """An answer that cannot be read is a wrong answer, not a mistake of ours."""

    def clean_credential(self) -> Authenticator | dict[str, Any]:
        """Give the credential as the library wants it.

        Raises:
            django.core.exceptions.ValidationError: it cannot be read, or is not right.
        """
        try:
            return super().clean_credential()
        except MALFORMED as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed


class AuthenticateForm(OnlyWhole, AuthenticateWebAuthnForm):
    """The second step of logging in, by passkey."""


class ReauthenticateForm(OnlyWhole, ReauthenticateWebAuthnForm):
    """Showing again who one is, by passkey."""


class AddForm(AddWebAuthnForm):
    """A new passkey with a name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        """Give name and credential.

        Raises:
            django.core.exceptions.ValidationError: it cannot be read, or is not right.
        """
        try:
            return super().clean()
        except MALFORMED as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed
