"""What people read about measures: which one holds, and how it stands today."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.measures.models import Measure
from cases.measures.rules import Standing, standing

MOST_ENDED = 20
#: standing -> badge, its tone, and what is to be done
STANDINGS: dict[Standing, tuple[Promise, str, Promise | str]] = {
    Standing.COMING: (_("Starts later"), "neutral", ""),
    Standing.RUNNING: (_("Holds"), "ok", ""),
    Standing.ENDS_SOON: (_("Ends soon"), "warning", _("Plan what comes after.")),
    Standing.PAST: (_("Has passed"), "warning", _("Write down what holds now.")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on a page: how it stands in words, the tone of that, and what is to be done."""

    measure: Measure
    label: Promise
    tone: str
    advice: Promise | str


def rows(case: Case, *, today: date) -> list[Row]:
    """Give the measures that were not ended, the nearest last day first. One query.

    Only for who reads *identity*. ``today`` is a local date.
    """
    found = case.measures.filter(ended_at=None).select_related("written_by", "organisation")
    return [
        Row(row, *STANDINGS[standing(row.starts_on, row.ends_on, today=today)])
        for row in found.order_by("ends_on", "id")
    ]


def ended(case: Case) -> list[Measure]:
    """Give the measures that were ended, the latest first. One query."""
    return list(case.measures.exclude(ended_at=None).order_by("-ended_at", "-id")[:MOST_ENDED])
