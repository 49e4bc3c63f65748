"""Sends what is owed: reserve a few, claim one, check again, send, write down the attempt.

At least once: a worker that dies after sending and before writing lets the lease run out,
and the message goes out again with the same Message-ID, so that mail programs fold the two.
The number of the attempt is the token: who lost the lease can't undo what the next one wrote.
One message is under way at a time, so that a process that is killed doubles one at most; only
beside a sender that hangs another one starts (``relief``), for a slow server may block nobody else.
"""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from cases.access import audience, facts
from cases.access.models import ConflictBlock
from cases.casefile.models import CaseParticipation
from cases.notifications import attempt, digest, heart, late
from cases.notifications.carriers import CARRIERS, AwayError, Carrier, NotSentError
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery
from cases.notifications.outbox import poke
from cases.notifications.relief import Relief
from organisations import present
from organisations.compartments import Compartment
from organisations.models import ContactChannel
from organisations.prepared import Update, prepared_update

log = logging.getLogger(__name__)

#: Longer than one message mostly takes, short enough for a child that is missing: what a dead
#: worker held goes out within lease + one beat of the sweep.
LEASE = timedelta(seconds=12)
#: A few are reserved and read together; what waits in line behind a slow one is free again soon.
GROUP = 100
#: The first ones of a round are fewer: nobody waits for a first message while a hundred are read.
FIRST = 10
RESERVED = timedelta(seconds=2)
#: What was read longer ago than this is read again before it is sent.
FRESH = timedelta(seconds=1)
#: A round stops here: who is told to stop is done before it is killed.
ROUND_SECONDS = 8
#: While one message hangs, the others of the same process still find a sender for so long.
HANGING = timedelta(seconds=45)
#: How long a sender without work waits for one that hangs, before it looks for new work.
IDLE_SECONDS = 0.2

Clock = Callable[[], datetime]
#: The id of a case and a part of it -> who reads that part, as organisation and user.
Readers = Callable[[int, Compartment], frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the courier did."""

    sent: int
    failed: int


@dataclass(slots=True)
class Work:
    """What the senders of one round share."""

    clock: Clock
    until: datetime
    outcomes: Counter[str] = field(default_factory=Counter)
    closed: dict[str, str] = field(default_factory=dict)  # channel -> why nobody uses it this round
    last: dict[str, str] = field(default_factory=dict)  # channel -> how its last message ended
    lock: Lock = field(default_factory=Lock)

    has_called: bool = False

    def is_open(self, *, longer: timedelta = timedelta(0)) -> bool:
        """Tell whether the round goes on."""
        return self.clock() <= self.until + longer


def deliver_due(*, now: datetime) -> Round:
    """Send everything that is due from ``now`` (aware) on, over connections that stay open.

    A way out that can't be reached is closed for this round: nothing is used up, the sweep tries again.
    """
    work = Work(clock=_walking(now), until=now + timedelta(seconds=ROUND_SECONDS))
    relief = Relief(lambda: _send_all(work, relief), lambda pks: _renew(pks, now=work.clock()))
    with relief:
        _send_all(work, relief)
    if not work.is_open():
        poke()  # there may be more than fits in a round
    for channel, ending in work.last.items():
        heart.carried(channel, now=work.clock(), trouble=ending)
    failed = work.outcomes["failed"] + work.outcomes["refused"]
    return Round(sent=work.outcomes["sent"], failed=failed)


def claim(pk: int, *, now: datetime, reserved_until: datetime | None = None) -> bool:
    """Take a delivery for the length of a lease; false when another worker has it (compare-and-set).

    It is asked in the same breath whether it is still owed: what was taken back is not sent.
    """
    return _claiming(pk=pk, now=now, reserved_until=reserved_until, until=now + LEASE) == 1


@prepared_update
def _claiming(*, pk: Any, now: Any, reserved_until: Any, until: Any) -> Update:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now) | Q(claimed_until=reserved_until)
    rows = Delivery.objects.filter(free, pk=pk, state="queued", due_at__lte=now)
    return rows, {"claimed_until": until, "attempts": F("attempts") + 1}


def _walking(now: datetime) -> Clock:
    """Let an instant walk on with the time that really passes: a long round must not lease in the past."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _send_all(work: Work, relief: Relief) -> None:
    """Be one sender: until nothing is due, or the time is up."""
    carriers: dict[str, Carrier] = {}
    count = FIRST
    try:
        while work.is_open() or (relief.is_needed() and work.is_open(longer=HANGING)):
            reserved_until = work.clock() + RESERVED
            shut = _shut(work, carriers)
            group = reserve(count, now=work.clock(), until=reserved_until, without=shut)
            if group:
                if len(group) == count:
                    _call_another(work)
                _send_group(group, reserved_until, carriers, work, relief)
                count = GROUP
            elif relief.is_needed():
                time.sleep(IDLE_SECONDS)
            else:
                break
    finally:
        for carrier in carriers.values():
            carrier.close()


def reserve(
    count: int, *, now: datetime, until: datetime, without: frozenset[str] = frozenset()
) -> list[int]:
    """Hold a few deliveries that are due for a moment, so that two senders do not read the same ones."""
    skip = connection.features.has_select_for_update_skip_locked
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=skip).filter(
            free, state="queued", due_at__lte=now
        )
        if without:
            rows = rows.exclude(channel__in=without)
        pks = list(rows.order_by("-pages", "due_at", "id").values_list("pk", flat=True)[:count])
        Delivery.objects.filter(pk__in=pks).update(claimed_until=until)
    return pks


