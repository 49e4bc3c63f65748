"""The inbox of reviews: filters, the lines of one review, and how far each organisation was covered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from django.db.models import Count, QuerySet

from cases.audit.models import LedgerLine, ReviewItem, ReviewTally
from organisations.actor import Actor
from organisations.acts import Act

#: As many lines of one review as a page shows; the ledger has the rest.
SHOWN = 50
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reviewer wants to see; empty means: whatever. ``month``: its first day."""

    state: str = WAITING
    reason: str = ""
    organisation: int | None = None
    month: date | None = None

    def codes(self) -> list[str]:
        """Give what was asked as codes, for the ledger line of this reading."""
        given = {
            "state": self.state,
            "reason": self.reason,
            "organisation": self.organisation,
            "month": self.month and self.month.isoformat()[:7],
        }
        return [f"{name}={value}" for name, value in given.items() if value]


def matching(asked: Asked) -> QuerySet[ReviewItem]:
    """Give the reviews that a filter asks for, people and organisations read along."""
    rows = ReviewItem.objects.select_related("person", "organisation")
    if asked.state == WAITING:
        rows = rows.exclude(status="done")
    elif asked.state:
        rows = rows.filter(status=asked.state)
    if asked.reason:
        rows = rows.filter(reason=asked.reason)
    if asked.organisation:
        rows = rows.filter(organisation_id=asked.organisation)
    return rows.filter(month=asked.month) if asked.month else rows


def order(asked: Asked) -> tuple[str, str]:
    """Give the order: what waits oldest first, what is past newest first."""
    return ("opened_at", "id") if asked.state not in ("", "done") else ("-opened_at", "-id")


def find(number: str) -> ReviewItem | None:
    """Give the review with this number."""
    rows = ReviewItem.objects.select_related("person", "organisation", "judged_by")
    return rows.filter(number=number.upper()).first()


def lines_of(item: ReviewItem) -> list[LedgerLine]:
    """Give the first lines of a review, in the order in which they were written. Two queries."""
    ids = list(item.lines.order_by("line_id").values_list("line_id", flat=True)[:SHOWN])
    return list(LedgerLine.objects.filter(pk__in=ids).order_by("at", "id"))


def months() -> list[date]:
    """Give the months that have something to review, the newest first."""
    rows = ReviewTally.objects.order_by("-month").values_list("month", flat=True)
    return list(rows.distinct()[:36])


@dataclass
class Coverage:
    """What was looked at of one organisation in a month. ``median_days``: from opened to judged."""

    organisation: str
    readings: int = 0
    chosen: int = 0
    reviews: int = 0
    judged: int = 0
    waiting: int = 0
    follow_ups: int = 0
    emergencies: int = 0
    days: list[float] = field(default_factory=list)

    @property
    def median_days(self) -> float | None:
        """Give the median, None when nothing was judged."""
        return round(median(self.days), 1) if self.days else None


def coverage(month: date) -> list[Coverage]:
    """Give the coverage of each organisation in a month, by name. Two queries, however many lines."""
    found: dict[str, Coverage] = {}
    for name, readings in ReviewTally.objects.filter(month=month).values_list(
        "organisation__name", "readings"
    ):
        found[name] = Coverage(name, readings=readings)
    rows = ReviewItem.objects.filter(month=month).values_list(
        "organisation__name", "reason", "status", "verdict", "line_count", "opened_at", "judged_at"
    )
    for name, *row in rows.iterator():
        _add(found.setdefault(name, Coverage(name)), *row)
    return [found[name] for name in sorted(found)]


def total(rows: Iterable[Coverage]) -> Coverage:
    """Add the organisations up."""
    whole = Coverage("")
    for row in rows:
        for name in ("readings", "chosen", "reviews", "judged", "waiting", "follow_ups", "emergencies"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
        whole.days += row.days
    return whole


def reasons(month: date) -> dict[str, int]:
    """Give how many reviews each rule opened in a month."""
    rows = ReviewItem.objects.filter(month=month).order_by().values("reason").annotate(many=Count("pk"))
    return {row["reason"]: row["many"] for row in rows}


def verdicts(month: date) -> dict[str, int]:
    """Give how often each verdict was given in a month."""
    rows = ReviewItem.objects.filter(month=month).exclude(verdict="")
    counted: dict[str, int] = defaultdict(int)
    for row in rows.order_by().values("verdict").annotate(many=Count("pk")):
        counted[row["verdict"]] = row["many"]
    return counted


def may_judge(item: ReviewItem, actor: Actor) -> bool:
    """Tell whether an actor may judge a review: a reviewer, and not of their own lines."""
    return actor.holds(Act.REVIEW_AUDIT) and item.person_id != actor.user_id


def _add(
    row: Coverage,
    reason: str,
    status: str,
    verdict: str,
    lines: int,
    opened_at: datetime,
    judged_at: datetime | None,
) -> None:
    row.reviews += 1
    row.chosen += lines
    row.judged += bool(verdict) and status != "second"
    row.waiting += status in ("open", "asked", "answered", "second")
    row.follow_ups += verdict == "needs_follow_up" and status != "second"
    row.emergencies += reason == "emergency"
    if judged_at is not None:
        row.days.append((judged_at - opened_at).total_seconds() / 86400)
