"""What every page's frame shows: who you are, for whom you act, where you can go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.models import EmergencyAccess
from cases.dashboard import counts
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import ROLES
from zorgtafel.idle import seconds_left

ROLE_LABELS = dict(ROLES)
#: So much of a request's number finds its lines in the ledger again, from a sheet of paper.
READING_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the main navigation, for whoever holds the act. ``also``: where else its pages are."""

    label: Promise
    url: str
    act: Act
    icon: str
    count: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands on one page. ``count``: what waits behind it; ``current``: the page is there."""

    label: str
    url: str
    icon: str
    count: int
    current: bool


MENU = (
    Entry(_("Today"), "/", Act.READ_INBOX, "dashboard"),
    Entry(_("Missing"), "/missing/", Act.READ_CASE, "missing", "missing"),
    Entry(_("Signals"), "/signals/", Act.READ_SIGNALS, "signals", "signals"),
    Entry(_("Cases"), "/cases/", Act.READ_CASE, "cases"),
    Entry(_("Actions"), "/tasks/", Act.WORK_ON_ACTIONS, "tasks", "actions"),
    Entry(_("Requests"), "/requests/", Act.ASK_ACCESS, "lock", "requests"),
    Entry(_("Rights"), "/rights/", Act.LOG_RIGHTS, "person"),
    Entry(_("Phone list"), "/directory/", Act.READ_CASE, "phone"),
    Entry(_("Meetings"), "/meetings/", Act.ATTEND_MEETING, "meetings"),
    Entry(_("Figures"), "/figures/", Act.SEE_FIGURES, "figures"),
    Entry(_("Retention"), "/retention/", Act.SEE_DESTRUCTION, "clock"),
    Entry(_("Inbox"), "/inbox/", Act.READ_INBOX, "inbox", "inbox"),
    Entry(_("Ledger"), "/audit/", Act.REVIEW_AUDIT, "audit"),
    Entry(_("Review"), "/audit/reviews/", Act.REVIEW_AUDIT, "tasks", "reviews", ("/audit/control-cases/",)),
    Entry(_("Checkpoint"), "/checkpoint/", Act.HOLD_CHECKPOINT, "lock"),
    Entry(_("Organisations"), "/organisations/", Act.SEE_ORGANISATIONS, "organisations"),
    Entry(_("Covenant"), "/covenants/", Act.MANAGE_COVENANT, "covenants"),
    Entry(_("Opinions"), "/opinions/", Act.MANAGE_COVENANT, "inbox"),
    Entry(_("Routes of signals"), "/signals/routes/", Act.MANAGE_ROUTES, "signals"),
    Entry(_("Duty roster"), "/duty/", Act.MANAGE_ROSTER, "duty"),
    Entry(_("Who can be reached"), "/duty/coverage/", Act.SEE_COVERAGE, "reach"),
    Entry(_("Fire drills"), "/drills/", Act.RUN_DRILL, "drill"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's context; anonymous people and fragments get an empty frame."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    held = getattr(request, "is_held", False)  # something has to be done first (zorgtafel.second_factor)
    frame: dict[str, Any] = {
        "user_name": user.name if user is not None and user.is_authenticated else "",
        "organisation": actor.organisation.name if actor else "",
        "organisations": _organisations(request, actor),
        "nav": () if actor is None or held or request.headers.get("HX-Request") else _nav(request, actor),
        "is_held": held,
        "idle_seconds": seconds_left(request) if user is not None else 0,
        "emergencies": [] if held else _emergencies(request, actor),
        "synthetic": settings.ZORGTAFEL_TRIAL,
        "language": get_language(),
        "now": getattr(request, "now", None),
        "reading": getattr(request, "request_id", "")[:READING_LENGTH],
        "page": _route(request),
    }
    return {"shell": frame}


def printed_by(request: HttpRequest) -> str:
    """Give the foot of a paper: for whom and when it was printed, and its reading in the ledger."""
    told = gettext("Printed for %(name)s, %(organisation)s, %(at)s. Reading %(reading)s in the ledger.")
    return told % {
        "name": request.user.name,
        "organisation": request.actor.organisation.name,
        "at": date_format(timezone.localtime(request.now), "j F Y, H:i"),
        "reading": request.actor.request_id[:READING_LENGTH],
    }


def _emergencies(request: HttpRequest, actor: Actor | None) -> list[EmergencyAccess]:
    """Give what this person has open by emergency now, one banner per case; a fragment has no banner."""
    if actor is None or request.headers.get("HX-Request"):
        return []
    running = gate.broken_glass(actor, now=request.now)
    return list({row.case_id: row for row in reversed(running)}.values())


def _organisations(request: HttpRequest, actor: Actor | None) -> list[dict[str, Any]]:
    return [
        {
            "id": member.organisation_id,
            "name": member.organisation.name,
            "role_label": ROLE_LABELS[member.role],
            "current": actor is not None and member.organisation_id == actor.organisation_id,
        }
        for member in getattr(request, "memberships", [])
    ]


def _nav(request: HttpRequest, actor: Actor) -> tuple[Line, ...]:
    waiting = counts.waiting(actor, now=request.now)
    here = _here(request.path)
    return tuple(
        Line(str(entry.label), entry.url, entry.icon, waiting.get(entry.count, 0), entry is here)
        for entry in MENU
        if actor.holds(entry.act)
    )


def _route(request: HttpRequest) -> str:
    """Give the name of the page's route: all that an opinion about it may know of it."""
    match = request.resolver_match
    return "" if match is None else match.view_name or ""


def _here(path: str) -> Entry | None:
    """Give the line that a page belongs to: the one with the longest address that the page's begins with."""
    found = [(len(url), entry) for entry in MENU for url in (entry.url, *entry.also) if _is_here(path, url)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
