"""Step-up: before what weighs most, a person shows once more that it is really them.

A screen that was left open on a ward or in a car stays logged in for half an hour; that may not be enough to
break the glass or to read who read what. Any proof counts (password, code, passkey, the organisation's own
login), and it counts for a few minutes.
"""

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zorgtafel import forms


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether this person showed in this session, a few minutes ago at most, who they are."""
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and is_recent(proofs[-1]["at"], now=request.now)


def is_recent(proved_at: float, *, now: datetime) -> bool:
    """Tell whether a proof of then (seconds since 1970) still counts."""
    return now.timestamp() - proved_at < settings.ZORGTAFEL_STEP_UP_MINUTES * 60


def ask(request: HttpRequest) -> HttpResponse:
    """Ask who it is and come back to the same address; what was typed is kept and shown again."""
    is_kept = forms.keep(request, why=forms.STEP_UP)
    wants_page = request.method in ("GET", "HEAD") and not request.headers.get("HX-Request")
    target = request.get_full_path() if wants_page else request.path
    if not (wants_page or is_kept):
        target = forms.page_before(request)  # this address may answer to a form only
    address = f"{reverse('account_reauthenticate')}?{urlencode({'next': target})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)
