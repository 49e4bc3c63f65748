"""Keeps the outcome of a night's attack on a copy, and tells who must know when something was found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cases.audit import attack_rules, ledger
from cases.audit.events import Event
from cases.audit.models import AttackRun
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.roles import Role

PAGE = "/checkpoint/attack/"
#: Who can have it mended: who reviews what people read, and who keeps the platform.
WHO_HEARS = (Role.AUDITOR.value, Role.PLATFORM_ADMIN.value)
MOST = 500  # findings that are kept; with more than that the first ones are enough to begin with


@dataclass(frozen=True, slots=True)
class Attack:
    """The self-attack as a page shows it; ``last`` is None before the first."""

    last: AttackRun | None
    standing: attack_rules.Standing

    @property
    def minutes(self) -> int:
        """Give how long the last one took, in whole minutes and at least one."""
        took = self.last.finished_at - self.last.started_at if self.last else timedelta()
        return max(1, round(took / timedelta(minutes=1)))


def keep(outcome: dict[str, Any], *, started: datetime, now: datetime) -> AttackRun:
    """Write down what an attack found. Codes, addresses and names of fields only; both instants are aware."""
    with transaction.atomic():
        kept = AttackRun.objects.create(
            started_at=started,
            finished_at=now,
            requests=outcome["requests"],
            people=outcome["people"],
            tried=outcome["tried"],
            addresses=outcome["addresses"],
            leaks=len(outcome["findings"]),
            findings=outcome["findings"][:MOST],
            trouble=outcome.get("trouble", "")[:60],
        )
        ledger.record(
            Actor.system("attack"),
            Event.ATTACK_FINISHED,
            on=kept,
            now=now,
            requests=kept.requests,
            leaks=kept.leaks,
        )
        if kept.leaks or kept.trouble:
            kind = "attack_leak" if kept.leaks else "attack_failed"
            outbox.put(kind, number=f"{now:%y%m%d}-{kept.pk}"[:12], to=_recipients(now=now), now=now)
    return kept


def state(*, now: datetime, last: AttackRun | None = None) -> Attack:
    """Give how the self-attack stands; ``last`` spares a query to who has the last one already."""
    last = last or AttackRun.objects.order_by("-finished_at", "-pk").first()
    return Attack(last, attack_rules.standing(_outcome(last) if last else None, now=now))


def recent() -> list[AttackRun]:
    """Give the attacks of the last month or so, newest first."""
    return list(AttackRun.objects.order_by("-finished_at", "-pk")[:30])


def _outcome(run: AttackRun) -> attack_rules.Outcome:
    return attack_rules.Outcome(
        run.finished_at, run.leaks, is_finished=not run.trouble, tried=run.tried, addresses=run.addresses
    )


def _recipients(*, now: datetime) -> list[outbox.Recipient]:
    rows = present.members(at=now).filter(role__in=WHO_HEARS).select_related("user", "organisation")
    return [outbox.Recipient(row.user, row.organisation, PAGE) for row in rows.order_by("user__name", "id")]
