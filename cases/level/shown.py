"""What people read about the ladder of a case and how its risk is judged."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.level.choices import RUNGS
from cases.level.models import LevelStep, RiskJudgement
from cases.level.rules import LADDER, Review, Rung, review, way

MOST = 30
LABELS = dict(RUNGS)
WAYS = {"up": _("A step up"), "down": _("A step down")}
REVIEWS: dict[Review, tuple[Promise, str]] = {
    Review.HOLDS: (_("Holds"), "neutral"),
    Review.SOON: (_("Look at it again soon"), "warning"),
    Review.OVERDUE: (_("Look at it again"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as people read it."""

    step: LevelStep
    way: Promise


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement that holds, and whether it waits for a new look."""

    judgement: RiskJudgement
    label: Promise
    tone: str


def ladder(current: Rung) -> list[dict[str, Any]]:
    """Give the rungs, the lowest first, and which one the case is on."""
    return [{"label": LABELS[rung.value], "is_here": rung is current} for rung in LADDER]


def steps(case: Case) -> list[Taken]:
    """Give the steps of a case, the newest first. One query."""
    rows = case.level_steps.select_related("by", "organisation").order_by("-at", "-id")[:MOST]
    return [Taken(row, WAYS[way(Rung(row.from_rung), Rung(row.to_rung)).value]) for row in rows]


def judged(standing: RiskJudgement | None, *, today: date) -> Judged | None:
    """Give how the risk is judged now, for who reads *signals*. ``today`` is a local date."""
    if standing is None:
        return None
    return Judged(standing, *REVIEWS[review(standing.review_on, today=today)])


def earlier(case: Case) -> list[RiskJudgement]:
    """Give how the risk was judged before, the newest first, for who reads *signals*. One query."""
    rows = case.risk_judgements.filter(ended_at__isnull=False).select_related("by", "organisation")
    return list(rows.order_by("-at", "-id")[:MOST])
