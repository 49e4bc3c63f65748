"""What a worker does with marks that were written: never in the page on which somebody writes.

So that page takes as long, and says as much, whether something is found or not.
"""

import logging
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import mark_rules
from cases.casefile.models import Mark, MarksWritten
from cases.notifications import outbox
from cases.overlap import rules, things
from cases.overlap.models import Overlap, OverlapKey
from cases.overlap.rules import Compared, Outcome, Pace
from cases.overlap.things import Thing
from organisations.actor import Actor
from organisations.history import write
from organisations.models import Covenant

log = logging.getLogger(__name__)


class OtherKeyError(RuntimeError):
    """Some of the hashes were made with another key than the site has now."""


SYSTEM = "silent match"
#: So many rows at a turn; and so many overlaps of one file, for a phone of a whole house tells nothing.
AT_ONCE, FOUND = 200, 5


def compare_written(*, now: datetime) -> int:
    """Compare what was written since the last turn, at ``now`` (aware); gives how many rows were compared."""
    waiting = MarksWritten.objects.filter(compared_at=None)
    waiting = waiting.order_by(F("held_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    return sum(_try(pk, now=now) for pk in list(waiting[:AT_ONCE]))


def forget(*, now: datetime) -> int:
    """Take away the rows that say what was compared and is counted no more; gives how many. ``now``: aware.

    The ledger has who caused each; the hashes hang on what is written down, and go with it.
    """
    gone, _each = MarksWritten.objects.filter(compared_at__lte=now - rules.KEPT_FOR).delete()
    return gone


def made_with_others() -> QuerySet[OverlapKey]:
    """Give the hashes that another key made: what is written now never meets them."""
    ours = rules.key_id(settings.ZORGTAFEL_OVERLAP_KEY)
    return OverlapKey.objects.filter(Q(made_with__lt=ours) | Q(made_with__gt=ours))  # two ends of an index


def demand_one_key() -> None:
    """Pass when every hash was made with the key of this site.

    Raises:
        OtherKeyError: some were not, so that overlaps are missed without anybody knowing.
    """
    if made_with_others().exists():
        raise OtherKeyError(
            "overlaps are missed: run manage.py marks after a change of ZORGTAFEL_OVERLAP_KEY"
        )


def _try(pk: int, *, now: datetime) -> bool:
    """Compare one row; one that breaks is logged and left for the next turn: it holds up no other."""
    try:
        return _compare(pk, now=now)
    except Exception:
        log.exception("what was written as row %s could not be compared", pk)
        return False


def _compare(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = MarksWritten.objects.select_for_update().get(pk=pk)
        if row.compared_at is not None:
            return False
        thing = things.thing_of(row)
        Covenant.objects.select_for_update().get(pk=thing.table)  # two that match each other raise it once
        wanted, known = _wanted(row, thing), _known(row)
        row.is_new = bool(wanted - known)
        pace = _too_many(row, now=now) if row.is_new else None
        if pace is not None:
            _hold(row, thing, pace, now=now)
            return False
        _renew(row, thing, wanted, known)
        _let_lapse(thing, now=now)
        if row.is_new and thing.is_compared():
            _look(thing, wanted, now=now)
        row.compared_at = now
        row.save(update_fields=["compared_at", "is_new"])
        _record(row, thing, Event.OVERLAP_COMPARED, now=now)
    return True


def _wanted(row: MarksWritten, thing: Thing) -> set[str]:
    """Give the hashes of what stands in the marks of the very row that was written."""
    kept = Mark.objects.filter(case=row.case, signal=row.signal).values_list("kind", "key")
    found = rules.combinations(mark_rules.Mark(mark_rules.Kind(kind), key) for kind, key in kept)
    return {rules.digest(one, table=thing.table, secret=settings.ZORGTAFEL_OVERLAP_KEY) for one in found}


def _known(row: MarksWritten) -> set[str]:
    standing = OverlapKey.objects.filter(case=row.case, signal=row.signal)
    return set(standing.values_list("digest", flat=True))


def _renew(row: MarksWritten, thing: Thing, wanted: set[str], known: set[str]) -> None:
    OverlapKey.objects.filter(case=row.case, signal=row.signal, digest__in=known - wanted).delete()
    whose = {"case": row.case, "signal": row.signal, "covenant_id": thing.table}
    ours = rules.key_id(settings.ZORGTAFEL_OVERLAP_KEY)
    new = [OverlapKey(**whose, digest=one, made_with=ours) for one in sorted(wanted - known)]
    OverlapKey.objects.bulk_create(new)


def _too_many(row: MarksWritten, *, now: datetime) -> Pace | None:
    """Count what was compared of this person and organisation; what came from outside has a pace already.

    By when it was written, so that a worker that was away holds nothing up; what waits goes on by and by.
    """
    if row.by_id is None:
        return None
    moment, until = ("at", row.at) if row.held_at is None else ("compared_at", now)
    new = MarksWritten.objects.filter(is_new=True, compared_at__isnull=False).filter(
        **{f"{moment}__lte": until}
    )
    hour, day = ({f"{moment}__gt": until - span} for span in (rules.HOUR, rules.DAY))
    person, home = Q(by=row.by_id), Q(organisation=row.organisation_id)
    return rules.too_many(
        Compared(
            person_hour=new.filter(person, **hour).count(),
            person_day=new.filter(person, **day).count(),
            organisation_day=new.filter(home, **day).count(),
        )
    )


def _hold(row: MarksWritten, thing: Thing, pace: Pace, *, now: datetime) -> None:
    """Let it wait, and let the auditors see once that a limit was reached."""
    if row.held_at is not None:
        return
    row.held_at = now
    row.save(update_fields=["held_at"])
    _record(row, thing, Event.OVERLAP_HELD, now=now, outcome="refused", refusal=pace.value)


def _look(thing: Thing, wanted: set[str], *, now: datetime) -> None:
    """Raise an overlap with everything that another organisation holds and that shares a hash."""
    rows = OverlapKey.objects.filter(covenant=thing.table, digest__in=wanted).exclude(thing.rows)
    found = {}
    for row in rows.select_related("case", "signal__case", "signal__addressed_to").order_by("pk"):
        there = things.thing_of(row)
        found[there.number] = there
    open_ones = [there for there in found.values() if there.is_compared() and not _told_before(thing, there)]
    fitting = [there for there in open_ones if things.may_be_told(thing, there, now=now)]
    for there in fitting[:FOUND]:
        pair = uuid4()
        for row in [_raise(side, pair, now=now) for side in (thing, there)]:
            _tell(row, now=now)


def _told_before(here: Thing, there: Thing) -> bool:
    standing = Overlap.objects.exclude(outcome=Outcome.LAPSED.value)
    return standing.filter(**here.whose, pair__in=standing.filter(**there.whose).values("pair")).exists()


def _raise(side: Thing, pair: object, *, now: datetime) -> Overlap:
    row = Overlap(pair=pair, **side.whose, found_at=now, due_at=rules.due(now))
    write(row, actor=Actor.system(SYSTEM), now=now)
    ledger.record(Actor.system(SYSTEM), Event.OVERLAP_FOUND, on=row, now=now)
    return row


def _tell(row: Overlap, *, now: datetime) -> None:
    side, path = things.thing_of(row), f"/overlaps/{row.pk}/"
    people = [outbox.Recipient(user, home, path) for user, home in things.to_tell(row, now=now)]
    outbox.put("overlap_found", number=side.number, stage=f"{row.pk}", to=people, now=now, case=side.case)


def _let_lapse(thing: Thing, *, now: datetime) -> None:
    """End what no longer holds, on both sides: somebody corrected what was written down."""
    for row in Overlap.objects.filter(**thing.whose, ended_at=None):
        other = Overlap.objects.filter(pair=row.pair).exclude(pk=row.pk).first()
        if other is not None and _waits_for_key(thing, things.thing_of(other)):
            continue  # of two keys nothing is equal; what is made anew last of both looks again
        if other is None or not _digests(thing) & _digests(things.thing_of(other)):
            for side in (row, other) if other is not None else (row,):
                end(side, Outcome.LAPSED, actor=Actor.system(SYSTEM), now=now)


def _waits_for_key(*sides: Thing) -> bool:
    return any(made_with_others().filter(side.rows).exists() for side in sides)


def end(side: Overlap, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    """End one side of an overlap, in the caller's transaction. ``now`` is aware."""
    side.outcome, side.ended_at = outcome.value, now
    write(side, actor=actor, now=now, reason=outcome.value)
    ledger.record(actor, Event.OVERLAP_ENDED, on=side, now=now, outcome_code=outcome.value)


def _digests(thing: Thing) -> set[str]:
    return set(OverlapKey.objects.filter(thing.rows).values_list("digest", flat=True))


def _record(row: MarksWritten, thing: Thing, event: Event, *, now: datetime, **about: str) -> None:
    """Write who caused a comparison, never whether something was found."""
    actor = Actor(
        user=row.by, organisation=row.organisation, origin="internal", system_name="" if row.by else SYSTEM
    )
    ledger.record(actor, event, on=thing.case or thing.signal, case=thing.case, now=now, **about)
