"""Every view declares what it does, or it does not run (fail closed).

``@performs(Act.X)`` names the act and demands it of the actor's role before the view runs, and with
``step_up=True`` first asks again who it is;
``@public`` marks the few pages that need no login. What happens on one particular case is
still the gate's to decide.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import lacking, pace
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.ledger import LedgerUnavailableError
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.history import StaleWriteError
from organisations.models import User
from organisations.roles import HELD_WITH_CASE, Reach
from zorgtafel import forms
from zorgtafel import step_up as proof

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

COMPARTMENT_LABELS = dict(COMPARTMENTS)
GONE = gettext_lazy("This case is no longer there: it was destroyed when its term had ended.")

#: Views of libraries that guard themselves: login, password, sessions.
TRUSTED_MODULES = ("allauth.", "django.contrib.staticfiles.", "django.views.static")


def performs(act: Act, *, step_up: bool = False) -> Callable[[View], View]:
    """Declare the act a view performs; the actor's role must hold it, or the gate finds it with the case.

    ``step_up``: who did not prove a few minutes ago who they are is asked first (``zorgtafel.step_up``).
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                raise AccessDenied(
                    _("You do not work for an organisation at this table at the moment."), code="not_a_member"
                )
            _demand(request.actor, act)
            if step_up and not proof.is_fresh(request):
                return proof.ask(request)
            return view(request, *args, **kwargs)

        guarded.performs, guarded.step_up = act, step_up
        return guarded

    return declare


def _demand(actor: Actor, act: Act) -> None:
    """Pass when the role holds the act; what comes with a case is for the gate to say."""
    if act in HELD_WITH_CASE and actor.reach is not Reach.NONE and actor.holds(Act.READ_CASE):
        return
    actor.demand(act)


def public(view: View) -> View:
    """Declare that a view needs no login and shows nothing of any case."""

    @wraps(view)
    def opened(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    opened.performs = None
    return opened


class FailClosed:
    """Refuses undeclared views and anonymous visitors; records and renders every refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in the hooks below."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let a declared view run for somebody who is logged in, or a public one for all."""
        if any("\x00" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404  # PostgreSQL can store no such character, so nothing has this address
        if view.__module__.startswith(TRUSTED_MODULES):
            return None
        if not hasattr(view, "performs"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not declare its act")
        if view.performs is None or request.user.is_authenticated:
            return None
        return forms.keep_and_log_in(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Give a refusal or a conflict its page. The transaction of the act is already rolled back."""
        if isinstance(exception, AccessDenied):
            return _refuse_or_close(request, exception)
        if isinstance(exception, Case.DoesNotExist):
            return _conflict(request, GONE)  # destroyed between the door and the lock
        if isinstance(exception, StateConflictError):
            return _conflict(request, exception.sentence)
        if isinstance(exception, StaleWriteError):
            return _conflict(request, forms.STALE)
        if isinstance(exception, LedgerUnavailableError):
            return unavailable(request)
        return None


def refuse(request: HttpRequest, denied: AccessDenied) -> HttpResponse:
    """Record a refusal and answer: 404 when nothing may be known, else a calm 403 that says whom to ask."""
    actor = request.actor or Actor(user=request.user if request.user.is_authenticated else None)
    case = denied.about.get("case")
    compartment = denied.about.get("compartment")
    ledger.record(
        actor,
        Event.ACCESS_REFUSED,
        on=case,
        case=case,
        now=request.now,
        outcome="refused",
        refusal=denied.code,
        act=denied.about.get("act") or "",
        compartments=() if compartment is None else (compartment,),
        object_number=denied.about.get("number", ""),
    )
    if denied.conceal:
        return render(request, "404.html", status=404)
    if isinstance(denied, pace.TooFast):
        return _slow_down(request, denied.sentence)
    return TemplateResponse(
        request,
        "403.html",
        {
            "sentence": denied.sentence,
            "part": COMPARTMENT_LABELS.get(compartment) if denied.code == "compartment_closed" else None,
            "ask": whom_to_ask(denied),
            "missing": lacking.told(actor, denied),
            "request_url": _request_url(actor, denied),
            "case_number": "" if case is None else case.number,
            "back_url": "/" if case is None else f"/cases/{case.number}/",
        },
        status=403,
    ).render()


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer that nothing is shown while the ledger cannot be written; asks the database nothing."""
    logger.error("the ledger cannot be written: %s was not served", request.resolver_match.route)
    return HttpResponse(loader.render_to_string("503.html"), status=503, headers={"Retry-After": "60"})


def whom_to_ask(denied: AccessDenied) -> User | None:
    """Give the coordinator of the case behind a refusal; nobody when the case must seem not to exist."""
    case = denied.about.get("case")
    if case is None or denied.conceal:
        return None
    standing = case.assignments.filter(ended_at=None).select_related("coordinator").first()
    return None if standing is None else standing.coordinator


def _refuse_or_close(request: HttpRequest, denied: AccessDenied) -> HttpResponse:
    """Answer a refusal, unless it cannot be recorded: then nothing can be said of any case."""
    try:
        return refuse(request, denied)
    except LedgerUnavailableError:
        return unavailable(request)


def _slow_down(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer that this went too fast, what helps, and whom to call."""
    answer = render(request, "429.html", {"sentence": sentence}, status=429)
    answer["Retry-After"] = str(round(pace.WINDOW.total_seconds()))
    return answer


def _request_url(actor: Actor, denied: AccessDenied) -> str:
    """Give the page to ask for a part that is closed to an insider of the case."""
    if denied.code != "compartment_closed" or not actor.holds(Act.ASK_ACCESS):
        return ""
    return f"/requests/new/?number={denied.about['case'].number}"


def _conflict(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer a conflict that no form could show: say it on the page people came from."""
    if request.method == "POST" and not request.headers.get("HX-Request"):
        messages.error(request, sentence)
        return redirect(forms.page_before(request))
    return render(request, "409.html", {"sentence": sentence}, status=409)
