"""Where somebody is logged in: which device, which address, last seen when; end one, or all others."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations.acts import Act

UNKNOWN = gettext_lazy("Unknown device")
#: Word in a user agent -> what people call it; the first that fits counts.
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


@dataclass(frozen=True, slots=True)
class Open:
    """One open session as the page shows it."""

    pk: int
    device: str | Promise
    place: str
    began: datetime
    seen: datetime
    is_current: bool


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show one's own open sessions; end the posted one, or all but this one."""
    if request.method == "POST":
        _end(request, request.POST.get("session", ""))
        return redirect("usersessions_list")
    shown = [_open(session, request) for session in UserSession.objects.purge_and_list(request.user)]
    shown.sort(key=lambda one: (not one.is_current, -one.seen.timestamp()))
    return render(request, "usersessions/usersession_list.html", {"sessions": shown})


def device_of(user_agent: str) -> str | Promise:
    """Give what people call a device and its browser; whatever a client writes, it is one of a short list."""
    words = [next((name for word, name in known if word in user_agent), "") for known in (DEVICES, BROWSERS)]
    return ", ".join(filter(None, words)) or UNKNOWN


def _end(request: HttpRequest, chosen: str) -> None:
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    if chosen:
        others = others.filter(pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else others.none()
    found = list(others)
    if found:
        end_sessions(request, found)
        messages.success(request, _("Ended. Whoever used that device has to log in again."))


def _open(session: UserSession, request: HttpRequest) -> Open:
    kept = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    active = kept.get("active")
    return Open(
        pk=session.pk,
        device=device_of(session.user_agent),
        place=session.ip,
        began=session.created_at,
        seen=session.created_at if active is None else datetime.fromtimestamp(active, UTC),
        is_current=session.session_key == request.session.session_key,
    )
