"""What people read about help after sexual violence: the clocks, the steps, the checklist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import ages
from cases.casefile.models import Case
from cases.forensic.choices import LINES
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.forensic.rules import Attention, attention, checklist
from cases.police.shown import AGE_IN_BAND, clock_rows
from cases.workdays import local_day
from organisations.compartments import Compartment

ASKS: dict[Attention, Promise] = {
    Attention.OPEN: _("Nothing is recorded yet. Call the centre, and write down what was offered."),
    Attention.UNKNOWN: _("Nobody knows when it was, so everything counts as open. Call the centre now."),
    Attention.THREE_DAYS: _("Less than three days are left for the examination. Call the centre today."),
    Attention.ONE_DAY: _("Less than a day is left for the examination. Call the centre now."),
    Attention.ADVICE: _("Call the centre for advice: a doctor says what is still possible. Help goes on."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One track on a page: what it asks for (empty: nothing), its clocks and its steps, oldest first."""

    track: ForensicTrack
    asks: Promise | str
    clocks: list[dict[str, Any]]
    steps: list[ForensicStep]


def cards(case: Case, *, now: datetime) -> list[Card]:
    """Give the tracks of a case, newest first. Two queries; only for who reads *medical*."""
    rows = case.forensic_tracks.select_related("written_by", "organisation")
    return [_card(track, now) for track in rows.prefetch_related("steps__by", "steps__organisation")]


def checklist_for(case: Case, *, now: datetime) -> list[Promise]:
    """Give what belongs to an examination at the young person's age, as exactly as the reader knows it."""
    today = local_day(now)
    born = None if case.young_person is None else case.young_person.birth_date
    if born is None or Compartment.IDENTITY not in case.access.readable:
        years = AGE_IN_BAND.get(case.age_band_on(today))
    else:
        years = ages.age(born, on=today)
    return [LINES[line] for line in checklist(years)]


def _card(track: ForensicTrack, now: datetime) -> Card:
    steps = list(track.steps.all())
    asked = attention(track.latest_possible_at, is_recorded=bool(steps), now=now)
    return Card(track, ASKS.get(asked, ""), clock_rows(track.latest_possible_at, now=now), steps)
