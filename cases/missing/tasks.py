"""What workers run for missing; thin, and safe to run twice or never."""

from celery import Task, shared_task

from cases.missing import (
    coverage_reminder,
    drill,
    escalation,
    handover_reminder,
    recount,
    return_reminder,
    silence,
    watchdog,
)
from cases.notifications import heart, outward
from zorgtafel import clock


@shared_task(name="cases.missing.escalate", ignore_result=True, bind=True)
def escalate(task: Task) -> None:
    """Call whoever is next wherever nobody answered in time, and beat the heart."""
    now = clock.now()
    if task.request.expires and not heart.takes_turn("escalate", now=now):
        return  # a beat that waited long; a poke has no time at which it expires, and is never passed over
    silence.look_due(now=now)
    escalation.escalate_due(now=now)
    handover_reminder.look_due(now=now)
    drill.sweep(now=now)
    heart.beat("escalate", now=now)


@shared_task(name="cases.missing.drill", ignore_result=True)
def exercise() -> None:
    """Start the fire drill of the month."""
    now = clock.now()
    drill.every_month(now=now)
    heart.beat("drill", now=now)


@shared_task(name="cases.missing.coverage", ignore_result=True)
def look_for_gaps() -> None:
    """Tell organisations of the hours, soon, in which nobody of them can be reached on duty."""
    now = clock.now()
    coverage_reminder.remind(now=now)
    heart.beat("coverage", now=now)


@shared_task(name="cases.missing.remind", ignore_result=True)
def remind_of_return() -> None:
    """Tell of return talks that must be offered soon, or should have been."""
    now = clock.now()
    return_reminder.remind(now=now)
    heart.beat("return_talks", now=now)


@shared_task(name="cases.missing.watchdog", ignore_result=True)
def watch() -> None:
    """Owe again what got lost, ask whether every promise is kept, and tell a monitor outside if so."""
    now = clock.now()
    recount.restore_lost(now=now)
    outward.ping(watchdog.look(now=now), now=now)
