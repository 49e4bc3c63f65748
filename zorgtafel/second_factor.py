"""Nobody gets further than the door without a second factor (when ``ZORGTAFEL_REQUIRE_MFA`` asks for one).

Fails closed: every address but the few below is shut until this session proved a second factor, whatever
the session was made by. Who has none yet gets the pages to set one up, and nothing else.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from organisations.models import User
from zorgtafel import forms

Handler = Callable[[HttpRequest], HttpResponse]

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

#: Open to everybody at the door: leaving, the language, and what machines ask.
ALWAYS = frozenset({"account_logout", "set_language", "health_live", "health_ready"})
#: Open to whoever has a second factor and did not show it in this session yet.
SHOWING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
#: Open to whoever has none yet.
ENROLLING = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})


class SecondFactor:
    """Keeps a session at the door until it showed a second factor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in the hook below."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever still has to show or to set up a second factor there."""
        if not settings.ZORGTAFEL_REQUIRE_MFA or not request.user.is_authenticated or is_shown(request):
            return None
        enrolled = has_one(request.user)
        request.is_held = True
        if request.resolver_match.view_name in ALWAYS | (SHOWING if enrolled else ENROLLING):
            return None
        return to_the_door(request, _way_to_show(request.user) if enrolled else reverse("mfa_index"))


def has_one(user: User) -> bool:
    """Tell whether this person set up an app or a passkey; recovery codes alone are no second factor."""
    return Authenticator.objects.filter(user=user, type__in=STRONG).exists()


def is_shown(request: HttpRequest) -> bool:
    """Tell whether this person showed a second factor in this session."""
    proofs = get_authentication_records(request, request.user)
    return any(proof["method"] == "mfa" for proof in proofs)


def to_the_door(request: HttpRequest, address: str) -> HttpResponse:
    """Lead somebody to what has to be done first; a form they sent is kept."""
    forms.keep(request)
    target = request.get_full_path() if request.method == "GET" else request.path
    address = f"{address}?{urlencode({'next': target})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _way_to_show(user: User) -> str:
    ways = get_adapter().get_reauthentication_methods(user)
    return next(way["url"] for way in ways if way["id"].startswith("mfa_reauthenticate"))
