"""Escalation through the nights in which the clock changes, on a real PostgreSQL."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing import escalation
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from tests.cast import Region, full_table
from tests.chaos.conftest import fresh
from tests.chaos.stage import either

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def sound(region: Region, case: Case, *, now: datetime) -> MissingEpisode:
    """Raise a red alert, by Hugo."""
    report = episodes.Report(missing_since=now - timedelta(hours=1), colour="red")
    return episodes.raise_alert(case, actor=region.actor("hugo", now=now), report=report, now=now)


@pytest.mark.parametrize("night", ["2026-03-29T01:58+01:00", "2026-10-25T02:58+02:00"])
def test_through_both_change_nights_each_level_is_called_once_in_its_time(night: str) -> None:
    """Walks the clock through the night in steps of a sweep; 02:00 becomes 03:00, or 03:00 becomes 02:00."""
    began = datetime.fromisoformat(night)
    region = fresh(began)
    episode = sound(region, full_table(region), now=began)
    for seconds in range(0, 20 * 60, either(5, short=15)):
        escalation.escalate_due(now=began + timedelta(seconds=seconds))
    call = AlertCall.objects.get(episode=episode, organisation=region.veilig_thuis)
    called = list(AlertEvent.objects.filter(call=call, kind="called").order_by("at"))
    assert [event.level for event in called] == [1, 2, 3]
    gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(called)]
    assert all(300 <= gap <= 315 for gap in gaps)
    assert call.state == "nobody_reachable"
