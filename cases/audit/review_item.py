"""Opens reviews: lines that wait together for a person to look at. The system does so, never a reviewer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine, ReviewItem, ReviewLine
from cases.audit.review_rules import TO_JUDGE, URGENT, Found
from cases.notifications import outbox
from cases.numbers import draw
from organisations import oversight
from organisations.actor import Actor
from organisations.history import write
from organisations.models import Membership

SYSTEM = "review"


def put_up(found: Sequence[Found], lines: Mapping[int, LedgerLine], *, now: datetime) -> list[ReviewItem]:
    """Put lines up for review inside the caller's transaction, each once per reason; gives new reviews.

    ``lines``: by id, all that ``found`` names. Lines join a review of the same group that nobody judged yet.
    """
    actor = Actor.system(SYSTEM)
    known = _known_lines(found)
    standing = _standing({one.group for one in found})
    opened = []
    for one in found:
        fresh = [lines[pk] for pk in one.lines if (pk, one.reason.value) not in known]
        if not fresh:
            continue
        item = standing.get(one.group)
        if item is None:
            item = _open(one, fresh, actor=actor, now=now)
            opened.append(item)
        else:
            _join(item, fresh, actor=actor, now=now)
        ReviewLine.objects.bulk_create(
            ReviewLine(item=item, reason=one.reason.value, line_id=line.pk, event_id=line.event_id)
            for line in fresh
        )
    return opened


def month_of(at: datetime) -> date:
    """Give the first day of the local month of an instant (aware)."""
    return timezone.localdate(at).replace(day=1)


def auditors(*, but: int | None = None, now: datetime) -> list[Membership]:
    """Give who reviews at ``now`` (aware), without one person."""
    rows = oversight.auditors(now=now)
    return list(rows.exclude(user_id=but).select_related("user", "organisation").order_by("id"))


def recipients(item: ReviewItem, *, now: datetime) -> list[outbox.Recipient]:
    """Give the auditors who may look at a review: everybody but the one it is about."""
    return [
        outbox.Recipient(seat.user, seat.organisation, f"/audit/reviews/{item.number}/")
        for seat in auditors(but=item.person_id, now=now)
    ]


def _known_lines(found: Iterable[Found]) -> set[tuple[int, str]]:
    ids = {pk for one in found for pk in one.lines}
    return set(ReviewLine.objects.filter(line_id__in=ids).values_list("line_id", "reason"))


def _standing(groups: set[str]) -> dict[str, ReviewItem]:
    rows = ReviewItem.objects.select_for_update().filter(group__in=groups, status__in=sorted(TO_JUDGE))
    return {item.group: item for item in rows.order_by("id")}


def _open(one: Found, lines: Sequence[LedgerLine], *, actor: Actor, now: datetime) -> ReviewItem:
    numbers = {line.case_number for line in lines}
    item = ReviewItem(
        number=draw("R", now.year, lambda number: ReviewItem.objects.filter(number=number).exists()),
        reason=one.reason.value,
        group=one.group,
        person_id=one.user,
        organisation_id=one.organisation,
        case_number=numbers.pop() if len(numbers) == 1 else "",
        month=month_of(lines[0].at),
        first_at=min(line.at for line in lines),
        last_at=max(line.at for line in lines),
        line_count=len(lines),
        opened_at=now,
    )
    write(item, actor=actor, now=now)
    ledger.record(actor, Event.REVIEW_OPENED, on=item, now=now, reason=item.reason, lines=len(lines))
    if one.reason in URGENT:
        outbox.put("review_urgent", number=item.number, to=recipients(item, now=now), now=now)
    return item


def _join(item: ReviewItem, lines: Sequence[LedgerLine], *, actor: Actor, now: datetime) -> None:
    if {line.case_number for line in lines} != {item.case_number}:
        item.case_number = ""
    item.first_at = min(item.first_at, *(line.at for line in lines))
    item.last_at = max(item.last_at, *(line.at for line in lines))
    item.line_count += len(lines)
    write(item, actor=actor, now=now)
