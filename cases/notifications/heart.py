"""Heartbeats: when a background job last ran well, for the dashboard and outside monitors."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count
from django.utils.functional import Promise

from cases.choices import DELIVERY_CHANNELS
from cases.notifications.models import DeliveryAttempt, Heartbeat

#: Older than this, a job that runs every five seconds is not running.
STALE_AFTER = timedelta(minutes=2)

#: Beats that waited in line together are one beat; well within the time between two of them.
TURN = timedelta(seconds=2)

#: What counts as a failure of a way out; that somebody may not be told any more does not.
FAILURES = ("failed", "away")
#: The hearts of the channels, and what stands there before anything went out.
CARRIED = "carried:"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

#: The jobs that must run for nobody to be forgotten.
JOBS = ("sweep", "escalate", "watchdog")


@dataclass(frozen=True, slots=True)
class Carried:
    """How a way out does: when a message last went out, what the last trouble is, failures of an hour."""

    channel: str
    label: Promise
    last_at: datetime | None
    trouble: str
    failures: int


class WorkStoppedError(RuntimeError):
    """Background work stopped or reports trouble; the text holds codes only."""


def beat(name: str, *, now: datetime, trouble: str = "") -> None:
    """Write down that a job ran at ``now`` (aware), and what was wrong if anything."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "trouble": trouble})


def takes_turn(name: str, *, now: datetime) -> bool:
    """Tell whether a job runs for this beat at ``now`` (aware): not when another beat just began it.

    A worker that was away finds many beats. They can't be told to expire within seconds, for the clock of
    who sent them may be minutes off.
    """
    turn = f"{name}:turn"
    row = Heartbeat.objects.filter(name=turn)
    if row.exclude(at__gt=now - TURN, at__lte=now).update(at=now):
        return True
    _row, is_first = Heartbeat.objects.get_or_create(name=turn, defaults={"at": now})
    return is_first


def carried(channel: str, *, now: datetime, trouble: str) -> None:
    """Write down how the last message over a channel ended: ``at`` is the last that went out."""
    name = f"{CARRIED}{channel}"
    if trouble:
        if not Heartbeat.objects.filter(name=name).update(trouble=trouble):
            Heartbeat.objects.get_or_create(name=name, defaults={"at": NEVER, "trouble": trouble})
        return
    beat(name, now=now)


def channels(*, now: datetime) -> list[Carried]:
    """Give how every way out of the site does at ``now`` (aware). Two queries."""
    tried = DeliveryAttempt.objects.filter(at__gt=now - timedelta(hours=1)).exclude(outcome="sent")
    by_channel = tried.filter(outcome__in=FAILURES).values_list("delivery__channel")
    failures = dict(by_channel.annotate(count=Count("id")))
    hearts = {beat.name: beat for beat in Heartbeat.objects.filter(name__startswith=CARRIED)}
    return [
        _carried(channel, label, hearts.get(f"{CARRIED}{channel}"), failures.get(channel, 0))
        for channel, label in DELIVERY_CHANNELS
        if channel != "inbox"
    ]


def _carried(channel: str, label: Promise, beat: Heartbeat | None, failures: int) -> Carried:
    last_at = None if beat is None or beat.at == NEVER else beat.at
    return Carried(channel, label, last_at, "" if beat is None else beat.trouble, failures)


def troubles(names: tuple[str, ...], *, now: datetime) -> list[str]:
    """Give a code for every job that never ran, stopped, or reported trouble."""
    known = {heart.name: heart for heart in Heartbeat.objects.filter(name__in=names)}
    found = []
    for name in names:
        heart = known.get(name)
        if heart is None or now - heart.at > STALE_AFTER:
            found.append(f"{name}:stopped")
        elif heart.trouble:
            found.append(f"{name}:{heart.trouble}")
    return found


def last(name: str) -> Heartbeat | None:
    """Give when a job last ran and what it found, or None when it never did."""
    return Heartbeat.objects.filter(name=name).first()


def check(*, now: datetime) -> None:
    """Pass when all background work runs well at ``now`` (aware), for the machine that watches.

    Raises:
        WorkStoppedError: naming every job that stopped or reports trouble.
    """
    found = troubles(JOBS, now=now)
    if found:
        raise WorkStoppedError(" ".join(found))
