"""Logging in through one's own organisation: found by the domain of an address, its provider vouches."""

import logging
import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs, public
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.identity import provider as providers
from organisations.identity.models import IdentityProvider
from organisations.identity.provider import LoginRefused
from organisations.models import User
from zorgtafel import oidc, trail
from zorgtafel.oidc import Attempt, ProviderError

log = logging.getLogger(__name__)

KEPT = "own_login"
LONGEST = 10 * 60  # seconds between leaving for the provider and coming back


class AddressForm(forms.Form):
    """The address whose domain tells the organisation."""

    email = forms.EmailField(
        label=gettext_lazy("Work e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def own_login(request: HttpRequest) -> HttpResponse:
    """Find the organisation by the domain of an address, and lead to its login page.

    The answer is the same for every address of a domain, known here or not.
    """
    if request.user.is_authenticated:
        return redirect("/")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and not ratelimit.consume(request, action="own_login"):
        form.add_error(None, get_adapter().error_messages["rate_limited"])
        return _page(request, form, status=429)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=400 if form.errors else 200)
    found = providers.of_address(form.cleaned_data["email"])
    if found is None:
        form.add_error(
            "email", _("No organisation logs in here with this domain. Use your password instead.")
        )
        return _page(request, form, status=400)
    return _leave(request, found, hint=form.cleaned_data["email"], next_url=request.POST.get("next", ""))


@performs(Act.READ_INBOX)
@require_safe
def again(request: HttpRequest) -> HttpResponse:
    """Let somebody show again who they are at their own organisation (step-up)."""
    link = providers.link_of(request.user)
    if link is None:
        return redirect("account_reauthenticate")
    next_url = request.GET.get("next", "")
    return _leave(request, link.provider, hint=request.user.email, next_url=next_url, is_again=True)


@public
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Come back from the provider: check everything, and let a member in."""
    attempt = _attempt(request)
    if attempt is None:
        return _refuse(
            request, "expired", _("This login took too long, or was started elsewhere. Try again.")
        )
    found = IdentityProvider.objects.filter(pk=attempt.provider, is_active=True).first()
    if found is None or "code" not in request.GET or request.GET.get("iss", found.issuer) != found.issuer:
        return _refuse(request, "cancelled", _("Your organisation did not let you in. Nothing has changed."))
    try:
        claims = oidc.finish(found, attempt, code=request.GET["code"][:4000], redirect_uri=_callback_url())
        user = providers.admit(found, claims, origin=_visitor(request), now=request.now)
    except ProviderError as failed:
        log.warning("own login failed: %s", failed)
        return _refuse(
            request, "provider", _("The login of your organisation does not work. Try again later.")
        )
    except LoginRefused as refused:
        return _refuse(request, refused.code, str(refused.sentence))
    return _come_in(request, user, found, attempt)


def _come_in(request: HttpRequest, user: User, found: IdentityProvider, attempt: Attempt) -> HttpResponse:
    proof: dict[str, Any] = {"provider": found.pk, "strong": found.has_second_factor}
    next_url = attempt.next if attempt.next and get_adapter().is_safe_url(attempt.next) else "/"
    if not attempt.again:
        record_authentication(request, user, "own_login", **proof)
        return perform_login(request, Login(user=user, redirect_url=next_url))
    if user.pk != request.user.pk:
        return _refuse(
            request, "somebody_else", _("You logged in there as somebody else. Nothing has changed.")
        )
    record_authentication(request, user, "own_login", reauthenticated=True, **proof)
    return redirect(next_url)


def _leave(
    request: HttpRequest, found: IdentityProvider, *, hint: str, next_url: str, is_again: bool = False
) -> HttpResponse:
    """Show the page that goes on to the provider; a form may not lead to another site by itself (CSP)."""
    attempt = oidc.begin(found, next_url=next_url, at=request.now.timestamp(), again=is_again)
    try:
        address = oidc.authorize_url(found, attempt, redirect_uri=_callback_url(), hint=hint)
    except ProviderError as failed:
        log.warning("own login failed: %s", failed)
        return _refuse(
            request, "provider", _("The login of your organisation does not work. Try again later.")
        )
    request.session[KEPT] = attempt.as_dict()
    response = render(request, "account/own_login_leave.html", {"address": address, "issuer": found.issuer})
    response["Refresh"] = f"0; url={address}"
    return response


def _attempt(request: HttpRequest) -> Attempt | None:
    """Give the login that is under way, once, when the state says that this is its end."""
    kept = request.session.pop(KEPT, None)
    if kept is None or request.now.timestamp() - kept["at"] > LONGEST:
        return None
    attempt = Attempt(**kept)
    is_ours = secrets.compare_digest(request.GET.get("state", "").encode(), attempt.state.encode())
    return attempt if is_ours else None


def _refuse(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    trail.record(request, None, Event.SIGN_IN_FAILED, outcome="refused", way="own_login", why=code)
    return render(request, "account/own_login_refused.html", {"sentence": sentence}, status=403)


def _page(request: HttpRequest, form: AddressForm, *, status: int) -> HttpResponse:
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "account/own_login.html", context, status=status)


def _visitor(request: HttpRequest) -> Actor:
    return Actor(origin=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id)


def _callback_url() -> str:
    return f"{settings.ZORGTAFEL_SITE_URL}{reverse('own_login_callback')}"
