"""Is it alive, is it ready: two answers for the machine that watches, without any detail for a stranger."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cases.access.declare import public
from cases.audit import database_role, ledger, seal
from cases.notifications import heart
from cases.overlap import compare
from zorgtafel.celery import app

logger = logging.getLogger(__name__)

#: Sealing runs twice a minute; a line that waits longer than this tells that it does not.
SEALED_WITHIN = timedelta(minutes=2)


class CarrierTroubleError(RuntimeError):
    """The mail server or the gateway for text messages did not take the last message."""


class SealingBehindError(RuntimeError):
    """Lines of the ledger wait for their seal."""


@public
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as this process can answer at all."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when every check passes, else 503 and as ``code`` the first one that does not.

    A warning asks for somebody's attention and is no reason to send people away. Names, ages, counts only.
    """
    outcomes = {name: "ok" if _passes(name, check) else "failed" for name, check in CHECKS.items()}
    warned = {name: "ok" if _passes(name, check) else "warning" for name, check in WARNINGS.items()}
    code = next((name for name, outcome in outcomes.items() if outcome == "failed"), "")
    body = {
        "status": "failed" if code else "ok",
        "code": code,
        "checks": {**outcomes, **warned},
        "last_seal_seconds": _age_of_last_seal(),
        "channels": _channels(),
    }
    return JsonResponse(body, status=503 if code else 200)


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


def writable() -> None:
    """Ask whether a line of the ledger can be written; without one no page of a case is served.

    Raises:
        cases.audit.ledger.LedgerUnavailableError: when none can.
    """
    ledger.demand_writable(now=timezone.now())


def sealing() -> None:
    """Ask whether what was written is sealed in time.

    Raises:
        SealingBehindError: when a line waits too long for its seal.
    """
    waits_since = seal.oldest_unsealed()
    if waits_since is not None and timezone.now() - waits_since > SEALED_WITHIN:
        raise SealingBehindError("a line of the ledger waits too long for its seal")


def carrying() -> None:
    """Ask whether the last message over every way out went out.

    Raises:
        CarrierTroubleError: when one did not.
    """
    found = [f"{one.channel}: {one.trouble}" for one in heart.channels(now=timezone.now()) if one.trouble]
    if found:
        raise CarrierTroubleError(" ".join(found))


def _channels() -> dict[str, dict[str, int | None]]:
    """Give per way out how long ago a message last went out, and how many failed in the last hour."""
    now = timezone.now()
    try:
        found = heart.channels(now=now)
    except DatabaseError:
        return {}
    return {
        one.channel: {
            "last_success_seconds": None if one.last_at is None else _seconds(now - one.last_at),
            "failures_last_hour": one.failures,
        }
        for one in found
    }


def _seconds(age: timedelta) -> int:
    return round(age.total_seconds())


def _age_of_last_seal() -> int | None:
    """Give how many seconds ago the last seal was made; None without one, or without a database."""
    try:
        head = seal.newest()
    except DatabaseError:
        return None
    return None if head is None else round((timezone.now() - head.sealed_at).total_seconds())


def _passes(name: str, check: Callable[[], None]) -> bool:
    """Run one check; its failure, of whatever kind, is the answer and goes to the log."""
    try:
        check()
    except Exception:
        logger.exception("health check failed: %s", name)
        return False
    return True


#: Each check raises when something is wrong; more are added here.
CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "ledger": writable,
    "broker": broker,
    "work": work,
}
#: The same, where people can go on and somebody must look.
WARNINGS: dict[str, Callable[[], None]] = {
    "seal": sealing,
    "role": database_role.demand_no_more,
    "carriers": carrying,
    "overlap_key": compare.demand_one_key,
}