def _shut(work: Work, carriers: dict[str, Carrier]) -> frozenset[str]:
    """Give the channels that are closed, or that another sender just tries to reach."""
    with work.lock:
        return frozenset(name for name, why in work.closed.items() if why or name not in carriers)


def _call_another(work: Work) -> None:
    """Wake one more worker, once a round: there is more to do than a handful, and it does the same."""
    if not work.has_called:
        work.has_called = True
        poke()


def _send_group(
    group: list[int], reserved_until: datetime, carriers: dict[str, Carrier], work: Work, relief: Relief
) -> None:
    waiting = read(group, now=work.clock())
    read_at = work.clock()  # when it was done: else a busy machine would read for ever and send nothing
    is_first = True
    while waiting and (is_first or work.clock() - read_at <= FRESH):
        delivery, is_first = waiting.pop(0), False
        with relief.watching(delivery.pk):
            outcome = _deliver(delivery, reserved_until, carriers, work, now=work.clock())
        with work.lock:
            work.outcomes[outcome] += 1
    _release([delivery.pk for delivery in waiting], reserved_until)


def _release(pks: list[int], reserved_until: datetime) -> None:
    """Give back what was reserved and waited too long to be still true; it is read anew."""
    if pks:
        Delivery.objects.filter(pk__in=pks, claimed_until=reserved_until).update(claimed_until=None)


def _renew(pks: list[int], *, now: datetime) -> None:
    """Hold on to what this process is sending, however long the other side thinks about it."""
    mine = Delivery.objects.filter(pk__in=pks, state="queued", claimed_until__isnull=False)
    mine.update(claimed_until=now + LEASE)


def _deliver(
    delivery: Delivery,
    reserved_until: datetime,
    carriers: dict[str, Carrier],
    work: Work,
    *,
    now: datetime,
) -> str:
    carrier = _reach(delivery.channel, carriers, work)
    if carrier is None or not claim(delivery.pk, now=now, reserved_until=reserved_until):
        return "taken"  # by another, or taken back
    delivery.attempts += 1
    reason = _reason_not_to(delivery, now=now)
    if reason:
        return attempt.refuse(delivery, reason, now=now)
    hold = late.hold(delivery, now=now)
    if hold is not None:
        return attempt.wait(delivery, hold, now=now)
    delivery.tried_at = now
    try:
        carrier.send(delivery)
    except AwayError as away:
        _close(delivery.channel, away.code, work)
        return attempt.put_back(delivery, away.code, now=work.clock())
    except NotSentError as error:
        log.warning("delivery %s failed: %s", delivery.pk, error.code)
        work.last[delivery.channel] = error.code
        return attempt.fail(delivery, error.code, is_final=error.is_final, now=work.clock())
    work.last[delivery.channel] = ""
    return attempt.succeed(delivery, now=work.clock())


