"""How signing in differs from the library: nobody makes an account, and every step leaves a ledger line."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.identity.provider import demanded_of, link_of
from organisations.identity.sealing import seal, unseal
from organisations.models import User
from organisations.reach import channel
from zorgtafel import step_up, trail

logger = logging.getLogger(__name__)

#: Seconds before somebody is told again that their organisation has a login of its own.
TELL_AGAIN = 24 * 3600
UNREACHABLE = _(
    "An alert can't reach you yet. Confirm a mobile number or an e-mail address under “How you are reached”."
)
#: Notices of the library, by the name of their mail: the event, and which factor it is about.
NOTICES = {
    "mfa/email/totp_activated": (Event.FACTOR_ADDED, "totp"),
    "mfa/email/totp_deactivated": (Event.FACTOR_REMOVED, "totp"),
    "mfa/email/webauthn_added": (Event.FACTOR_ADDED, "webauthn"),
    "mfa/email/webauthn_removed": (Event.FACTOR_REMOVED, "webauthn"),
    "mfa/email/recovery_codes_generated": (Event.FACTOR_ADDED, "recovery_codes"),
    "account/email/password_changed": (Event.PASSWORD_CHANGED, ""),
    "account/email/password_reset": (Event.PASSWORD_CHANGED, ""),
    "account/email/password_set": (Event.PASSWORD_CHANGED, ""),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an invitation by an organisation; there is no sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both, or ask for a new password."
        ),
        "enter_current_password": _("Fill in the password that you have now."),
        "rate_limited": _("This went too fast. Wait a moment and try again."),
        "too_many_login_attempts": _(
            "Too many wrong attempts. Wait five minutes, or ask for a new password: that opens it at once."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep sign-up closed for everyone."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Record who comes in, and let them in."""
        proofs = request.session.get("account_authentication_methods", [])
        ways = sorted({proof.get("type") or proof["method"] for proof in proofs})
        trail.record(request, user, Event.SIGNED_IN, ways=ways)
        super().login(request, user)
        if not channel.is_reachable(user):
            messages.warning(request, UNREACHABLE)

    def logout(self, request: HttpRequest) -> None:
        """Record who leaves, and end the session."""
        trail.record(request, request.user, Event.SIGNED_OUT)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password; the address only as a keyed hash, alike whether it is known or not."""
        typed = ledger.fingerprint(str(credentials.get("email", ""))[:254])
        trail.record(
            request, None, Event.SIGN_IN_FAILED, outcome="refused", way="password", address_hash=typed
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Refuse a right password, as if it were wrong, where the organisation demands its own login.

        Who guessed a password must not learn that it was right; the person hears it in their own mailbox.
        """
        user = super().authenticate(request, **credentials)
        demanded = user and demanded_of(user, now=request.now)
        if not demanded:
            return user
        self.pre_authenticate(request, **credentials)  # it counts as a wrong one
        self.authentication_failed(request, **credentials)
        if cache.add(f"zorgtafel.own_login_told.{user.pk}", "told", timeout=TELL_AGAIN):
            self.send_mail("account/email/own_login", user.email, {})
        return None

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer the organisation's own login as a way to show again who one is; leave out what it forbids."""
        ways = super().get_reauthentication_methods(user)
        if not user.is_authenticated:
            return ways
        if demanded_of(user, now=self.request.now):
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        if link_of(user):
            ways.append({"id": "own_login", "description": "", "url": reverse("own_login_again")})
        return ways

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask again before a change of a login, unless the person has just come in."""
        return not step_up.is_fresh(self.request)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """Record that something about a login changed, and tell the person in a mail without particulars."""
        event, factor = NOTICES[template_prefix]
        trail.record(self.request, user, event, **({"factor": factor} if factor else {}))
        if event is Event.FACTOR_ADDED and factor != "recovery_codes":
            # The code or key that was just checked is the proof: nobody is asked for it twice in a row.
            record_authentication(self.request, user, "mfa", type=factor)
        self.send_mail("account/email/login_changed", user.email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail about a login; a mail server that does not answer does not undo what was done."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("mail %s was not sent", template_prefix)  # whoever waits for it asks again

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Pass the library's messages on, but not "signed in as …": the shell shows who is signed in."""
        if not (message_template or "").endswith(("logged_in.txt", "logged_out.txt")):
            super().add_message(request, level, message_template, *args, **more)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database; keys have names that people understand."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right, or it was used already. Wait for the next one and fill that in."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text, purpose="second factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text, purpose="second factor")

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Suggest a name for a passkey."""
        return gettext("My passkey")

    def _get_site_name(self) -> str:
        return "zorgtafel"


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ending a session elsewhere is a line of the ledger."""

    def end_sessions(self, sessions: Any) -> None:
        """Record, and end."""
        found = list(sessions)
        trail.record(self.request, self.request.user, Event.SESSIONS_ENDED, ended=len(found))
        super().end_sessions(found)
