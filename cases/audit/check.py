"""The nightly verification: a whole look at the chain, done in pieces of a minute, and what it found."""

import time
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from cases.audit import ledger, seal, verification
from cases.audit.events import Event
from cases.audit.models import LedgerCheck
from cases.audit.sealing_rules import Finding
from organisations.actor import Actor
from organisations.acts import Act

#: Seconds that one piece may take; well within the time limit of a background job.
PIECE = 45.0
#: Hours of the local night in which a check begins.
NIGHT = range(2, 6)
#: More findings than these tell nothing new: the first broken place is what counts.
KEPT = 20
CHECKER = Actor.system("check")


def go_on(*, now: datetime, local_hour: int, piece: float = PIECE) -> LedgerCheck | None:
    """Go on with the check that runs, or begin the one that is due; None when there is nothing to do.

    ``now`` is aware; ``local_hour`` is the hour of the wall clock then.
    """
    running = LedgerCheck.objects.filter(finished_at=None).order_by("-started_at").first()
    if running is None and not _is_due(now, local_hour):
        return None
    return _look(running or LedgerCheck(started_at=now), now=now, piece=piece)


def ask(*, actor: Actor, now: datetime) -> None:
    """Let a check begin at the next minute; one that runs already goes on.

    Raises:
        AccessDenied: the actor does not review the ledger.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        ledger.record(actor, Event.LEDGER_CHECK_ASKED, now=now, act=Act.REVIEW_AUDIT)
        if not LedgerCheck.objects.filter(finished_at=None).exists():
            LedgerCheck.objects.create(started_at=now)


def latest() -> LedgerCheck | None:
    """Give the newest check that came to its end."""
    return LedgerCheck.objects.exclude(finished_at=None).order_by("-started_at").first()


def running() -> LedgerCheck | None:
    """Give the check that is busy."""
    return LedgerCheck.objects.filter(finished_at=None).order_by("-started_at").first()


def _is_due(now: datetime, local_hour: int) -> bool:
    """Say whether a check begins: each night, and at once where there never was one."""
    last = LedgerCheck.objects.order_by("-started_at").first()
    if last is None:
        return seal.newest() is not None
    return local_hour in NIGHT and now - last.started_at > timedelta(hours=12)


def _look(check: LedgerCheck, *, now: datetime, piece: float) -> LedgerCheck:
    """Look at as many seals as fit in a piece; after the last one the check is finished."""
    end, began, was_sound = time.monotonic() + piece, check.number, not check.findings
    for step in verification.walk(after=check.number):
        check.number, check.lines = step.number, check.lines + step.lines
        told = [asdict(finding) for finding in step.findings]
        check.findings = [*check.findings, *(new for new in told if new not in check.findings)][:KEPT]
        if step.is_last:
            check.finished_at = now
        elif time.monotonic() > end:
            break
    with transaction.atomic():
        standing = LedgerCheck.objects.select_for_update().filter(pk=check.pk).first()
        if standing is not None and (standing.number, standing.finished_at) != (began, None):
            return standing  # another worker was at it as well, and was first
        check.save()
        if was_sound and check.findings:
            _tell(check.findings[0], now=now)
    return check


def _tell(first: dict[str, int | str | None], *, now: datetime) -> None:
    """Write into the ledger itself that it was found broken, and where first."""
    found = Finding(**first)
    ledger.record(
        CHECKER,
        Event.LEDGER_FOUND_BROKEN,
        now=now,
        outcome="failed",
        tampering=found.kind,
        seal=found.number,
        first_line=found.first_id,
        last_line=found.last_id,
    )
