"""Lines of the ledger about signing in: who came in, who was turned away, what changed about a login.

Written by the hooks of the login library (``zorgtafel.adapter``), before the session changes: a login
that cannot be recorded does not happen.
"""

from typing import Any

from django.http import HttpRequest

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.models import User


def record(request: HttpRequest, user: User | None, event: Event, **more: Any) -> None:
    """Write one line about a person's login; nobody when it is not sure who it was."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id != getattr(user, "pk", None):
        actor = Actor(user=user, origin=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id)
    ledger.record(actor, event, now=request.now, **more)
