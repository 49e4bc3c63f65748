"""What beat runs by the clock on the wall runs once a day, also in the nights when the clock changes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab
from django.conf import settings

from zorgtafel.celery import app

DAILY = [
    name
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
    if isinstance(entry["schedule"], crontab) and entry["schedule"]._orig_day_of_month == "*"
]


def runs(schedule: crontab, start: datetime, hours: int) -> Iterator[datetime]:
    """Look every half a minute, as beat does more often, and give when the schedule says that it is due."""
    now = last = start
    walking = crontab(minute=schedule._orig_minute, hour=schedule._orig_hour, nowfun=lambda: now, app=app)
    while now < start + timedelta(hours=hours):
        if walking.is_due(last).is_due:
            last = now
            yield now
        now += timedelta(seconds=30)


@pytest.mark.parametrize("name", DAILY)
@pytest.mark.parametrize(
    ("midnight", "hours"),
    [(datetime(2026, 3, 28, 23, tzinfo=UTC), 23), (datetime(2026, 10, 24, 22, tzinfo=UTC), 25)],
)
def test_each_daily_job_runs_once_on_the_days_when_the_clock_changes(
    name: str, midnight: datetime, hours: int
) -> None:
    schedule = settings.CELERY_BEAT_SCHEDULE[name]["schedule"]
    assert len(list(runs(schedule, midnight, hours))) == 1


def test_there_are_daily_jobs() -> None:
    assert len(DAILY) >= 3
