"""Figures about the Meldcode tracks that the reader may see, of the last twelve months."""

from datetime import datetime, timedelta

from django.db.models import Min

from cases.access import gate
from cases.meldcode.figure_rules import Figures, Walk, figures
from cases.meldcode.models import MeldcodeTrack, StepRecord, Weighing
from cases.meldcode.step_rules import Step, StepStatus
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.compartments import Compartment

PERIOD = timedelta(days=365)


def seen(actor: Actor, *, now: datetime) -> Figures:
    """Give what may be told about the tracks that this actor may read, in three queries."""
    rows = MeldcodeTrack.objects.filter(started_at__gt=now - PERIOD, started_at__lte=now)
    visible = gate.visible(actor, rows, Compartment.MELDCODE, now=now).order_by()
    done = StepRecord.objects.filter(track__in=visible.values("pk"), status=StepStatus.DONE.value)
    days = _first_days(done.order_by().values_list("track_id", "step").annotate(first=Min("at")))
    weighed = set(
        Weighing.objects.filter(track__in=visible.values("pk")).order_by().values_list("track_id", flat=True)
    )
    return figures(
        Walk(name, pk in weighed, _since(started_at, days.get(pk, {})))
        for pk, name, started_at in visible.values_list("pk", "organisation__name", "started_at")
    )


def _first_days(rows: list[tuple[int, int, datetime]]) -> dict[int, dict[Step, datetime]]:
    found: dict[int, dict[Step, datetime]] = {}
    for track, number, first in rows:
        found.setdefault(track, {})[Step.numbered(number)] = first
    return found


def _since(started_at: datetime, firsts: dict[Step, datetime]) -> dict[Step, int]:
    start = local_day(started_at)
    return {step: max(0, (local_day(first) - start).days) for step, first in firsts.items()}
