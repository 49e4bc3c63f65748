"""Is it alive, is it ready: two answers for the machine that watches, without any detail for a stranger."""

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cases.access.declare import public
from cases.notifications import heart
from zorgtafel.celery import app

logger = logging.getLogger(__name__)


@public
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as this process can answer at all."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when every check passes and 503 otherwise, with the name of each check and its outcome."""
    outcomes = {name: _passes(name, check) for name, check in CHECKS.items()}
    ok = all(outcomes.values())
    body = {name: "ok" if passed else "failed" for name, passed in outcomes.items()}
    return JsonResponse({"status": "ok" if ok else "failed", "checks": body}, status=200 if ok else 503)


def database() -> None:
    """Ask the database one question.

    Raises:
        django.db.DatabaseError: when it does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    """Reach the broker, trying once.

    Raises:
        kombu.exceptions.OperationalError: when it does not answer within about a second.
    """
    with app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, timeout=1)


def work() -> None:
    """Ask whether the sweep, the escalation and the watchdog beat and report no trouble.

    Raises:
        cases.notifications.heart.WorkStoppedError: when one of them does not.
    """
    heart.check(now=timezone.now())


def _passes(name: str, check: Callable[[], None]) -> bool:
    """Run one check; its failure, of whatever kind, is the answer and goes to the log."""
    try:
        check()
    except Exception:
        logger.exception("health check failed: %s", name)
        return False
    return True


#: Each check raises when something is wrong; more are added here.
CHECKS: dict[str, Callable[[], None]] = {"database": database, "broker": broker, "work": work}