def _reach(channel: str, carriers: dict[str, Carrier], work: Work) -> Carrier | None:
    """Reach the other side before a message is claimed, so that its absence costs no message an attempt."""
    if work.closed.get(channel):
        return None
    if channel not in carriers:
        carriers[channel] = CARRIERS[channel]()
    with work.lock:
        is_first = channel not in work.closed and channel not in work.last
        if is_first:
            work.closed[channel] = ""  # nobody else waits at this door until we know that it opens
    try:
        carriers[channel].open()
    except AwayError as away:
        _close(channel, away.code, work)
        return None
    if is_first:
        with work.lock:
            work.closed.pop(channel, None)
    return carriers[channel]


def _close(channel: str, code: str, work: Work) -> None:
    log.warning("%s is not reached, the sweep tries again: %s", channel, code)
    with work.lock:
        work.closed[channel] = code
        work.last[channel] = code


def read(pks: list[int], *, now: datetime) -> list[Delivery]:
    """Read deliveries with all that may have changed since they were promised; six more queries per case."""
    whose = {"user": OuterRef("user"), "organisation": OuterRef("organisation")}
    case_id = OuterRef("notification__case_id")
    part = CaseParticipation.objects.filter(case_id=case_id, organisation=OuterRef("organisation"))
    open_part = facts.in_force(now=now).filter(case_id=case_id, organisation=OuterRef("organisation"))
    addresses = ContactChannel.objects.filter(
        user=OuterRef("user"), kind=OuterRef("channel"), verified_at__isnull=False
    ).order_by("-verified_at", "-id")
    found = list(
        Delivery.objects.filter(pk__in=pks)
        .select_related("notification", "user__reach_choice")
        .annotate(
            is_member=Exists(present.members(at=now).filter(**whose)),
            is_blocked=Exists(
                ConflictBlock.objects.filter(case_id=case_id, user=OuterRef("user"), ended_at=None)
            ),
            has_left=Exists(part) & ~Exists(open_part),
            address=Subquery(addresses.values("address")[:1]),
        )
        .order_by("-pages", "due_at", "id")
    )
    people: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for delivery in found:
        if delivery.notification.case_id is not None:
            people[delivery.notification.case_id].add((delivery.organisation_id, delivery.user_id))
    audiences = {pk: audience.of_case(pk, now=now, among=pairs) for pk, pairs in people.items()}
    readers = cache(lambda case_id, part: audiences[case_id].readers(part))
    for delivery in found:
        delivery.may_read = _may_read(delivery, readers)
        if delivery.notification.kind == digest.KIND:
            delivery.waiting = digest.waiting(delivery)
    return found


def _may_read(delivery: Delivery, readers: Readers) -> bool:
    """Tell whether the gate still opens to this person what the message is about."""
    told, part = delivery.notification, KINDS[delivery.notification.kind].part
    if told.case_id is None or part is None:
        return True
    return (delivery.organisation_id, delivery.user_id) in readers(told.case_id, part)


def _reason_not_to(delivery: Delivery, *, now: datetime) -> str:
    """Say why this person may not be told (any more): who left an hour ago is told nothing."""
    if not delivery.is_member:
        return "no longer a member"
    if delivery.is_blocked:
        return "blocked for a conflict of interest"
    if delivery.has_left:
        return "the organisation left the case"
    if not delivery.may_read:
        return "may not read this part of the case"
    if KINDS[delivery.notification.kind].is_too_old(delivery.notification.created_at, now=now):
        return "too old to wake anybody"
    if getattr(delivery, "waiting", None) == 0:
        return "nothing new is left to tell"
    return "" if delivery.address else "no verified address"
