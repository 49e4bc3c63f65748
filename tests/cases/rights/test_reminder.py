"""The term of a request ends: Anna and Arno hear it a week before, and once more when it has ended."""

from datetime import datetime, timedelta

import pytest

from cases.casefile.models import Case
from cases.notifications.models import Delivery
from cases.rights import reminder, request
from cases.rights.models import RightsRequest
from tests.cases.rights.test_request import logged
from tests.cast import Region


@pytest.fixture
def made(region: Region, case: Case) -> RightsRequest:
    """Give Noor's request of today, to be answered within a month."""
    return logged(region, case)


def at(made: RightsRequest, region: Region, *, days: int) -> datetime:
    """Give the hour of the story so many days from the last day of the term."""
    return region.now + (made.due_on - region.now.date()) + timedelta(days=days)


def told(kind: str) -> list[str]:
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox").order_by("user__name")
    return list(rows.values_list("user__name", flat=True))


def test_not_before_the_last_week(region: Region, made: RightsRequest) -> None:
    assert reminder.remind(now=at(made, region, days=-8)) == 0


def test_once_in_the_last_week_and_once_when_it_has_ended(region: Region, made: RightsRequest) -> None:
    sent = [reminder.remind(now=at(made, region, days=days)) for days in (-7, -6, 0, 1, 2, 30)]
    assert sent == [1, 0, 0, 1, 0, 0]
    assert (told("rights_due"), told("rights_overdue")) == (["Anna", "Arno"], ["Anna", "Arno"])


def test_more_time_starts_anew(region: Region, made: RightsRequest) -> None:
    assert reminder.remind(now=at(made, region, days=-7)) == 1
    longer = request.extend(
        made, actor=region.actor("anna"), reason="Veel stukken", version=None, now=at(made, region, days=-6)
    )
    assert reminder.remind(now=at(longer, region, days=-8)) == 0
    assert reminder.remind(now=at(longer, region, days=-7)) == 1


def test_nothing_more_once_it_has_ended(region: Region, made: RightsRequest) -> None:
    request.withdraw(made, actor=region.actor("anna"), version=None, now=region.now)
    assert reminder.remind(now=at(made, region, days=1)) == 0
    assert told("rights_overdue") == []
