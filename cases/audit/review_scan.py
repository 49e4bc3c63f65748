"""Walks the ledger from where it stopped, a bounded stretch at a time, and puts up what the rules choose.

What is put up and how far it came are written in one transaction: a run that is killed leaves nothing half
done, and a run that is repeated puts nothing up twice.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cases.audit import review_facts, review_item
from cases.audit import review_rules as rules
from cases.audit.events import Event
from cases.audit.models import HoneytokenCase, LedgerLine, ReviewCursor, ReviewItem, ReviewLine, ReviewTally
from cases.audit.review_rules import Found, Reason
from organisations.models import Membership

CHUNK = 2000
#: One beat looks at so many lines at most; what is left waits for the next.
AT_MOST = 40_000
NAME = "review"
#: A transaction that takes longer than this has been ended by the web server or the database.
PATIENCE = timedelta(seconds=60)
LEFT_AT_MOST = 500


def scan(*, now: datetime) -> int:
    """Look at what was written since the last time at ``now`` (aware); gives how many lines that were."""
    watch_control_cases(now=now)
    seen = 0
    while seen < AT_MOST:
        looked = step(now=now)
        seen += looked
        if looked < CHUNK:
            break
    return seen


def step(*, now: datetime) -> int:
    """Look at one stretch of the ledger; gives how many lines it had."""
    with transaction.atomic():
        cursor = _lock()
        rows = _arrived(cursor, now=now)
        if not rows:
            return 0
        found, lines = _choose(rows)
        review_item.put_up(found, lines, now=now)
        _count(rows)
        cursor.line_id, cursor.reached_at = rows[-1].pk, rows[-1].at
        cursor.save(update_fields=["line_id", "reached_at"])
    return len(rows)


def watch_control_cases(*, now: datetime) -> list[ReviewItem]:
    """Put up at once whoever opened a control case; there are few, and an index leads to their lines."""
    with transaction.atomic():
        _lock()
        tokens = list(HoneytokenCase.objects.filter(ended_at=None).values_list("case_id", flat=True))
        seen = ReviewLine.objects.filter(reason=Reason.HONEYTOKEN.value).values("line_id")
        rows = (
            LedgerLine.objects.filter(
                case_id__in=tokens, user_id__isnull=False, organisation_id__isnull=False
            )
            .exclude(pk__in=seen)
            .order_by("id")[:CHUNK]
        )
        lines = {row.pk: row for row in rows} if tokens else {}
        found = [
            Found(
                Reason.HONEYTOKEN,
                f"{Reason.HONEYTOKEN}:{row.user_id}:{row.organisation_id}:{row.case_id}",
                row.user_id,
                row.organisation_id,
                row.case_id,
                (row.pk,),
            )
            for row in lines.values()
        ]
        return review_item.put_up(rules.merged(found), lines, now=now)


def reached(*, now: datetime) -> datetime | None:
    """Give up to which instant the ledger was looked at; None when all of it was at ``now`` (aware)."""
    cursor = ReviewCursor.objects.filter(name=NAME).first()
    behind = LedgerLine.objects.filter(pk__gt=0 if cursor is None else cursor.line_id)
    oldest = behind.filter(at__lt=now - PATIENCE).order_by("id").values_list("at", flat=True).first()
    return oldest


def _lock() -> ReviewCursor:
    ReviewCursor.objects.get_or_create(name=NAME)
    return ReviewCursor.objects.select_for_update().get(name=NAME)


def _arrived(cursor: ReviewCursor, *, now: datetime) -> list[LedgerLine]:
    rows = list(LedgerLine.objects.filter(pk__gt=cursor.line_id).order_by("id")[:CHUNK])
    places = [(row.pk, row.at) for row in rows]
    whole = rules.arrived(places, after=cursor.line_id, now=now, patience=PATIENCE)
    return rows[: len(whole)]


def _choose(rows: Sequence[LedgerLine]) -> tuple[list[Found], dict[int, LedgerLine]]:
    """Ask every rule about a stretch of lines; gives what they chose, and the lines by id."""
    looked_up = review_facts.look_up(rows)
    refused = _with_before(rows, rules.DENIED_WINDOW, Q(outcome="refused"))
    opened = _with_before(rows, rules.BURST_WINDOW, Q(action="R", outcome="allowed"))
    found = [
        *(one for line in looked_up for one in rules.single(line)),
        *rules.bursts(review_facts.bare(opened)),
        *rules.denials(review_facts.bare(refused)),
    ]
    lines = {row.pk: row for row in [*opened, *refused, *rows]}
    for row in rows:
        if row.event == Event.MEMBER_ENDED.value:
            found += _before_leaving(row, lines)
    return rules.merged(found), lines


def _with_before(rows: Sequence[LedgerLine], window: timedelta, which: Q) -> list[LedgerLine]:
    """Give lines of a kind with those of the same people from just before: no window is cut in two."""
    wanted = [row for row in rows if row.user_id is not None and _fits(row, which)]
    if not wanted:
        return []
    before = LedgerLine.objects.filter(
        which,
        user_id__in={row.user_id for row in wanted},
        at__gte=min(row.at for row in wanted) - window,
        pk__lt=rows[0].pk,
    )
    return [*before.order_by("id"), *wanted]


def _fits(row: LedgerLine, which: Q) -> bool:
    return all(getattr(row, name) == value for name, value in which.children)


def _before_leaving(row: LedgerLine, lines: dict[int, LedgerLine]) -> list[Found]:
    """Give what somebody read in the fortnight before they left; adds those lines to ``lines``."""
    seat = Membership.objects.filter(pk=row.object_id).first()
    if seat is None:
        return []
    read = LedgerLine.objects.filter(
        user_id=seat.user_id,
        organisation_id=seat.organisation_id,
        at__gte=row.at - rules.BEFORE_LEAVING,
        at__lte=row.at,
        action="R",
        outcome="allowed",
        case_id__isnull=False,
    ).order_by("-at", "-id")[:LEFT_AT_MOST]
    known = {line.pk: line for line in read}
    lines |= known
    group = f"{Reason.LEFT}:{seat.user_id}:{seat.organisation_id}::{seat.pk}"
    found = Found(Reason.LEFT, group, seat.user_id, seat.organisation_id, None, tuple(sorted(known)))
    return [found] if known else []


def _count(rows: Sequence[LedgerLine]) -> None:
    """Add the readings of a stretch to the tallies of their months."""
    added: Counter[tuple[date, int]] = Counter(
        (review_item.month_of(row.at), row.organisation_id) for row in rows if is_reading(row)
    )
    for (month, organisation), number in sorted(added.items()):
        tally, _made = ReviewTally.objects.get_or_create(month=month, organisation_id=organisation)
        tally.readings += number
        tally.save(update_fields=["readings"])


def is_reading(row: LedgerLine) -> bool:
    """Tell whether somebody of an organisation read content of a case: what the sample is drawn from."""
    return (
        row.action == "R"
        and row.outcome == "allowed"
        and row.case_id is not None
        and row.user_id is not None
        and row.organisation_id is not None
    )
