"""The polite lock: how long a session still lasts, and locking it with what was typed kept on the server.

On the server and not on the device, encrypted or not: devices at a care table are shared, and a key on the
same device protects nothing. What was typed lies in the session of this browser with a signed note of who
typed it, and comes back to that person only (``zorgtafel.forms``); it goes when the session goes.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import public
from zorgtafel import forms


@public
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say how many seconds this session still lasts; asked by a person, it lasts on (``AbsoluteSession``)."""
    return JsonResponse({"left": seconds_left(request)})


@public
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """End the session, keep what was typed for the same person, and lead to the login."""
    path = _path(request)
    kept = request.session.get(forms.KEPT) if forms.keep(request, path=path) else None
    if request.user.is_authenticated:
        get_adapter().logout(request)
    if kept is not None:
        request.session[forms.KEPT] = kept
        messages.info(
            request, _("zorgtafel is locked. What you typed is kept; log in and it is there again.")
        )
    else:
        messages.info(request, _("zorgtafel is locked, because nobody did anything for a while."))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': path})}")


def seconds_left(request: HttpRequest) -> int:
    """Give how long the session lasts without a sign of a person; 0 when there is none."""
    if not request.user.is_authenticated:
        return 0
    now = request.now.timestamp()
    idle = request.session.get("active", now) + settings.SESSION_COOKIE_AGE
    longest = request.session.get("began", now) + settings.ZORGTAFEL_SESSION_MAX_HOURS * 3600
    return max(0, int(min(idle, longest) - now))


def _path(request: HttpRequest) -> str:
    """Give the page of this site that was open, or the start page."""
    path = request.POST.get("lock_path", "")
    is_here = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_here else "/"
