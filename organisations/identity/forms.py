"""Forms of identity."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import TableForm
from zorgtafel.oidc import is_allowed

LONG = forms.Textarea(attrs={"rows": 12})


class PromiseForm(TableForm):
    """The promise itself; the number says which text was on the screen."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read this and I keep to it"),
        error_messages={"required": _("Tick this when you keep to it. Without it you cannot go on.")},
    )


class StatementForm(TableForm):
    """A next version of the statement, in both languages."""

    text_nl = forms.CharField(label=_("Text in Dutch"), max_length=10_000, widget=LONG)
    text_en = forms.CharField(label=_("Text in English"), max_length=10_000, widget=LONG)


class ProviderForm(TableForm):
    """Through which provider the people of an organisation log in."""

    issuer = forms.CharField(
        label=_("Address of the provider (issuer)"),
        max_length=300,
        help_text=_("As the provider writes it, with https."),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed and never shown again. Empty keeps the one there is."),
    )
    secret_variable = forms.CharField(
        label=_("Or the environment variable that holds the secret"),
        max_length=80,
        required=False,
        validators=[RegexValidator(r"^ZORGTAFEL_OIDC_[A-Z0-9_]{1,60}\Z", _("Begin with ZORGTAFEL_OIDC_."))],
        help_text=_("Its name begins with ZORGTAFEL_OIDC_."),
    )
    email_domain = forms.CharField(
        label=_("Domain of the e-mail addresses"),
        max_length=200,
        validators=[
            RegexValidator(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}\Z", _("For example: school.example"))
        ],
    )
    is_required = forms.BooleanField(
        label=_("People of this organisation may not log in with a password"), required=False
    )
    has_second_factor = forms.BooleanField(
        label=_("This provider always asks for a second factor, so zorgtafel need not"), required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def clean_email_domain(self) -> str:
        """Give the domain in small letters."""
        return self.cleaned_data["email_domain"].lower()

    def clean_issuer(self) -> str:
        """Give the address of the issuer.

        Raises:
            django.core.exceptions.ValidationError: it has no TLS.
        """
        issuer = self.cleaned_data["issuer"]
        if not is_allowed(issuer) or "?" in issuer or "#" in issuer:
            raise ValidationError(_("Fill in an address that begins with https."))
        return issuer

    def clean(self) -> dict[str, Any]:
        """Refuse two places for one secret."""
        cleaned = super().clean()
        if cleaned.get("secret") and cleaned.get("secret_variable"):
            self.add_error("secret_variable", _("Choose one of the two: a secret here, or a variable."))
        return cleaned
