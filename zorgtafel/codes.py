"""Forms for the codes of an authenticator app: a code opens once, however often somebody overheard it.

The library remembers a used code for one period of thirty seconds; with one period of clock skew either way
it would be accepted for ninety. The memory here is as long as a code can live.
"""

from typing import Any

from allauth.account.forms import ReauthenticateForm as LibraryPasswordForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as LibraryAuthenticateForm
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as LibraryActivateForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from organisations.models import User
from zorgtafel import trail

LABEL = _("Code of your app, or a recovery code")
DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


def lifetime() -> int:
    """Give for how many seconds a code can be valid: its own period, and the skew on both sides."""
    return app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


def was_used(user: User, code: str) -> bool:
    """Tell whether this person used this code a moment ago."""
    return cache.get(_key(user, code)) is not None


def note_used(user: User, code: str) -> None:
    """Remember that this person used this code, for as long as it could be used again."""
    cache.set(_key(user, code), "used", timeout=lifetime())


def _key(user: User, code: str) -> str:
    return f"zorgtafel.code.{user.pk}.{''.join(filter(str.isalnum, code))[:20]}"


class OnceOnly(BaseAuthenticateForm):
    """A code that was used is an incorrect code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = LABEL
        self.fields["code"].widget.attrs = dict(DIGITS)

    def clean_code(self) -> str:
        """Give the code when it is right and new.

        Raises:
            django.core.exceptions.ValidationError: wrong, used, or too many wrong ones.
        """
        code = self.cleaned_data["code"]
        if was_used(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        note_used(self.user, code)
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        trail.record(get_adapter().request, self.user, Event.SIGN_IN_FAILED, outcome="refused", way="code")


class AuthenticateForm(OnceOnly, LibraryAuthenticateForm):
    """The second step of logging in."""


class ReauthenticateForm(OnceOnly, LibraryReauthenticateForm):
    """Showing again who one is, by code."""


class ActivateForm(LibraryActivateForm):
    """The first code of a new app; it cannot be used a second time to log in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = _("Code that the app shows now")
        self.fields["code"].widget.attrs = dict(DIGITS)

    def clean_code(self) -> str:
        """Give the code when the app and we agree.

        Raises:
            django.core.exceptions.ValidationError: wrong, or too many wrong ones.
        """
        code = super().clean_code()
        note_used(self.user, code)
        return code


class PasswordForm(LibraryPasswordForm):
    """Showing again who one is, by password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}
