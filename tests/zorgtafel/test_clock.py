"""Background work goes by the clock of the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from zorgtafel import clock


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_machine_that_is_ten_minutes_fast_goes_by_the_database(time_machine: Any) -> None:
    real = datetime.now(UTC)
    time_machine.move_to(real + timedelta(minutes=10))
    assert timezone.now() - real > timedelta(minutes=9)
    assert abs(clock.now() - real) < timedelta(minutes=1)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_clock_walks_on_within_a_transaction() -> None:
    assert clock.now() < clock.now()
