"""What happens around every request: its clock and number, its session's end, its language, no copies."""

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Handler = Callable[[HttpRequest], HttpResponse]

#: A page that refreshes itself sends this header, so that an open screen does not keep a session alive.
BACKGROUND = "X-Background"
TOUCH_EVERY = timedelta(minutes=1)


class RequestClock:
    """Give the request one instant and one number, that every layer below receives as an argument."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set ``request.now`` (aware) and ``request.request_id``; return the number as ``X-Request-ID``."""
        request.now = timezone.now()
        request.request_id = uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class ClientAddress:
    """Put the client's own address in ``REMOTE_ADDR``, as the nearest of our own proxies saw it.

    Each proxy adds an address at the end of ``X-Forwarded-For``; what stands before the ones of our own
    proxies was written by the client and is believed by nobody. The header itself goes no further.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Believe as many entries as there are proxies of our own, and no more."""
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",")
        trusted = settings.ZORGTAFEL_TRUSTED_PROXIES
        if 0 < trusted <= len(forwarded):
            seen = address_of(forwarded[-trusted])
            request.META["REMOTE_ADDR"] = seen or request.META.get("REMOTE_ADDR", "")
        return self.get_response(request)


class NoStore:
    """Forbid every copy of a page: in a browser's history, on a shared computer, in a proxy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark every answer but a static file (served before this point) as not to be kept."""
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response


class AbsoluteSession:
    """End a session that is twelve hours old, however busy; let it slide while a person is at work.

    Django ends a session that was not saved for ``SESSION_COOKIE_AGE``. Here it is saved at most once a
    minute, and not by a page that refreshes itself: half an hour without a person is the end.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever's session is over; otherwise note that a person is at work."""
        if request.user.is_authenticated:
            self._end_or_touch(request, request.now)
        return self.get_response(request)

    def _end_or_touch(self, request: HttpRequest, now: datetime) -> None:
        began = request.session.setdefault("began", now.timestamp())
        if is_over(began, now=now, longest=timedelta(hours=settings.ZORGTAFEL_SESSION_MAX_HOURS)):
            logout(request)
        elif BACKGROUND not in request.headers and is_stale(request.session.get("active", 0), now=now):
            request.session["active"] = now.timestamp()


class Language:
    """Speak Dutch unless the person chose otherwise; never guess from the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language and say so in ``Content-Language``."""
        language = chosen_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


def address_of(text: str) -> str:
    """Give a network address as such, or nothing when it is none."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


def is_over(began: float, *, now: datetime, longest: timedelta) -> bool:
    """Say whether a session that began then (seconds since 1970) has lasted too long."""
    return now.timestamp() - began >= longest.total_seconds()


def is_stale(active: float, *, now: datetime) -> bool:
    """Say whether the last noted activity (seconds since 1970) is old enough to be written again."""
    return now.timestamp() - active >= TOUCH_EVERY.total_seconds()


def chosen_language(request: HttpRequest) -> str:
    """Return the language chosen on this device, else in the account, else the default."""
    offered = dict(settings.LANGUAGES)
    wishes = (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), getattr(request.user, "language", None))
    return next((wish for wish in wishes if wish in offered), settings.LANGUAGE_CODE)
