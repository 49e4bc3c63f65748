"""A month of review: the sample that is drawn when it is over, its figures, and who signs it off."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger, review_item, review_list, review_scan, sample_rules
from cases.audit import review_rules as rules
from cases.audit.events import Event
from cases.audit.models import LedgerLine, ReviewItem, ReviewPeriod, ReviewTally, ReviewVerdict
from cases.audit.review_rules import TO_JUDGE, Found, Reason, State
from cases.audit.sample_rules import USUAL_WISH
from cases.conflict import StateConflictError
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write

BATCH = 500


def draw_due(*, now: datetime) -> ReviewPeriod | None:
    """Draw the sample of last month at ``now`` (aware), once, when every line of it was looked at."""
    month = previous(timezone.localdate(now))
    if not ReviewTally.objects.filter(month=month).exists():
        return None
    if ReviewPeriod.objects.filter(month=month).exists() or _is_behind(month, now=now):
        return None
    return draw(month, now=now)


def draw(month: date, *, now: datetime) -> ReviewPeriod:
    """Draw the sample of a month (its first day); the same month and ledger always give the same lines."""
    actor = Actor.system(review_item.SYSTEM)
    with transaction.atomic():
        population = readings(month).count()
        period = ReviewPeriod(
            month=month,
            population=population,
            sample_size=sample_rules.sample_size(population),
            seed=ledger.fingerprint(f"sample of {month:%Y-%m}"),
            method=_method(),
            drawn_at=now,
        )
        write(period, actor=actor, now=now)
        lines = {line.pk: line for line in islice(drawn(month, seed=period.seed), period.sample_size)}
        review_item.put_up([_found(line) for line in lines.values()], lines, now=now)
        ledger.record(
            actor,
            Event.REVIEW_SAMPLED,
            on=period,
            now=now,
            month=f"{month:%Y-%m}",
            drawn=len(lines),
            population=population,
        )
    return period


def drawn(month: date, *, seed: str) -> Iterator[LedgerLine]:
    """Give the readings of a month in the order in which the lot draws them, each once."""
    start, end = bounds(month)
    ends = LedgerLine.objects.filter(at__gte=start, at__lt=end).aggregate(first=Min("id"), last=Max("id"))
    if ends["first"] is None:
        return
    order = sample_rules.draw_order(ends["first"], ends["last"], seed=seed)
    while batch := list(islice(order, BATCH)):
        found = readings(month).in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def readings(month: date) -> QuerySet[LedgerLine]:
    """Give the lines from which a month's sample is drawn: content that a person of an organisation read."""
    start, end = bounds(month)
    return LedgerLine.objects.filter(
        at__gte=start,
        at__lt=end,
        action="R",
        outcome="allowed",
        case_id__isnull=False,
        user_id__isnull=False,
        organisation_id__isnull=False,
    )


def sign(month: date, *, actor: Actor, now: datetime) -> ReviewPeriod:
    """Sign a month off: its figures are frozen, and the report of it never changes again.

    Raises:
        AccessDenied: no reviewer.
        StateConflictError: signed already, no sample yet, or something still waits to be judged.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        period = ReviewPeriod.objects.select_for_update(of=("self",)).filter(month=month).first()
        _check_can_be_signed(period, month)
        period.figures = figures(month, period, now=now)
        period.signed_at, period.signed_by = now, actor.user
        write(period, actor=actor, now=now, reason="signed")
        ledger.record(
            actor, Event.REVIEW_SIGNED, on=period, now=now, act=Act.REVIEW_AUDIT, month=f"{month:%Y-%m}"
        )
    return period


def waiting(month: date) -> int:
    """Give how many reviews of a month nobody finished judging."""
    states = [*sorted(TO_JUDGE), State.SECOND.value]
    return ReviewItem.objects.filter(month=month, status__in=states).count()


def figures(month: date, period: ReviewPeriod | None, *, now: datetime) -> dict[str, Any]:
    """Give the counts of a month as they stand at ``now`` (aware): plain values, no names of people."""
    covered = review_list.coverage(month)
    rows = [
        {
            "organisation": row.organisation,
            "readings": row.readings,
            "chosen": row.chosen,
            "reviews": row.reviews,
            "judged": row.judged,
            "follow_ups": row.follow_ups,
            "emergencies": row.emergencies,
        }
        for row in covered
    ]
    whole = review_list.total(covered)
    given = ReviewVerdict.objects.filter(item__month=month)
    return {
        "as_of": now.isoformat(),
        "organisations": rows,
        "reasons": review_list.reasons(month),
        "verdicts": dict(review_list.verdicts(month)),
        "reviewers": given.order_by().values("by").distinct().count(),
        "second_looks": given.filter(is_second=True).count(),
        "median_days": whole.median_days,
        "waiting": whole.waiting,
        "sample": None if period is None else _sample(month, period),
    }


def bounds(month: date) -> tuple[datetime, datetime]:
    """Give the local midnights between which a month lies."""
    zone = timezone.get_default_timezone()
    following = (month + timedelta(days=32)).replace(day=1)
    return tuple(datetime.combine(day, time.min, tzinfo=zone) for day in (month, following))


def previous(day: date) -> date:
    """Give the first day of the month before the one of a day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _sample(month: date, period: ReviewPeriod) -> dict[str, Any]:
    """Give what the sample says: what was judged, what was found, and how much there can be at most."""
    items = ReviewItem.objects.filter(month=month, reason=Reason.SAMPLE.value)
    judged = items.filter(status__in=[State.DONE.value, State.FOLLOW_UP.value])
    found = judged.filter(verdict=rules.Verdict.NEEDS_FOLLOW_UP.value).count()
    looked, confidence = judged.count(), period.method["confidence"]
    return {
        "population": period.population,
        "size": period.sample_size,
        "judged": looked,
        "found": found,
        "confidence": confidence,
        "at_most": sample_rules.upper_bound(period.population, looked, found, confidence),
        "seed": period.seed,
    }


def _method() -> dict[str, Any]:
    """Give the thresholds that held, so that an old report can be read years later."""
    return {
        "confidence": USUAL_WISH.confidence,
        "share": USUAL_WISH.share,
        "burst_cases": rules.BURST_CASES,
        "burst_minutes": int(rules.BURST_WINDOW.total_seconds() // 60),
        "denied_times": rules.DENIED_TIMES,
        "worked_days": rules.WORKED_WITHIN.days,
        "second_look_one_in": rules.SECOND_LOOK_ONE_IN,
    }


def _found(line: LedgerLine) -> Found:
    group = f"{Reason.SAMPLE}:{line.pk}"
    return Found(Reason.SAMPLE, group, line.user_id, line.organisation_id, line.case_id, (line.pk,))


def _is_behind(month: date, *, now: datetime) -> bool:
    oldest = review_scan.reached(now=now)
    return oldest is not None and oldest < bounds(month)[1]


def _check_can_be_signed(period: ReviewPeriod | None, month: date) -> None:
    if period is None:
        raise StateConflictError(
            _("This month can be signed off when it is over and its sample is drawn."), code="not_drawn"
        )
    if period.signed_at is not None:
        raise StateConflictError(_("This month was signed off already."), code="signed")
    if many := waiting(month):
        raise StateConflictError(
            _("Reviews that still wait to be judged: %(many)s. Judge them first.") % {"many": many},
            code="still_waiting",
        )
